import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fillSampleBakery } from '../../../dev/sample/fill.ts'
import type { Viewer } from '../../../src/domain/viewer.ts'
import {
  ADMIN,
  MONDAY_MORNING,
  openBakeryForFile,
  slotId,
  STAFF,
  type TestBakery,
} from '../../support/bakery.ts'
import { pooled } from '../../support/pooler.ts'
import { mutations, successOf, type Stock } from './operations.ts'

const RUNS = Number(process.env['ALIKE_RUNS'] ?? 300)
const ANNA: Viewer = { role: 'CUSTOMER', subject: 'sample|anna@example.com', email: 'anna@example.com' }
const PATIENT = { timeout: 300_000 }
const VIEWERS = [null, ANNA, STAFF, ADMIN, ADMIN]

let bakery: TestBakery
beforeEach(async () => {
  bakery = await openBakeryForFile({ settings: false })
  await fillSampleBakery(bakery.db, { now: Temporal.Instant.from(MONDAY_MORNING) })
})
afterEach(() => bakery.close())

interface Write {
  query: string
  variables?: object
}

// Each is rehearsed by Yoga, undone, and then done for good: see support/both-ways.ts. Behind the pooler Yoga answers all.
describe.skipIf(pooled)('answered as Yoga answers them are', PATIENT, () => {
  test(`${RUNS} mutations that anybody might write`, async () => {
    const outcomes = await outcomesOf(mutations(await takeStock()).map((query) => ({ query })))
    // Were most of them refused, little would have been compared.
    expect(outcomes.filter((name) => name.endsWith('Success')).length).toBeGreaterThan(2)
    expect(outcomes).toEqual(expect.arrayContaining(['InvalidInputError', 'NotFoundError']))
  })

  test(`${RUNS} orders, some sent twice, or with the key of another`, async () => {
    expect(await outcomesOf(orders(await takeStock()))).toEqual(
      expect.arrayContaining(['PlaceOrderSuccess', 'IdempotencyConflictError', 'SlotUnavailableError']),
    )
  })
})

const isTwice = fc.nat(4).map((chance) => chance === 0)

/** The types of what came of them, each once. */
async function outcomesOf(writes: fc.Arbitrary<Write>): Promise<string[]> {
  const outcomes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(writes, fc.constantFrom(...VIEWERS), isTwice, async (write, viewer, again) => {
      const { query, variables } = write
      const { data } = await bakery.as(viewer)(query, variables)
      if (again) await bakery.as(viewer)(query, variables)
      for (const outcome of Object.values((data ?? {}) as Record<string, { __typename: string } | null>))
        if (outcome) outcomes.add(outcome.__typename)
    }),
    { numRuns: RUNS },
  )
  return [...outcomes]
}

const isDelivery = (slot: string): boolean => Buffer.from(slot, 'base64url').toString().startsWith('DELIVERY')
const ADDRESS = { line1: 'Damrak 1', postalCode: '1012 AB', city: 'Amsterdam', country: 'NL' }

/** Most can be placed, and their buyers want to know all sorts of things. */
function orders(stock: Stock): fc.Arbitrary<Write> {
  const likely = (name: string) =>
    fc.constantFrom(...stock.named![name]!).map((text) => JSON.parse(text) as string)
  const item = fc.record({ variantId: likely('variantId'), quantity: likely('quantity') })
  const input = fc.record({
    items: fc.array(item, { minLength: 1, maxLength: 3 }),
    slotId: likely('slotId'),
    contact: fc.record({ name: fc.constantFrom('Zoë', '🎂'), email: fc.emailAddress() }),
    idempotencyKey: fc.nat(Math.ceil(RUNS / 5)).map((key) => `the-key-of-order-${key}`),
  })
  return fc.tuple(input, successOf('placeOrder', stock)).map(([wish, outcome]) => ({
    query: `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) ${outcome} }`,
    variables: { input: { ...wish, deliveryAddress: isDelivery(wish.slotId) ? ADDRESS : undefined } },
  }))
}

async function takeStock(): Promise<Stock> {
  const { data } = await bakery.admin(`{
    cakes(first: 30) { nodes { id slug variants { id } optionGroups { minChoices options { id } } } }
    orders(first: 8, filter: { status: [PENDING, CONFIRMED] }) { nodes { id } }
    customers(first: 4) { nodes { id } }
  }`)
  // Those that can be had as they are.
  const cakes = (data.cakes.nodes as Cake[])
    .filter(({ optionGroups }) => optionGroups.every(({ minChoices }) => minChoices === 0))
    .slice(0, 6)
  const [cakeId, orderId, customerId] = [cakes, data.orders.nodes, data.customers.nodes].map(idsOf)
  const options = cakes.flatMap(({ optionGroups }) => optionGroups.flatMap((group) => idsOf(group.options)))
  const texts = {
    cakeId: cakeId!,
    orderId: orderId!,
    customerId: customerId!,
    variantId: cakes.flatMap(({ variants }) => idsOf(variants)),
    optionIds: options.slice(0, 6),
    slotId: ['01', '02', '03', '04', '05', '08', '09', '10', '11'].flatMap((day) => [
      ...['10:00', '11:00', '12:00', '13:00'].map((start) => slotId(`2026-12-${day}`, start)),
      slotId(`2026-12-${day}`, '14:00', 'DELIVERY'),
    ]),
    idempotencyKey: ['the-first-order-of-all', 'the-second-order-of-all', 'the-third-order-of-all'],
    name: ['Zoë', 'Plum'],
    email: ['zoe@example.com', 'anna@example.com'],
    phone: ['020 1234567'],
    slug: ['plum', 'pear', 'quince'],
    sku: ['S-1', 'S-2', 'S-3'],
    line1: ['Damrak 1'],
    postalCode: ['1012 AB'],
    city: ['Amsterdam'],
    country: ['NL'],
    note: ['Ring twice.'],
    inscription: ['Hi'],
    url: ['https://pictures.test/plum.jpg'],
    alt: ['A plum'],
    date: ['2026-12-24', '2026-12-25'],
    opens: ['09:00', '10:00'],
    closes: ['17:00'],
    cutoff: ['15:00'],
    timeZone: ['Europe/Amsterdam'],
    currency: ['EUR'],
    locale: ['nl-NL'],
  }
  const numbers = {
    version: ['1', '1', '1', '2'],
    quantity: ['1', '2'],
    expectedTotal: ['null'],
    servings: ['10'],
    price: ['3000'],
    productionUnits: ['1'],
    slotMinutes: ['60'],
    minChoices: ['0'],
    maxChoices: ['1'],
  }
  const quoted = Object.entries(texts).map(([name, some]) => [name, some.map((each) => JSON.stringify(each))])
  return {
    ids: [...cakeId!, ...orderId!],
    slugs: cakes.map(({ slug }) => slug),
    named: { ...numbers, ...(Object.fromEntries(quoted) as Record<string, string[]>) },
  }
}

const idsOf = (some: { id: string }[]) => some.map(({ id }) => id)

interface Cake {
  id: string
  slug: string
  variants: { id: string }[]
  optionGroups: { minChoices: number; options: { id: string }[] }[]
}
