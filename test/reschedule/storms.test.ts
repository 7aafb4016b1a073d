import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { customer, openBakeryForFile, slotId, type Ask, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { after, register, reschedule } from '../support/counter.ts'
import { dice, type Dice } from '../support/dice.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { brokenOrders, deadlocks, emptyOrderBook } from '../support/order-book.ts'
import { usageDifferences } from '../support/usage.ts'

const ROUNDS = Number(process.env.STORM_ROUNDS ?? 4)
const CLIENTS = 10
// Two days, two slots each: room for 24 orders and 60 units, and 20 orders that take 40 stand in them.
const SLOTS = ['2026-11-25', '2026-11-26'].flatMap((date) => [slotId(date, '10:00'), slotId(date, '11:00')])

let bakery: TestBakery
let variantId: string
beforeAll(async () => {
  bakery = await openBakeryForFile({ poolMax: 10, guestOrdersAtMost: 100 })
  const size = { production_units: 2 }
  variantId = (await addCake(bakery.db, { slug: 'sponge', variants: [size] })).variants[0]!
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 6 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 22 }).where('units', '>', 0).execute()
  await register(bakery.as(customer('zoe')), { name: 'Zoë' })
})
afterAll(() => bakery.close())
beforeEach(() => emptyOrderBook(bakery.db))

interface Standing {
  id: string
  token: string | null
  ask: Ask
}

async function placeTwenty(): Promise<Standing[]> {
  const standing: Standing[] = []
  const askers = [bakery.staff, bakery.visitor, bakery.as(customer('zoe'))]
  for (let index = 0; index < 20; index++) {
    const ask = askers[index % 3]!
    const wish = { items: [{ variantId }], slotId: SLOTS[index % 4], contact: ZOE }
    const { order, guestToken } = await place(ask, wish)
    standing.push({ id: order.id, token: guestToken, ask })
  }
  return standing
}

const versionOf = async (id: string): Promise<number> =>
  (await bakery.staff('query ($id: ID!) { order(id: $id) { version } }', { id })).data.order.version

/** Moves any of the orders to anywhere, as its owner or as staff; tells what came of it. */
async function shuffle({ pick, roll }: Dice, standing: Standing[]): Promise<string> {
  const { id, token, ask } = pick(standing)
  const input = { orderId: id, version: await versionOf(id), slotId: pick(SLOTS), guestToken: token }
  const answer = await reschedule(roll(2) ? ask : bakery.staff, input)
  return answer.reason ?? answer.__typename
}

async function expectTrueBooks(): Promise<void> {
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(await brokenOrders(bakery.db)).toEqual([])
  const tooMuch = await bakery.db.selectFrom('slot_usage').selectAll().where('booked', '>', 6).execute()
  expect(tooMuch).toEqual([])
  expect(await bakery.db.selectFrom('day_usage').selectAll().where('booked', '>', 22).execute()).toEqual([])
  expect(bakery.logged.filter(({ severity }) => severity === 'ERROR')).toEqual([])
}

test('ten people move twenty orders between four slots that are almost full: none is lost, nobody waits in a circle', async () => {
  const standing = await placeTwenty()
  const seen = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const clients = Array.from({ length: CLIENTS }, async (_, index) => {
      const chance = dice(100 * round + index)
      for (let move = 0; move < 5; move++) seen.add(await shuffle(chance, standing))
    })
    await Promise.all(clients)
    await expectTrueBooks()
  }
  expect([...seen].toSorted()).toEqual([
    'DAY_FULL',
    'RescheduleOrderSuccess',
    'SLOT_FULL',
    'StaleVersionError',
  ])
  const statuses = await bakery.db.selectFrom('orders').select('status').execute()
  expect(statuses.every(({ status }) => status === 'PENDING' || status === 'CONFIRMED')).toBe(true)
  expect(await deadlocks(bakery.db)).toBe(0)
}, 120_000)

test('an order that is moved and cancelled at once gives back what it had, wherever it was by then', async () => {
  const seen = new Set<string>()
  for (let round = 0; round < 20; round++) {
    const ask = round % 2 ? bakery.visitor : bakery.staff
    const { order, guestToken } = await place(ask, { items: [{ variantId }], slotId: SLOTS[0], contact: ZOE })
    const input = { orderId: order.id, guestToken }
    const answers = await Promise.all([
      after(() => reschedule(ask, { ...input, version: 1, slotId: SLOTS[2] }), 8),
      after(() => change(ask, { ...input, version: 1, action: 'CANCEL' }), 8),
      after(() => change(bakery.staff, { ...input, version: 2, action: 'CANCEL' }), 30),
    ])
    const [moved, cancelled, later] = answers.map(({ __typename }) => __typename)
    seen.add(`${moved} ${cancelled}`)
    expect([moved, cancelled]).toContain('StaleVersionError')
    if (later !== 'ChangeOrderSuccess' && moved === 'RescheduleOrderSuccess') {
      await change(bakery.staff, { ...input, version: 2, action: 'CANCEL' })
    }
    const books = [
      await bakery.db.selectFrom('day_usage').select('booked').where('booked', '>', 0).execute(),
      await bakery.db.selectFrom('slot_usage').select('booked').where('booked', '>', 0).execute(),
    ]
    expect(books).toEqual([[], []])
  }
  expect(seen.size).toBe(2)
  await expectTrueBooks()
  expect(await deadlocks(bakery.db)).toBe(0)
}, 60_000)
