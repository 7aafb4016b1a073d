import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { reschedule } from '../support/counter.ts'
import { daysForOrder, type Day } from '../support/offers.ts'
import { place, ZOE } from '../support/operations.ts'
import { emptyOrderBook } from '../support/order-book.ts'

// Monday is closed; of the others some are never busy, and the last lies past the horizon.
const DATES = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30', '2026-12-02'] as const
const TIMES = ['09:00', '10:00', '16:00', '10:30'] as const
const UNITS = 5

let bakery: TestBakery
let variantId: string
beforeAll(async () => {
  bakery = await openBakeryForFile({ settings: { booking_horizon_days: 7, cancellation_notice_hours: 0 } })
  const size = { production_units: UNITS }
  const cake = { slug: 'tower', season_from: '2026-11-24', season_until: '2026-12-01', lead_days: 2 }
  variantId = (await addCake(bakery.db, { ...cake, variants: [size] })).variants[0]!
})
afterAll(() => bakery.close())

const anyPlace = fc.record({ date: fc.constantFrom(...DATES), time: fc.constantFrom(...TIMES) })
const anyBakery = fc.record({
  by: fc.constantFrom('staff', 'guest'),
  at: fc.record({ date: fc.constantFrom(DATES[2], DATES[3]), time: fc.constantFrom('09:00', '10:00') }),
  wish: fc.oneof(
    { weight: 4, arbitrary: anyPlace },
    { weight: 1, arbitrary: fc.constant('its own' as const) },
  ),
  leadDays: fc.constantFrom(0, 1, 2, 4),
  seasonUntil: fc.constantFrom('2026-11-26', '2026-12-24'),
  /** Lowered or raised since it was placed. */
  units: fc.constantFrom(0, 3, UNITS, 2 * UNITS, 50),
  ordersPerSlot: fc.integer({ min: 1, max: 3 }),
  closed: fc.option(fc.constantFrom(...DATES), { nil: undefined }),
  /** What others have booked, everywhere. */
  othersOnDay: fc.constantFrom(0, UNITS, UNITS + 1, 50),
  othersInSlot: fc.nat({ max: 3 }),
})
type AnyBakery = typeof anyBakery extends fc.Arbitrary<infer Value> ? Value : never

/** Puts one order into a bakery of plenty, and then makes it the one that is wanted. */
async function prepare(wanted: AnyBakery) {
  const { db } = bakery
  await emptyOrderBook(db)
  await db.deleteFrom('special_days').execute()
  await furnish({ leadDays: 0, seasonUntil: '2026-12-24', units: 100, ordersPerSlot: 9 })
  const ask = wanted.by === 'staff' ? bakery.staff : bakery.visitor
  const order = { items: [{ variantId }], slotId: slotId(wanted.at.date, wanted.at.time), contact: ZOE }
  const placed = await place(ask, order)

  await furnish(wanted)
  const { othersOnDay, othersInSlot } = wanted
  const days = DATES.map((date) => ({ date, booked: othersOnDay + (date === wanted.at.date ? UNITS : 0) }))
  const slots = DATES.flatMap((date) =>
    ['09:00', '10:00', '16:00'].map((start_time) => {
      const isOwn = date === wanted.at.date && start_time === wanted.at.time
      return { method: 'PICKUP' as const, date, start_time, booked: othersInSlot + (isOwn ? 1 : 0) }
    }),
  )
  await db.deleteFrom('day_usage').execute()
  await db.deleteFrom('slot_usage').execute()
  await db.insertInto('day_usage').values(days).execute()
  await db.insertInto('slot_usage').values(slots).execute()
  if (wanted.closed) {
    const plain = { closed: true, reason: null, has_own_hours: false, production_capacity: null }
    await db
      .insertInto('special_days')
      .values({ ...plain, date: wanted.closed })
      .execute()
  }
  return { ask, order: placed.order, guestToken: placed.guestToken }
}

async function furnish(wanted: Pick<AnyBakery, 'leadDays' | 'seasonUntil' | 'units' | 'ordersPerSlot'>) {
  const { db } = bakery
  await db
    .updateTable('cakes')
    .set({ lead_days: wanted.leadDays, season_until: wanted.seasonUntil })
    .execute()
  await db.updateTable('opening_hours').set({ orders_per_slot: wanted.ordersPerSlot }).execute()
  const { units } = wanted
  await db.updateTable('weekday_capacities').set({ units }).where('weekday', '<>', 'MONDAY').execute()
}

const GUESTS = /* GraphQL */ `
  query ($token: String!, $from: Date!, $to: Date!) {
    guestOrder(token: $token) {
      availability(from: $from, to: $to) {
        ... on Availability {
          days {
            date
            reason
            slots {
              available
              reason
              slot {
                startTime
              }
            }
          }
        }
      }
    }
  }
`

async function dayOffered(id: string, token: string | null, date: string): Promise<Day> {
  if (token === null) return (await daysForOrder(bakery.staff, id, date))[0]!
  const { data } = await bakery.visitor(GUESTS, { token, from: date, to: date })
  return data.guestOrder.availability.days[0]
}

test('an order can be moved to the slots that its calendar offers, and to no others, for the same reasons', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(anyBakery, async (wanted) => {
      const { ask, order, guestToken } = await prepare(wanted)
      const { date, time } = wanted.wish === 'its own' ? wanted.at : wanted.wish
      const day = await dayOffered(order.id, guestToken, date)
      const offer = day.slots.find(({ slot }) => slot.startTime === time)
      const offered = offer ? (offer.reason ?? 'free') : day.slots.length > 0 ? 'CLOSED' : day.reason
      const input = { orderId: order.id, version: 1, slotId: slotId(date, time), guestToken }
      const answer = await reschedule(ask, input)
      // A day that tells nothing of its slots may be closed at that time anyhow; and where an order stands it may stay,
      // though the slot was made smaller since, and is told to be full.
      const stays = date === wanted.at.date && time === wanted.at.time
      const told =
        answer.reason === 'CLOSED' && time === '10:30'
          ? 'CLOSED'
          : stays && offered === 'SLOT_FULL'
            ? 'free'
            : offered
      expect(answer.reason ?? 'free').toBe(told)
      seen.add(told!)

      const { slot_date, slot_start, version } = await bakery.db
        .selectFrom('orders')
        .select(['slot_date', 'slot_start', 'version'])
        .executeTakeFirstOrThrow()
      expect([slot_date, slot_start, version]).toEqual(
        told === 'free' ? [date, time, 2] : [wanted.at.date, wanted.at.time, 1],
      )
    }),
    {
      numRuns: Number(process.env.OFFER_RUNS ?? 60),
      examples: [[{ ...FULL, wish: 'its own' }], [{ ...FULL, wish: { date: DATES[2], time: '16:00' } }]],
    },
  )
  expect(seen.size).toBeGreaterThan(4)
}, 120_000)

// More stands there than there may be by now.
const FULL = {
  by: 'guest',
  at: { date: DATES[2], time: '10:00' },
  leadDays: 1,
  seasonUntil: '2026-12-24',
  units: 3,
  ordersPerSlot: 2,
  closed: undefined,
  othersOnDay: 50,
  othersInSlot: 2,
} as const
