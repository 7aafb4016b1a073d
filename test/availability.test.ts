import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { customer, slotId, type Ask } from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'
import { reschedule } from './support/counter.ts'
import {
  AVAILABILITY,
  CAKES,
  dayFor,
  daysFor,
  daysForOrder,
  daysFrom,
  OF_ORDER,
  openOfferingBakery,
  type Day,
  type OfferingBakery,
} from './support/offers.ts'
import { change, place, ZOE } from './support/operations.ts'
import { customerRow } from './support/stock.ts'

const [YESTERDAY, TODAY, TOMORROW] = ['2082-11-23', '2082-11-24', '2082-11-25']
const [OWN_DAY, HORIZON, TOO_FAR] = ['2082-12-01', '2082-12-24', '2082-12-25']

let bakery: OfferingBakery
beforeAll(async () => {
  bakery = await openOfferingBakery()
  await bakery.db.insertInto('customers').values(customerRow('ida')).execute()
})
afterAll(() => bakery.close())

const ASKERS: Record<string, () => Ask> = {
  'a visitor': () => bakery.visitor,
  'a customer': () => bakery.as(customer('zoe')),
  staff: () => bakery.staff,
}
const ADDRESS = { line1: 'Dam 1', postalCode: '1012 JS', city: 'Amsterdam', country: 'NL' }
const DATES = [...daysFrom(YESTERDAY, 9), ...daysFrom('2082-12-22', 4)]

const anyDay = fc.constantFrom(...DATES)
const anyCake = fc.constantFrom(...CAKES.map(({ slug }) => slug))
const anyBooking = fc.record({
  days: fc.dictionary(anyDay, fc.nat({ max: 20 }), { maxKeys: 8 }),
  slots: fc.dictionary(
    fc.tuple(anyDay, fc.constantFrom('12:00', '13:00', '16:00')).map((slot) => slot.join(' ')),
    fc.integer({ min: 1, max: 5 }),
    { maxKeys: 30 },
  ),
})

test.each(Object.keys(ASKERS))(
  'what is offered to %s is what their order gets, and why not is why not',
  async (who) => {
    const anyWish = fc.record({
      cakes: fc.array(anyCake, { minLength: 1, maxLength: 3 }),
      quantity: fc.constantFrom(1, 1, 1, 3),
      method: fc.constantFrom('PICKUP', 'PICKUP', 'DELIVERY'),
      date: anyDay,
      which: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(
        anyBooking,
        fc.array(anyWish, { minLength: 4, maxLength: 4 }),
        async (booked, wishes) => {
          for (const { cakes, quantity, method, date, which } of wishes) {
            await bakery.book(booked.days, booked.slots)
            const items = cakes.map((slug) => ({ variantId: bakery.variants[slug], quantity }))
            const day = await dayFor(ASKERS[who]!(), { items, method }, date)
            const offer = day.slots[which % day.slots.length]
            // The bakery has a slot at four on each day that it is open, and that has not begun.
            const id = offer?.slot.id ?? slotId(date, '16:00', method)
            const address = method === 'DELIVERY' ? { deliveryAddress: ADDRESS } : {}
            const placed = await place(ASKERS[who]!(), { items, slotId: id, contact: ZOE, ...address })
            expect(placed).toMatchObject(
              offer?.available ? { order: { version: 1 } } : { reason: offer ? offer.reason : day.reason },
            )
            expect(day.available).toBe(day.slots.some(({ available }) => available))
            expect(day.reason === null).toBe(day.available)
          }
        },
      ),
      { numRuns: 15 },
    )
  },
)

test('the earliest date of a basket is the first day that is offered while nothing is booked', async () => {
  await bakery.book({})
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyCake, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('PICKUP', 'DELIVERY'),
      async (slugs, method) => {
        const { data } = await bakery.visitor(AVAILABILITY, {
          ...bakery.basketOf(...slugs),
          method,
          from: TODAY,
          to: TOO_FAR,
        })
        const first = (data.availability.days as Day[]).find(({ available }) => available)
        expect(data.quote.earliestDate).toBe(first?.date ?? null)
      },
    ),
    { numRuns: 25 },
  )
})

describe('of how many more orders fit into a slot', () => {
  test.each([
    [0, 5, null],
    [1, 4, null],
    [2, 3, 3],
    [4, 1, 1],
    [5, 0, 0],
    [6, 0, 0],
  ])('with %i booked staff are told %i, everybody else %j', async (booked, left, told) => {
    await bakery.book({}, { [`${TOMORROW} 12:00`]: booked })
    for (const [who, ask] of Object.entries(ASKERS)) {
      const { slots } = await dayFor(ask(), bakery.basketOf('plain'), TOMORROW)
      const noon = slots.find(({ slot }) => slot.startTime === '12:00')
      expect(noon).toMatchObject({
        available: left > 0,
        reason: left > 0 ? null : 'SLOT_FULL',
        remaining: who === 'staff' ? left : told,
      })
      expect(slots.find(({ slot }) => slot.startTime === '13:00')!.remaining).toBe(who === 'staff' ? 5 : null)
    }
  })
})

test.each([
  ['before the lead time', TODAY, 'LEAD_TIME', 8, 0],
  ['past the horizon', '2082-12-26', 'BEYOND_HORIZON', 8, 0],
  ['on which all is closed', '2082-11-26', 'CLOSED', 0, 0],
  ['that is over', YESTERDAY, 'PAST', 0, 0],
  ['on which all that can be made is booked', '2082-11-27', 'DAY_FULL', 8, 8],
])(
  'of a day %s staff see the slots as far as there are any',
  async (_, date, reason, forStaff, forOthers) => {
    await bakery.book({ '2082-11-27': 3 })
    const seen = [bakery.staff, bakery.admin, bakery.visitor, bakery.as(customer('zoe'))]
    const days = await Promise.all(seen.map((ask) => dayFor(ask, bakery.basketOf('plain'), date)))
    for (const day of days) expect(day).toMatchObject({ available: false, reason })
    expect(days.map(({ slots }) => slots.length)).toEqual([forStaff, forStaff, forOthers, forOthers])
    const reasons = new Set(days[0]!.slots.map((offer) => offer.reason))
    expect(reasons).toEqual(
      new Set(date === TODAY ? ['PAST', reason] : days[0]!.slots.length > 0 ? [reason] : []),
    )
  },
)

/** What staff are told who take a slot in the afternoon, whatever the lead time. */
async function takeAnyway(date: string, slug = 'plain'): Promise<string> {
  const wish = { ...bakery.basketOf(slug), slotId: slotId(date, '16:00'), overrideLeadTime: true }
  const placed = await place(bakery.staff, wish)
  return placed.reason ?? placed.order.status
}

test('staff take a slot before the lead time or past the horizon by saying so, but no closed or full one', async () => {
  await bakery.book({ '2082-11-27': 3 })
  expect(await takeAnyway(TODAY)).toBe('CONFIRMED')
  expect(await takeAnyway('2082-12-26')).toBe('CONFIRMED')
  expect(await takeAnyway('2082-11-27')).toBe('DAY_FULL')
  expect(await takeAnyway('2082-11-26')).toBe('CLOSED')
  expect(await takeAnyway(TODAY, 'from-december')).toBe('OUT_OF_SEASON')
})

const noonOf = ([day]: Day[]) => day!.slots.find(({ slot }) => slot.startTime === '12:00')

describe('where an order could move to', () => {
  const NOON = `${TOMORROW} 12:00`
  const placeAtNoon = () => ({
    ...bakery.basketOf('tower', 'tower'),
    slotId: slotId(TOMORROW, '12:00'),
    contact: ZOE,
  })

  test('its own booking does not stand in its way', async () => {
    await bakery.book({ [TOMORROW]: 6 }, { [NOON]: 4 })
    const { order, guestToken } = await place(bakery.visitor, placeAtNoon())
    const others = await daysFor(bakery.staff, bakery.basketOf('plain'), TOMORROW)
    expect(noonOf(others)).toMatchObject({ reason: 'DAY_FULL', remaining: 0 })
    const own = await daysForOrder(bakery.staff, order.id, TOMORROW)
    expect(noonOf(own)).toMatchObject({ available: true, remaining: 1 })
    const OF_GUEST = `query ($token: String!) { guestOrder(token: $token) { availability(from: "${TOMORROW}", to: "${TOMORROW}") {
      ... on Availability { days { slots { available remaining slot { startTime } } } } } } }`
    const { data } = await bakery.visitor(OF_GUEST, { token: guestToken })
    expect(noonOf(data.guestOrder.availability.days)).toMatchObject({ available: true, remaining: 1 })
  })

  test('only where it stands its own booking makes room: on no other day, hour or method', async () => {
    await bakery.book({ [TOMORROW]: 6 })
    const { order } = await place(bakery.visitor, placeAtNoon())
    const later = await daysForOrder(bakery.staff, order.id, '2082-12-01')
    expect(later[0]!.slots.map(({ remaining }) => remaining)).toEqual(Array(8).fill(5))
    await bakery.book({ [TOMORROW]: 20, '2082-12-02': 7 }, { [NOON]: 5, [`${TOMORROW} 13:00`]: 5 })
    const days = await daysForOrder(bakery.staff, order.id, TOMORROW, '2082-12-02')
    expect(days[0]!.slots.map(({ remaining }) => remaining)).toEqual([5, 5, 5, 1, 0, 5, 5, 5])
    expect(days.at(-1)).toMatchObject({ available: false, reason: 'DAY_FULL' })
  })

  test.each(['staff', 'a customer'])('is where %s can move it, and why not is why not', async (who) => {
    const ask = who === 'staff' ? bakery.staff : bakery.as(customer('ida'))
    await fc.assert(
      fc.asyncProperty(anyBooking, anyCake, anyDay, fc.nat(), async ({ days, slots }, slug, day, which) => {
        await bakery.book({})
        const overrideLeadTime = who === 'staff'
        const first = { ...bakery.basketOf(slug), slotId: slotId(OWN_DAY, '12:00'), overrideLeadTime }
        const { order } = await place(ask, first)
        fc.pre(order !== undefined)
        const own = await bakery.db.selectFrom('day_usage').select('booked').executeTakeFirst()
        await bakery.book({ ...days, [OWN_DAY]: own?.booked ?? 0 }, { ...slots, [`${OWN_DAY} 12:00`]: 1 })
        const date = which % 3 === 0 ? OWN_DAY : day
        const offered = (await daysForOrder(ask, order.id, date))[0]!
        const offer = offered.slots[which % offered.slots.length]
        const wished = offer?.slot.id ?? slotId(date, '16:00')
        const moved = await reschedule(ask, { orderId: order.id, version: 1, slotId: wished })
        expect(moved).toMatchObject(
          offer?.available ? { order: { version: 2 } } : { reason: offer ? offer.reason : offered.reason },
        )
      }),
      { numRuns: 20, examples: [[{ days: { '2082-11-27': 4 }, slots: {} }, 'weightless', '2082-11-27', 1]] },
    )
  })

  test('an order that was cancelled holds no place any more', async () => {
    await bakery.book({})
    const { order } = await place(bakery.visitor, placeAtNoon())
    await change(bakery.staff, { orderId: order.id, version: 1, action: 'CANCEL' })
    await bakery.book({ [TOMORROW]: 6 }, { [NOON]: 5 })
    expect(noonOf(await daysForOrder(bakery.staff, order.id, TOMORROW))).toMatchObject({
      reason: 'SLOT_FULL',
    })
    await bakery.book({ [TOMORROW]: 7 }, { [NOON]: 1 })
    expect(noonOf(await daysForOrder(bakery.staff, order.id, TOMORROW))).toMatchObject({ reason: 'DAY_FULL' })
  })

  test('its cakes are asked as they are today, on sale or not', async () => {
    await bakery.book({})
    const { variants } = await addCake(bakery.db, { slug: 'withdrawn' })
    const wish = { items: [{ variantId: variants[0] }], slotId: slotId(TOMORROW, '12:00') }
    const { order } = await place(bakery.staff, wish)
    const cakes = bakery.db.updateTable('cakes').where('slug', '=', 'withdrawn')
    await cakes.set({ status: 'ARCHIVED', lead_days: 2 }).execute()
    const days = await daysForOrder(bakery.staff, order.id, TODAY, '2082-11-28')
    expect(days.map(({ reason }) => reason)).toEqual(['LEAD_TIME', 'LEAD_TIME', 'CLOSED', null, null])
  })
})

/** What a basket and an order are told of the same range. */
async function askBoth(from: string, to: string) {
  await bakery.book({})
  const basket = bakery.basketOf('plain')
  const { data } = await bakery.visitor(AVAILABILITY, { ...basket, from, to })
  const { order } = await place(bakery.staff, { ...basket, slotId: slotId(TOMORROW, '13:00') })
  const ofOrder = await bakery.staff(OF_ORDER, { id: order.id, from, to })
  return [data.availability, ofOrder.data.node.availability]
}

test('a range has 62 days at most, one for each date', async () => {
  for (const { days } of await askBoth('2082-11-20', '2083-01-20')) {
    expect(days.map(({ date }: Day) => date)).toEqual(daysFrom('2082-11-20', 62))
  }
  const tooLong = { fields: [{ code: 'OUT_OF_RANGE', path: ['to'] }] }
  expect(await askBoth('2082-11-20', '2083-01-21')).toMatchObject([tooLong, tooLong])
  expect(await askBoth('1900-01-01', '2999-12-31')).toMatchObject([tooLong, tooLong])
})

test('a range does not run backwards', async () => {
  const backward = { fields: [{ code: 'OUT_OF_RANGE', path: ['to'] }] }
  expect(await askBoth(TOMORROW, TODAY)).toMatchObject([backward, backward])
})

test.each(['2082-02-30', '2082-13-01', '82-12-01', 'tomorrow', '', '3000-01-01'])(
  'no range begins on %j',
  async (from) => {
    const { errors } = await bakery.visitor(AVAILABILITY, { ...bakery.basketOf('plain'), from, to: HORIZON })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  },
)

test('a basket that cannot be ordered is offered nothing', async () => {
  const plain = { variantId: bakery.variants['plain']! }
  const cases: [object[], object][] = [
    [[], { fields: [{ code: 'REQUIRED', path: ['items'] }] }],
    [[{ variantId: slotId(TODAY) }], { fields: [{ code: 'MALFORMED', path: ['items', '0', 'variantId'] }] }],
    [[{ ...plain, quantity: 100 }], { fields: [{ path: ['items', '0', 'quantity'] }] }],
    [Array.from({ length: 51 }, () => plain), { fields: [{ code: 'TOO_LONG', path: ['items'] }] }],
  ]
  for (const [items, refusal] of cases) {
    const { data } = await bakery.visitor(AVAILABILITY, { items, from: TODAY, to: HORIZON })
    expect(data.availability).toMatchObject(refusal)
  }
})
