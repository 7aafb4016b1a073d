import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { renew } from '../../src/db/catalogue.ts'
import { CatalogueShelf } from '../../src/db/catalogue-memory.ts'
import { readSettings } from '../../src/db/bakery.ts'
import { customer, openBakery, openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { PLACE_ORDER, ZOE } from '../support/operations.ts'
import { connectAsApp } from '../support/pooler.ts'
import { setRoom } from '../support/order-book.ts'
import { statementsFor } from '../support/statements.ts'

const CAKES = /* GraphQL */ `
  {
    cakes(first: 50) {
      totalCount
      nodes {
        name
        priceFrom {
          amount
          currency
        }
        variants {
          price {
            amount
          }
        }
        optionGroups {
          options {
            name
          }
        }
      }
    }
  }
`

describe('a process that knows the catalogue', () => {
  let bakery: TestBakery
  const place = (own: object = {}) => ({ input: { ...input, idempotencyKey: randomUUID(), ...own } })
  let input: object
  beforeAll(async () => {
    bakery = await openBakeryForFile()
    await setRoom(bakery.db, { ordersPerSlot: 100, unitsPerDay: 100 })
    const { variants } = await addCake(bakery.db, { slug: 'sponge' })
    input = { items: [{ variantId: variants[0] }], slotId: slotId('2026-11-25'), contact: ZOE }
  })
  afterAll(() => bakery.close())

  const known = async (ask: TestBakery['visitor'], query: string, variables?: () => object) => {
    await ask(query, variables?.())
    return bakery.statementsOf(() => ask(query, variables?.()), { isKnown: true })
  }

  test('shows it by one statement, which asks whether it is still the same', async () => {
    expect(await statementsFor(bakery, bakery.visitor, CAKES)).toHaveLength(5)
    expect(await known(bakery.visitor, CAKES)).toEqual(['select "catalogue_version" from "bakery"'])
  })

  test('places an order by two statements, and a guest’s by seven, two of which count what is open', async () => {
    expect(await known(bakery.as(customer('cleo')), PLACE_ORDER, () => place())).toHaveLength(7)
    await bakery.as(customer('cleo'))(
      'mutation { registerCustomer(input: { name: "Cleo", phone: "020 123 4567" }) { __typename } }',
    )
    const sent = await known(bakery.as(customer('cleo')), PLACE_ORDER, () => place())
    expect(
      sent.map((text) => /begin|commit|left join idempotency_keys|insert into "orders"/.exec(text)?.[0]),
    ).toEqual(['left join idempotency_keys', 'insert into "orders"'])
  })

  test('shows an order that it has just placed as it stands in the database', async () => {
    const whole = /* GraphQL */ `
      id number status version contact { name email phone } method note subtotal { amount } deliveryFee { amount }
      tax { amount } total { amount } allergens pricesIncludeTax placedAt updatedAt slot { id startsAt endsAt }
      items { id cakeName variantName quantity unitPrice { amount } total { amount } allergens inscription
        options { groupName name surcharge { amount } } } history { at status }
    `
    const { data, errors } = await bakery.visitor(
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on PlaceOrderSuccess { order { ${whole} } } } }`,
      place({ note: 'For Zoë' }),
    )
    expect(errors).toBeUndefined()
    const { order } = data.placeOrder
    const again = await bakery.staff(`query ($id: ID!) { order(id: $id) { ${whole} } }`, { id: order.id })
    expect(order).toEqual(again.data.order)
  })
})

type Change = { kind: 'price' | 'name' | 'archive' | 'closed' | 'open' | 'settings'; value: number }

const changes = fc.array(
  fc.record<Change>({
    kind: fc.constantFrom('price', 'name', 'archive', 'closed', 'open', 'settings'),
    value: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 1, maxLength: 6 },
)

test('whoever writes, and in whatever process: what one remembers is what another reads afresh', async () => {
  const bakery = await openBakery()
  await addCake(bakery.db, { slug: 'sponge' })
  const other = await openBakeryOf(bakery)
  const asked = `{
    bakery { name currency specialDays(from: "2026-11-23", to: "2026-12-23") { date closed } }
    cake(slug: "sponge") { name status earliestDate priceFrom { amount } variants { price { amount } } }
    ${CAKES.trim().slice(1)}`
  await fc.assert(
    fc.asyncProperty(changes, async (all) => {
      for (const each of all) {
        await write(bakery, each)
        const remembered = await bakery.visitor(asked)
        expect(remembered).toEqual(await other(asked))
      }
    }),
    { numRuns: 15 },
  )
}, 60_000)

/** Another process on the same database, that forgets everything. */
async function openBakeryOf(bakery: TestBakery) {
  return async (query: string) => {
    const app = createApp({
      db: bakery.db,
      identify: async () => null,
      clock: { now: () => NOW, decideAt: () => NOW },
      guestSecrets: [{ keyId: 'test', secret: 's'.repeat(32) }],
      guestOrdersAtMost: 5,
      publicUrl: null,
      development: false,
      graphiql: false,
      log: () => {},
    })
    const response = await app.fetch('http://bakery.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    return response.json()
  }
}

const NOW = Temporal.Instant.from('2026-11-23T09:00:00Z')

/** Through the API, by staff: what is written by hand in the database is seen after a minute. */
async function write({ staff, admin }: TestBakery, { kind, value }: Change): Promise<void> {
  const { data } = await staff(
    '{ cake(slug: "sponge") { id variants { id sku name servings productionUnits } } }',
  )
  const { id, variants } = data.cake
  const updateCake = (input: object) =>
    staff('mutation ($input: UpdateCakeInput!) { updateCake(input: $input) { __typename } }', {
      input: { id, ...input },
    })
  if (kind === 'price')
    await updateCake({ variants: variants.map((size: object) => ({ ...size, price: value * 100 })) })
  if (kind === 'name') await updateCake({ name: `Sponge ${value}` })
  if (kind === 'archive') await updateCake({ status: value > 5 ? 'ARCHIVED' : 'ACTIVE' })
  const date = `2026-12-0${value}`
  if (kind === 'closed')
    await staff(`mutation { setSpecialDay(input: { date: "${date}", closed: true }) { __typename } }`)
  if (kind === 'open') await staff(`mutation { removeSpecialDay(date: "${date}") { __typename } }`)
  if (kind === 'settings')
    await admin(`mutation { updateBakery(input: { name: "Bakery ${value}" }) { __typename } }`)
}

test('what somebody writes by hand is seen after a minute, or at once where they renew the version', async () => {
  const bakery = await openBakery({ isCompared: false })
  await addCake(bakery.db, { slug: 'sponge' })
  const hand = connectAsApp({ url: bakery.url })
  onTestFinished(() => hand.destroy())
  const name = async () => (await bakery.visitor('{ cake(slug: "sponge") { name } }')).data.cake.name
  const rename = (to: string) => hand.updateTable('cakes').set({ name: to }).execute()
  await rename('First')
  expect(await name()).toBe('First')
  await rename('Second')
  expect(await name()).toBe('First')
  await renew(hand)
  expect(await name()).toBe('Second')
  await rename('Third')
  const now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => now + 61_000)
  onTestFinished(() => void vi.restoreAllMocks())
  expect(await name()).toBe('Third')
})

test('what is remembered is bounded: the oldest goes first', async () => {
  const bakery = await openBakery()
  const shelf = new CatalogueShelf(await readSettings(bakery.db))
  let read = 0
  const page = (name: number) =>
    shelf.remember(`page ${name}`, async () => Array.from({ length: 99 }, () => ++read))
  for (let name = 0; name < 200; name++) await page(name)
  const before = read
  await page(199)
  await page(150)
  expect(read).toBe(before)
  await page(0)
  expect(read).toBe(before + 99)
})
