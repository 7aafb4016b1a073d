import { expect, test } from 'vitest'
import { openBakery, slotId } from '../support/bakery.ts'
import {
  FAR_MONDAY_MORNING,
  FAR_THURSDAY,
  FAR_TUESDAY,
  FAR_WEDNESDAY,
  mistakes,
  removeSpecialDay,
  sent,
  setSpecialDay,
  settingsOf,
  specialDayOf,
} from '../support/back-office.ts'
import { addCake } from '../support/catalogue.ts'
import { dayFor, daysForOrder } from '../support/offers.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'

const DATE = FAR_WEDNESDAY
const window = (opens: string, closes: string, own: object = {}) => ({
  method: 'PICKUP',
  opens,
  closes,
  slotMinutes: 60,
  ordersPerSlot: 2,
  ...own,
})

/** A bakery with a cake of one unit and one of five; places for staff, a minute after the other. */
async function openWithCakes() {
  const bakery = await openBakery({ now: FAR_MONDAY_MORNING })
  const small = (await addCake(bakery.db, { slug: 'small' })).variants[0]!
  const large = (await addCake(bakery.db, { slug: 'large', variants: [{ production_units: 5 }] }))
    .variants[0]!
  let minute = 0
  const order = async (variantId: string, startTime: string, date = DATE) => {
    bakery.setNow(`2082-11-23T09:${String(++minute).padStart(2, '0')}:00Z`)
    return place(bakery.staff, { items: [{ variantId }], slotId: slotId(date, startTime), contact: ZOE })
  }
  const affected = async (input: object): Promise<string[]> => {
    const result = await setSpecialDay(bakery.admin, { date: DATE, ...input })
    return result.affectedOrders.map(({ id }: { id: string }) => id)
  }
  return { bakery, small, large, order, affected, basket: { items: [{ variantId: small }] } }
}

const startsOf = ({ slots }: Awaited<ReturnType<typeof dayFor>>) =>
  slots.filter(({ available }) => available).map(({ slot }) => slot.startTime)

const MOVE = `mutation ($input: RescheduleOrderInput!) { rescheduleOrder(input: $input) {
  __typename ... on SlotUnavailableError { reason }
} }`

test('a day that is closed is closed for everybody at once, and earlier dates are reckoned anew', async () => {
  const { bakery, order, small, basket, affected } = await openWithCakes()
  const { order: stands } = await order(small, '10:00')
  const { order: elsewhere } = await order(small, '10:00', FAR_THURSDAY)
  const earliest = async () =>
    (await sent(bakery.visitor, '{ cake(slug: "small") { earliestDate } }')).earliestDate
  expect(await earliest()).toBe(FAR_WEDNESDAY)
  expect(await affected({ closed: true, reason: ' Stocktaking ' })).toEqual([stands.id])

  expect(await specialDayOf(bakery.visitor, DATE)).toEqual({
    date: DATE,
    closed: true,
    reason: 'Stocktaking',
    openingHours: null,
    productionCapacity: null,
  })
  expect(await dayFor(bakery.visitor, basket, DATE)).toMatchObject({
    available: false,
    reason: 'CLOSED',
    slots: [],
  })
  expect(await dayFor(bakery.staff, basket, DATE)).toMatchObject({ available: false, reason: 'CLOSED' })
  expect(await earliest()).toBe(FAR_THURSDAY)
  expect(await order(small, '11:00')).toMatchObject({ __typename: 'SlotUnavailableError', reason: 'CLOSED' })
  const input = { orderId: elsewhere.id, version: 1, slotId: slotId(DATE, '11:00') }
  expect(await sent(bakery.staff, MOVE, { input })).toMatchObject({ reason: 'CLOSED' })
  expect((await daysForOrder(bakery.staff, elsewhere.id, DATE))[0]).toMatchObject({ reason: 'CLOSED' })
  expect(
    await sent(bakery.staff, 'query ($id: ID!) { order(id: $id) { status version slot { date } } }', {
      id: stands.id,
    }),
  ).toEqual({ status: 'CONFIRMED', version: 1, slot: { date: DATE } })
  const away = { orderId: stands.id, version: 1, slotId: slotId(FAR_THURSDAY, '12:00') }
  expect(await sent(bakery.staff, MOVE, { input: away })).toMatchObject({
    __typename: 'RescheduleOrderSuccess',
  })
  expect(await affected({ closed: true })).toEqual([])
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('a day with windows of its own has only those, and names the orders that stand outside', async () => {
  const { bakery, order, small, basket, affected } = await openWithCakes()
  const early = (await order(small, '09:00')).order
  await order(small, '12:00')
  const late = (await order(small, '16:00')).order
  const openingHours = [window('11:00', '13:00'), window('14:00', '15:00', { slotMinutes: 30 })]
  expect(await affected({ openingHours })).toEqual([early.id, late.id])
  expect(startsOf(await dayFor(bakery.visitor, basket, DATE))).toEqual(['11:00', '12:00', '14:00', '14:30'])
  const delivery = await dayFor(bakery.visitor, { ...basket, method: 'DELIVERY' }, DATE)
  expect(delivery.reason).toBe('CLOSED')
  expect(await order(small, '09:00')).toMatchObject({ reason: 'CLOSED' })
  const halfPast = (await order(small, '14:30')).order
  expect(await affected({ openingHours: [] })).toHaveLength(4)
  expect(await affected({ openingHours: null })).toEqual([halfPast.id])
  expect(await order(small, '12:00')).toMatchObject({ __typename: 'PlaceOrderSuccess' })
})

test('slots that take fewer name the last placed, and take no more', async () => {
  const { bakery, order, small, basket, affected } = await openWithCakes()
  await order(small, '10:00')
  const last = (await order(small, '10:00')).order
  const openingHours = [window('09:00', '17:00', { ordersPerSlot: 1 })]
  expect(await affected({ openingHours })).toEqual([last.id])
  expect((await dayFor(bakery.staff, basket, DATE)).slots[1]).toMatchObject({
    reason: 'SLOT_FULL',
    remaining: 0,
  })
  expect(await order(small, '10:00')).toMatchObject({ reason: 'SLOT_FULL' })
  expect(await affected({ openingHours: [window('09:00', '17:00', { ordersPerSlot: 0 })] })).toHaveLength(2)
})

test('a capacity of its own holds at once, both lower and higher', async () => {
  const { bakery, order, small, large, basket, affected } = await openWithCakes()
  const [first, second, third] = [
    (await order(large, '09:00')).order,
    (await order(large, '10:00')).order,
    (await order(small, '11:00')).order,
  ]
  expect(await affected({ productionCapacity: 11 })).toEqual([])
  expect(await order(small, '12:00')).toMatchObject({ reason: 'DAY_FULL' })
  expect(await dayFor(bakery.visitor, basket, DATE)).toMatchObject({ available: false, reason: 'DAY_FULL' })
  expect(await affected({ productionCapacity: 10 })).toEqual([third.id])
  // The small one still fits where the second large one does not.
  expect(await affected({ productionCapacity: 9 })).toEqual([second.id])
  expect(await affected({ productionCapacity: 4 })).toEqual([first.id, second.id])
  expect(await affected({ productionCapacity: 0 })).toEqual([first.id, second.id, third.id])
  expect(await affected({ productionCapacity: 12 })).toEqual([])
  expect(await order(small, '12:00')).toMatchObject({ __typename: 'PlaceOrderSuccess' })
  expect(await order(small, '13:00')).toMatchObject({ reason: 'DAY_FULL' })
})

test('windows and a capacity together name each order that runs into one of the two, once', async () => {
  const { bakery, order, small, large, affected } = await openWithCakes()
  const outside = (await order(large, '09:00')).order
  await order(large, '11:00')
  const above = (await order(small, '12:00')).order
  const own = { openingHours: [window('11:00', '13:00')], productionCapacity: 5, reason: 'Half a day' }
  expect(await affected(own)).toEqual([outside.id, above.id])
  expect(await specialDayOf(bakery.staff, DATE)).toEqual({ date: DATE, closed: false, ...own })
  expect(await specialDayOf(bakery.visitor, DATE)).toMatchObject({
    productionCapacity: null,
    openingHours: [{ opens: '11:00', ordersPerSlot: null }],
  })
})

test('orders that are final have nothing to fear, but what was made has used its place', async () => {
  const { bakery, order, small, large, affected } = await openWithCakes()
  const cancelled = (await order(small, '09:00')).order
  const open = (await order(large, '10:00')).order
  const done = (await order(large, '11:00')).order
  await change(bakery.staff, { orderId: cancelled.id, version: 1, action: 'CANCEL' })
  for (const [index, action] of ['START_PRODUCTION', 'MARK_READY', 'COMPLETE'].entries()) {
    await change(bakery.staff, { orderId: done.id, version: index + 1, action })
  }
  expect(await affected({ closed: true })).toEqual([open.id])
  expect(await affected({ productionCapacity: 10 })).toEqual([])
  expect(await affected({ productionCapacity: 9 })).toEqual([open.id])
})

test('a special day that is removed leaves the weekday as it was; one that is none is not found', async () => {
  const { bakery, order, small, basket } = await openWithCakes()
  const before = await dayFor(bakery.staff, basket, DATE)
  await setSpecialDay(bakery.admin, {
    date: DATE,
    openingHours: [window('11:00', '13:00')],
    productionCapacity: 1,
  })
  expect(await dayFor(bakery.staff, basket, DATE)).not.toEqual(before)
  expect(await removeSpecialDay(bakery.admin, DATE)).toEqual({
    __typename: 'RemoveSpecialDaySuccess',
    bakery: { specialDays: [] },
  })
  expect(await dayFor(bakery.staff, basket, DATE)).toEqual(before)
  expect(await order(small, '09:00')).toMatchObject({ __typename: 'PlaceOrderSuccess' })
  expect(await removeSpecialDay(bakery.admin, DATE)).toMatchObject({ __typename: 'NotFoundError' })
  expect(await bakery.db.selectFrom('special_hours').selectAll().execute()).toEqual([])
})

test('setting a day again replaces all that was set for it', async () => {
  const { bakery } = await openWithCakes()
  const own = {
    openingHours: [window('11:00', '13:00'), window('14:00', '15:00')],
    productionCapacity: 3,
    reason: 'One',
  }
  await setSpecialDay(bakery.admin, { date: DATE, ...own })
  const { specialDay } = await setSpecialDay(bakery.admin, {
    date: DATE,
    openingHours: [window('11:00', '12:00')],
  })
  expect(specialDay).toEqual({
    date: DATE,
    closed: false,
    reason: null,
    openingHours: [window('11:00', '12:00')],
    productionCapacity: null,
  })
  expect(await specialDayOf(bakery.admin, DATE)).toEqual(specialDay)
})

test('a day on which the bakery never works can be worked', async () => {
  const { bakery, order, small } = await openWithCakes()
  const monday = '2082-11-30'
  expect(await order(small, '10:00', monday)).toMatchObject({ reason: 'CLOSED' })
  await setSpecialDay(bakery.admin, { date: monday, openingHours: [window('10:00', '12:00')] })
  expect(await order(small, '10:00', monday)).toMatchObject({ reason: 'DAY_FULL' })
  await setSpecialDay(bakery.admin, {
    date: monday,
    openingHours: [window('10:00', '12:00')],
    productionCapacity: 1,
  })
  expect(await order(small, '10:00', monday)).toMatchObject({ __typename: 'PlaceOrderSuccess' })
})

test('a special day that cannot be is refused, and nothing is set', async () => {
  const { bakery } = await openWithCakes()
  const wrong: [object, string[]][] = [
    [{ productionCapacity: -1 }, ['productionCapacity OUT_OF_RANGE']],
    [{ productionCapacity: 1_000_001 }, ['productionCapacity OUT_OF_RANGE']],
    [{ reason: 'r'.repeat(201) }, ['reason TOO_LONG']],
    [{ openingHours: [window('12:00', '11:00')] }, ['openingHours.0.closes OUT_OF_RANGE']],
    [
      { openingHours: [window('10:00', '12:00'), window('11:00', '13:00')] },
      ['openingHours.1.opens DUPLICATE'],
    ],
    [
      { openingHours: [window('10:00', '11:00', { slotMinutes: 61 })] },
      ['openingHours.0.slotMinutes OUT_OF_RANGE'],
    ],
  ]
  for (const [input, expected] of wrong) {
    expect(mistakes(await setSpecialDay(bakery.admin, { date: DATE, ...input }))).toEqual(expected)
  }
  expect(await specialDayOf(bakery.admin, DATE)).toBeUndefined()
  const touching = [
    window('10:00', '12:00'),
    window('12:00', '13:00'),
    window('10:00', '12:00', { method: 'DELIVERY' }),
  ]
  const set = await setSpecialDay(bakery.admin, { date: DATE, openingHours: touching })
  expect(set).toMatchObject({ __typename: 'SetSpecialDaySuccess' })
})

test('admins who set and remove one day at once leave it set or not, and no error', async () => {
  const { bakery } = await openWithCakes()
  const before = await settingsOf(bakery.admin)
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([
      setSpecialDay(bakery.admin, { date: DATE, closed: true, reason: 'One' }),
      setSpecialDay(bakery.admin, { date: DATE, openingHours: [window('11:00', '12:00')], reason: 'Two' }),
      setSpecialDay(bakery.admin, { date: FAR_TUESDAY, productionCapacity: round }),
      removeSpecialDay(bakery.admin, DATE),
    ])
    expect(answers.slice(0, 3).every(({ __typename }) => __typename === 'SetSpecialDaySuccess')).toBe(true)
    const day = await specialDayOf(bakery.admin, DATE)
    expect([undefined, 'true One', 'false Two']).toContain(day && `${day.closed} ${day.reason}`)
    expect(await specialDayOf(bakery.admin, FAR_TUESDAY)).toMatchObject({ productionCapacity: round })
  }
  expect(await settingsOf(bakery.admin)).toEqual(before)
})
