import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { customer, openBakeryForFile, slotId, STAFF, type Ask, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { dice, type Dice } from '../support/dice.ts'
import { place } from '../support/operations.ts'
import { brokenOrders, emptyOrderBook, setRoom } from '../support/order-book.ts'
import { startServers, type TestServer } from '../support/processes.ts'
import { usageDifferences } from '../support/usage.ts'

// A seed decides who calls, for what, when, and which of the processes.
const SEEDS = Array.from({ length: Number(process.env.RACE_SEEDS ?? 2) }, (_, index) => index + 1)
const CALLERS = 500
const WEDNESDAY = '2026-11-25'
const PEOPLE = ['anna', 'bo', 'chloé', 'dirk', 'emre', 'fay', 'gus', 'hana']
const HOME = { line1: 'Dam 1', postalCode: '1012 AB', city: 'Amsterdam', country: 'NL' }
/** Five ways to six units of the production. */
const SIX_UNITS = [[6], [1, 5], [2, 2, 2], [3, 3], [1, 1, 4]]

let bakery: TestBakery
let servers: TestServer[]
/** The variant of so many units. */
let ofUnits: Record<number, string>

beforeAll(async () => {
  bakery = await openBakeryForFile()
  const units = [1, 2, 3, 4, 5, 6]
  const variants = units.map((production_units) => ({ production_units, sku: `cake-${production_units}` }))
  const cake = await addCake(bakery.db, { slug: 'cake', variants })
  ofUnits = Object.fromEntries(units.map((unit, index) => [unit, cake.variants[index]!]))
  for (const name of PEOPLE) {
    await bakery.as(customer(name))('mutation { registerCustomer(input: { name: "C" }) { __typename } }')
  }
  servers = await startServers(3, { url: bakery.url })
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()))
  await bakery.close()
})
beforeEach(() => emptyOrderBook(bakery.db))

interface Call {
  ask: Ask
  order: { items: object[]; contact: object; slotId: string; deliveryAddress?: object }
  units: number
}

let callers = 0

/** Somebody at one of the servers, with a basket of so many units a line. */
function aCall({ pick }: Dice, units: number[], method: 'PICKUP' | 'DELIVERY' = 'PICKUP'): Call {
  const viewer = pick([null, null, STAFF, customer(pick(PEOPLE))])
  const items = units.map((unit) => ({ variantId: ofUnits[unit], quantity: 1 }))
  const contact = { name: 'Zoë', email: `zoe-${callers++}@example.com` }
  const delivery = method === 'DELIVERY' ? { deliveryAddress: HOME } : {}
  return {
    ask: pick(servers).as(viewer),
    order: { items, contact, slotId: slotId(WEDNESDAY, '10:00', method), ...delivery },
    units: units.reduce((sum, unit) => sum + unit, 0),
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of the query
type Outcome = { call: Call; answer: any }

async function callAtOnce({ roll }: Dice, calls: Call[]): Promise<Outcome[]> {
  return Promise.all(
    calls.map(async (call) => {
      await sleep(roll(100))
      return { call, answer: await place(call.ask, call.order) }
    }),
  )
}

const ofType = (outcomes: Outcome[], type: string) =>
  outcomes.filter(({ answer }) => answer.__typename === type)

/** Everything that was acknowledged is there, nothing else is, and the counters know it. */
async function expectTrueBooks(outcomes: Outcome[]): Promise<void> {
  const placed = ofType(outcomes, 'PlaceOrderSuccess').map(({ answer }) => answer.order.number as string)
  const kept = await bakery.db.selectFrom('orders').select('number').execute()
  expect(kept.map(({ number }) => number).toSorted()).toEqual(placed.toSorted())
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(await brokenOrders(bakery.db)).toEqual([])
}

/** Takes each of the slots that those who were refused were offered instead, once for each basket. */
async function expectLiveAlternatives(refused: Outcome[], reason: string): Promise<void> {
  const offers = new Map<string, { call: Call; slot: string }>()
  for (const { call, answer } of refused) {
    expect(answer.reason).toBe(reason)
    expect(answer.alternatives).toHaveLength(3)
    for (const { available, slot } of answer.alternatives) {
      expect(available).toBe(true)
      expect(slot.id).not.toBe(call.order.slotId)
      offers.set(`${slot.id} ${call.order.items.length}`, { call, slot: slot.id })
    }
  }
  for (const { call, slot } of offers.values()) {
    const taken = await place(call.ask, { ...call.order, slotId: slot })
    expect(taken.__typename).toBe('PlaceOrderSuccess')
  }
}

test.each(SEEDS.filter((seed) => seed % 2 === 1))(
  '500 callers for the 50 places of a slot make exactly 50 orders (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const chance = dice(seed)
    await setRoom(bakery.db, { ordersPerSlot: 50, unitsPerDay: 100_000 })
    const baskets = [[1], [2], [3, 1], [6, 6, 6]]
    const calls = Array.from({ length: CALLERS }, () => aCall(chance, chance.pick(baskets)))
    const outcomes = await callAtOnce(chance, calls)
    expect(ofType(outcomes, 'PlaceOrderSuccess')).toHaveLength(50)
    const refused = ofType(outcomes, 'SlotUnavailableError')
    expect(refused).toHaveLength(450)
    await expectTrueBooks(outcomes)
    await expectLiveAlternatives(refused, 'SLOT_FULL')
  },
)

test.each(SEEDS.filter((seed) => seed % 2 === 0))(
  '500 callers for what the bakery makes of 50 orders a day make exactly 50 orders, picked up and delivered (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const chance = dice(seed)
    await setRoom(bakery.db, { ordersPerSlot: 500, unitsPerDay: 300 })
    const calls = Array.from({ length: CALLERS }, () =>
      aCall(chance, chance.pick(SIX_UNITS), chance.pick(['PICKUP', 'DELIVERY'])),
    )
    const outcomes = await callAtOnce(chance, calls)
    expect(ofType(outcomes, 'PlaceOrderSuccess')).toHaveLength(50)
    const refused = ofType(outcomes, 'SlotUnavailableError')
    expect(refused).toHaveLength(450)
    await expectTrueBooks(outcomes)
    await expectLiveAlternatives(refused, 'DAY_FULL')
  },
)

test('baskets of any size fill a day as far as they fit, and whoever is refused would not have fitted', async () => {
  const chance = dice(7)
  await setRoom(bakery.db, { ordersPerSlot: 500, unitsPerDay: 100 })
  const calls = Array.from({ length: 100 }, () => aCall(chance, [1 + chance.roll(6)]))
  const outcomes = await callAtOnce(chance, calls)
  await expectTrueBooks(outcomes)
  const day = await bakery.db.selectFrom('day_usage').select('booked').executeTakeFirstOrThrow()
  expect(day.booked).toBeLessThanOrEqual(100)
  for (const { call } of ofType(outcomes, 'SlotUnavailableError')) {
    expect(day.booked + call.units).toBeGreaterThan(100)
  }
})
