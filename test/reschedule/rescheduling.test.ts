import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { customer, MONDAY_MORNING, openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
import { codeOfRescheduling, register, reschedule, walk } from '../support/counter.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { emptyOrderBook } from '../support/order-book.ts'
import { usageDifferences } from '../support/usage.ts'

const [TUESDAY, WEDNESDAY, THURSDAY, FRIDAY] = [
  '2026-11-24',
  '2026-11-25',
  '2026-11-26',
  '2026-11-27',
] as const
const SETTINGS = { booking_horizon_days: 60, cancellation_notice_hours: 24, confirms_automatically: false }

let bakery: TestBakery
let sponge: TestCake
let tower: TestCake
let stollen: TestCake
beforeAll(async () => {
  bakery = await openBakeryForFile()
  sponge = await addCake(bakery.db, { slug: 'sponge' })
  tower = await addCake(bakery.db, { slug: 'tower', variants: [{ production_units: 8 }] })
  stollen = await addCake(bakery.db, { slug: 'stollen', season_from: THURSDAY, season_until: FRIDAY })
  await register(bakery.as(customer('zoe')), { name: 'Zoë' })
})
afterAll(() => bakery.close())
beforeEach(async () => {
  bakery.setNow(MONDAY_MORNING)
  await emptyOrderBook(bakery.db)
  await bakery.db.updateTable('bakery').set(SETTINGS).execute()
  await bakery.db.deleteFrom('special_days').execute()
  await setCapacity(20, 2)
  return expectTrueBooks
})

async function expectTrueBooks(): Promise<void> {
  expect(await usageDifferences(bakery.db)).toEqual([])
}

async function setCapacity(units: number, ordersPerSlot: number): Promise<void> {
  await bakery.db.updateTable('weekday_capacities').set({ units }).where('weekday', '<>', 'MONDAY').execute()
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: ordersPerSlot }).execute()
}

const items = (cake: TestCake, quantity = 1) => [{ variantId: cake.variants[0], quantity }]

/** Places as staff unless told, and gives what moves the order. */
async function placed(slot: string, cake = sponge, ask = bakery.staff, quantity = 1) {
  const answer = await place(ask, { items: items(cake, quantity), slotId: slot, contact: ZOE })
  return { orderId: answer.order.id, version: 1, guestToken: answer.guestToken }
}

/** All rows that a move could touch. */
async function everything(): Promise<object[]> {
  const tables = ['orders', 'order_events', 'outbox', 'day_usage', 'slot_usage'] as const
  const rows = tables.map((table) => bakery.db.selectFrom(table).selectAll().execute())
  return (await Promise.all(rows)).map((each) =>
    each.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  )
}

const booked = async (): Promise<string[]> => {
  const days = await bakery.db.selectFrom('day_usage').selectAll().where('booked', '>', 0).execute()
  const slots = await bakery.db.selectFrom('slot_usage').selectAll().where('booked', '>', 0).execute()
  return [
    ...days.map(({ date, booked: units }) => `${date} ${units}`),
    ...slots.map(({ date, start_time, booked: orders }) => `${date} ${start_time} ${orders}`),
  ].toSorted()
}

test('an order that is moved takes the new slot and day and gives back the old ones, once', async () => {
  const order = await placed(slotId(WEDNESDAY), tower)
  const moved = await reschedule(bakery.staff, { ...order, slotId: slotId(THURSDAY, '15:00') })
  expect(moved).toMatchObject({
    __typename: 'RescheduleOrderSuccess',
    order: {
      version: 2,
      status: 'CONFIRMED',
      slot: { date: THURSDAY, startTime: '15:00', endTime: '16:00' },
      total: { amount: 3000 },
      history: [
        { action: null },
        { action: 'RESCHEDULE', status: 'CONFIRMED', byRole: 'STAFF', overrode: [] },
      ],
    },
  })
  expect(await booked()).toEqual([`${THURSDAY} 15:00 1`, `${THURSDAY} 8`])
  const again = await reschedule(bakery.staff, { ...order, slotId: slotId(FRIDAY) })
  expect(again).toMatchObject({ __typename: 'StaleVersionError', order: { version: 2 } })
  expect(await booked()).toEqual([`${THURSDAY} 15:00 1`, `${THURSDAY} 8`])
})

test('within one day only the slot moves, also where the day is full to the last unit', async () => {
  const order = await placed(slotId(WEDNESDAY), tower)
  await placed(slotId(WEDNESDAY, '11:00'), sponge, bakery.staff, 12)
  const moved = await reschedule(bakery.staff, { ...order, slotId: slotId(WEDNESDAY, '11:00') })
  expect(moved.order.slot).toMatchObject({ date: WEDNESDAY, startTime: '11:00' })
  expect(await booked()).toEqual([`${WEDNESDAY} 11:00 2`, `${WEDNESDAY} 20`])
})

test('to where it stands already an order can be moved, full or not, and nothing is taken twice', async () => {
  const order = await placed(slotId(WEDNESDAY), tower)
  await placed(slotId(WEDNESDAY), sponge, bakery.staff, 12)
  const moved = await reschedule(bakery.staff, { ...order, slotId: slotId(WEDNESDAY) })
  expect(moved).toMatchObject({ order: { version: 2, slot: { date: WEDNESDAY, startTime: '10:00' } } })
  expect(await booked()).toEqual([`${WEDNESDAY} 10:00 2`, `${WEDNESDAY} 20`])
})

test.each([
  ['slot', 'SLOT_FULL'],
  ['day', 'DAY_FULL'],
] as const)(
  'from a full place to a full %s nothing changes at all, and free slots are offered instead',
  async (what, reason) => {
    const order = await placed(slotId(WEDNESDAY), tower)
    await placed(slotId(WEDNESDAY), sponge, bakery.staff, 12)
    const quantity = what === 'slot' ? 1 : 13
    await placed(slotId(THURSDAY), sponge, bakery.staff, quantity)
    if (what === 'slot') await placed(slotId(THURSDAY))
    const before = await everything()
    const refused = await reschedule(bakery.staff, {
      ...order,
      slotId: slotId(THURSDAY),
      overrideLeadTime: true,
    })
    expect(refused).toMatchObject({ __typename: 'SlotUnavailableError', reason })
    expect(await everything()).toEqual(before)
    expect(refused.alternatives[0]).toMatchObject({ available: true })
    const [{ slot }] = refused.alternatives
    expect(await reschedule(bakery.staff, { ...order, slotId: slot.id })).toMatchObject({
      order: { slot: { date: slot.date, startTime: slot.startTime } },
    })
  },
)

test.each([
  ['of the other method', slotId(THURSDAY, '10:00', 'DELIVERY')],
  ['of no date', slotId('2026-02-30')],
  ['of no time', slotId(THURSDAY, '25:00')],
  ['that is no id', 'Thursday at ten'],
  ['that is empty', ''],
])('a slot %s is invalid input and moves nothing', async (_title, wrong) => {
  const order = await placed(slotId(WEDNESDAY))
  const before = await everything()
  const refused = await reschedule(bakery.staff, { ...order, slotId: wrong })
  expect(refused).toMatchObject({ __typename: 'InvalidInputError', fields: [{ path: ['slotId'] }] })
  expect(await everything()).toEqual(before)
})

test('a slot that the calendar has not, is closed; one of yesterday is past', async () => {
  const order = await placed(slotId(WEDNESDAY))
  const reasons: string[] = []
  for (const slot of [slotId(THURSDAY, '10:30'), slotId('2026-11-30'), slotId('2026-11-22')]) {
    reasons.push((await reschedule(bakery.staff, { ...order, slotId: slot, overrideLeadTime: true })).reason)
  }
  expect(reasons).toEqual(['CLOSED', 'CLOSED', 'PAST'])
})

test.each([
  ['IN_PRODUCTION', ['START_PRODUCTION']],
  ['READY', ['START_PRODUCTION', 'MARK_READY']],
  ['NO_SHOW', ['START_PRODUCTION', 'MARK_READY', 'MARK_NO_SHOW']],
  ['COMPLETED', ['START_PRODUCTION', 'MARK_READY', 'COMPLETE']],
  ['CANCELLED', ['CANCEL']],
])('an order that is %s is not moved any more, not even by staff', async (status, actions) => {
  const { orderId } = await placed(slotId(WEDNESDAY))
  await walk(bakery.staff, orderId, actions)
  const input = { orderId, version: 1 + actions.length, slotId: slotId(THURSDAY) }
  expect(await reschedule(bakery.staff, input)).toMatchObject({
    __typename: 'IllegalTransitionError',
    status,
  })
})

test('an order of somebody else’s is the same to move as one that never was', async () => {
  const order = await placed(slotId(WEDNESDAY), sponge, bakery.as(customer('zoe')))
  const guests = await placed(slotId(WEDNESDAY), sponge, bakery.visitor)
  const input = { ...order, slotId: slotId(THURSDAY) }
  for (const ask of [bakery.visitor, bakery.as(customer('eve'))]) {
    for (const guestToken of [undefined, 'x', guests.guestToken]) {
      const answer = await reschedule(ask, { ...input, guestToken })
      expect(answer).toMatchObject({ __typename: 'NotFoundError', id: order.orderId })
    }
  }
})

// Thursday at 10:00 in Amsterdam; a day's notice ends on Wednesday, 09:00 UTC sharp.
test.each(['customer', 'guest'])(
  'a %s moves an order until a day before, to the second; staff later too',
  async (who) => {
    const ask = who === 'guest' ? bakery.visitor : bakery.as(customer('zoe'))
    const order = await placed(slotId(THURSDAY), sponge, ask)
    const input = { ...order, slotId: slotId(FRIDAY) }
    bakery.setNow('2026-11-25T09:00:00.000001Z')
    expect(await reschedule(ask, input)).toMatchObject({
      __typename: 'IllegalTransitionError',
      status: 'PENDING',
      availableActions: [],
    })
    bakery.setNow('2026-11-25T09:00:00Z')
    const moved = await reschedule(ask, input)
    const byRole = who === 'guest' ? null : 'CUSTOMER'
    expect(moved.order.history[1]).toMatchObject({ action: 'RESCHEDULE', status: 'PENDING', byRole })
    // By now it is notice for Friday that counts.
    bakery.setNow('2026-11-26T09:00:01Z')
    const late = { ...input, version: 2, slotId: slotId('2026-11-28') }
    expect(await reschedule(ask, late)).toMatchObject({ __typename: 'IllegalTransitionError' })
    expect(await reschedule(bakery.staff, late)).toMatchObject({ __typename: 'RescheduleOrderSuccess' })
  },
)

test.each([
  ['the lead time', slotId(TUESDAY, '09:00'), ['LEAD_TIME']],
  ['the horizon', slotId('2027-01-23'), ['BEYOND_HORIZON']],
])('staff move an order past %s by saying so, and the history tells it', async (_title, slot, overrode) => {
  await bakery.db.updateTable('cakes').set({ lead_days: 2 }).where('slug', '=', 'sponge').execute()
  const order = await placed(slotId(FRIDAY))
  expect(await reschedule(bakery.staff, { ...order, slotId: slot })).toMatchObject({ reason: overrode[0] })
  const moved = await reschedule(bakery.staff, { ...order, slotId: slot, overrideLeadTime: true })
  expect(moved.order.history.map((event: { overrode: string[] }) => event.overrode)).toEqual([[], overrode])
  await bakery.db.updateTable('cakes').set({ lead_days: 1 }).where('slug', '=', 'sponge').execute()
})

test('only staff may say so', async () => {
  const order = await placed(slotId(FRIDAY), sponge, bakery.visitor)
  const input = { ...order, slotId: slotId(TUESDAY), overrideLeadTime: true }
  expect(await codeOfRescheduling(bakery.visitor, input)).toBe('UNAUTHENTICATED')
  expect(await codeOfRescheduling(bakery.as(customer('zoe')), input)).toBe('FORBIDDEN')
})

test('nobody moves an order out of its season or to a closed day, whatever they say', async () => {
  const order = await placed(slotId(FRIDAY), stollen)
  const day = { date: THURSDAY, closed: true, reason: null, has_own_hours: false, production_capacity: null }
  await bakery.db.insertInto('special_days').values(day).execute()
  for (const [date, reason] of [
    [WEDNESDAY, 'OUT_OF_SEASON'],
    ['2026-11-28', 'OUT_OF_SEASON'],
    [THURSDAY, 'CLOSED'],
  ] as const) {
    const input = { ...order, slotId: slotId(date), overrideLeadTime: true }
    expect(await reschedule(bakery.staff, input)).toMatchObject({ reason })
  }
})

test('an order moves with the units that it was placed with, whatever the cake takes by now', async () => {
  const order = await placed(slotId(WEDNESDAY), tower)
  const sizes = bakery.db.updateTable('cake_variants').where('sku', '=', 'tower-0')
  await sizes.set({ production_units: 19 }).execute()
  await placed(slotId(THURSDAY), sponge, bakery.staff, 12)
  expect(await reschedule(bakery.staff, { ...order, slotId: slotId(THURSDAY) })).toHaveProperty('order')
  expect(await booked()).toEqual([`${THURSDAY} 10:00 2`, `${THURSDAY} 20`])
  await change(bakery.staff, { orderId: order.orderId, version: 2, action: 'CANCEL' })
  expect(await booked()).toEqual([`${THURSDAY} 10:00 1`, `${THURSDAY} 12`])
  await sizes.set({ production_units: 8 }).execute()
})

test('after the capacity was lowered an order leaves its overbooked day, or moves within it, but none comes in', async () => {
  const [one, two] = [await placed(slotId(WEDNESDAY), tower), await placed(slotId(WEDNESDAY), tower)]
  const later = await placed(slotId(THURSDAY))
  await setCapacity(4, 1)
  const noon = slotId(WEDNESDAY, '12:00')
  expect(await reschedule(bakery.staff, { ...later, slotId: noon })).toMatchObject({ reason: 'DAY_FULL' })
  expect(await reschedule(bakery.staff, { ...one, slotId: noon })).toMatchObject({ order: { version: 2 } })
  expect(await reschedule(bakery.staff, { ...two, slotId: slotId(FRIDAY) })).toMatchObject({
    reason: 'DAY_FULL',
  })
  await setCapacity(8, 1)
  expect(await reschedule(bakery.staff, { ...two, slotId: slotId(FRIDAY) })).toMatchObject({
    order: { version: 2 },
  })
  expect(await booked()).toEqual(
    [
      `${WEDNESDAY} 12:00 1`,
      `${WEDNESDAY} 8`,
      `${THURSDAY} 1`,
      `${THURSDAY} 10:00 1`,
      `${FRIDAY} 10:00 1`,
      `${FRIDAY} 8`,
    ].toSorted(),
  )
})
