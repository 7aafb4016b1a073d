import { expect, test } from 'vitest'
import { openBakery, slotId } from '../support/bakery.ts'
import { sent, settingsOf, updateBakery } from '../support/back-office.ts'
import { addCake } from '../support/catalogue.ts'
import { dayFor, daysForOrder } from '../support/offers.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'

const WEDNESDAY = '2026-11-25'
const THURSDAY = '2026-11-26'
const WEEKDAYS = ['TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']

async function openWithOrders() {
  const bakery = await openBakery()
  const [variantId] = (await addCake(bakery.db, { slug: 'sponge' })).variants
  const basket = { items: [{ variantId }] }
  const order = (startTime: string, date = WEDNESDAY) =>
    place(bakery.staff, { ...basket, slotId: slotId(date, startTime), contact: ZOE })
  const placed = []
  for (const startTime of ['09:00', '09:00', '10:00']) placed.push((await order(startTime)).order)
  return { bakery, basket, order, placed }
}

const capacities = (units: number) => ({
  productionCapacity: WEEKDAYS.map((weekday) => ({ weekday, units })),
})

async function hoursWith(ask: Parameters<typeof settingsOf>[0], own: object) {
  const { openingHours } = await settingsOf(ask)
  return { openingHours: openingHours.map((hours: object) => ({ ...hours, ...own })) }
}

const MOVE = `mutation ($input: RescheduleOrderInput!) { rescheduleOrder(input: $input) {
  __typename ... on SlotUnavailableError { reason }
} }`

test('capacity below what is booked cancels nobody and takes no more, until it is given back', async () => {
  const { bakery, basket, order, placed } = await openWithOrders()
  await updateBakery(bakery.admin, capacities(2))
  const { nodes } = await sent(bakery.staff, '{ orders { nodes { status version } } }')
  expect(nodes).toEqual(placed.map(() => ({ status: 'CONFIRMED', version: 1 })))
  expect(await dayFor(bakery.visitor, basket, WEDNESDAY)).toMatchObject({
    available: false,
    reason: 'DAY_FULL',
  })
  expect(await order('12:00')).toMatchObject({ __typename: 'SlotUnavailableError', reason: 'DAY_FULL' })
  const [first, second, third] = placed
  await change(bakery.staff, { orderId: first.id, version: 1, action: 'CANCEL' })
  expect(await order('12:00')).toMatchObject({ reason: 'DAY_FULL' })
  await change(bakery.staff, { orderId: second.id, version: 1, action: 'CANCEL' })
  expect(await order('12:00')).toMatchObject({ __typename: 'PlaceOrderSuccess' })
  expect(third.status).toBe('CONFIRMED')
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('an order on a day above its capacity can still move within the day, or away, and another not there', async () => {
  const { bakery, order, placed } = await openWithOrders()
  const { order: elsewhere } = await order('09:00', THURSDAY)
  await updateBakery(bakery.admin, capacities(1))
  const move = (orderId: string, date: string, startTime: string, version = 1) =>
    sent(bakery.staff, MOVE, { input: { orderId, version, slotId: slotId(date, startTime) } })
  expect(await move(elsewhere.id, WEDNESDAY, '15:00')).toMatchObject({ reason: 'DAY_FULL' })
  expect(await move(placed[0].id, WEDNESDAY, '15:00')).toMatchObject({ __typename: 'RescheduleOrderSuccess' })
  expect(await move(placed[0].id, '2026-11-27', '15:00', 2)).toMatchObject({
    __typename: 'RescheduleOrderSuccess',
  })
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('slots that hold fewer than are booked cancel nobody and take no more', async () => {
  const { bakery, basket, order, placed } = await openWithOrders()
  await updateBakery(bakery.admin, await hoursWith(bakery.admin, { ordersPerSlot: 1 }))
  const { slots } = await dayFor(bakery.staff, basket, WEDNESDAY)
  expect(slots.slice(0, 3)).toMatchObject([
    { reason: 'SLOT_FULL', remaining: 0 },
    { reason: 'SLOT_FULL', remaining: 0 },
    { available: true, remaining: 1 },
  ])
  expect(await order('09:00')).toMatchObject({ reason: 'SLOT_FULL' })
  await change(bakery.staff, { orderId: placed[0].id, version: 1, action: 'CANCEL' })
  expect(await order('09:00')).toMatchObject({ reason: 'SLOT_FULL' })
  await change(bakery.staff, { orderId: placed[1].id, version: 1, action: 'CANCEL' })
  expect(await order('09:00')).toMatchObject({ __typename: 'PlaceOrderSuccess' })
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('hours, horizon, notice and confirming hold at once for whoever asks next', async () => {
  const { bakery, basket, order, placed } = await openWithOrders()
  await updateBakery(bakery.admin, await hoursWith(bakery.admin, { opens: '12:00' }))
  expect((await dayFor(bakery.visitor, basket, WEDNESDAY)).slots[0]!.slot.startTime).toBe('12:00')
  expect(await order('10:00')).toMatchObject({ reason: 'CLOSED' })
  const [day] = await daysForOrder(bakery.staff, placed[0].id, THURSDAY)
  expect(day!.slots[0]!.slot.startTime).toBe('12:00')
  const cancelled = await change(bakery.staff, { orderId: placed[0].id, version: 1, action: 'CANCEL' })
  expect(cancelled.order.status).toBe('CANCELLED')

  await updateBakery(bakery.admin, { bookingHorizonDays: 2, confirmsAutomatically: true })
  expect(await order('12:00', THURSDAY)).toMatchObject({ reason: 'BEYOND_HORIZON' })
  const guests = await place(bakery.visitor, { ...basket, slotId: slotId(WEDNESDAY, '13:00'), contact: ZOE })
  expect(guests.order.status).toBe('CONFIRMED')
  const cancel = { orderId: guests.order.id, version: 1, action: 'CANCEL', guestToken: guests.guestToken }
  await updateBakery(bakery.admin, { cancellationNoticeHours: 8760 })
  expect(await change(bakery.visitor, cancel)).toMatchObject({ __typename: 'IllegalTransitionError' })
  await updateBakery(bakery.admin, { cancellationNoticeHours: 0 })
  expect(await change(bakery.visitor, cancel)).toMatchObject({ order: { status: 'CANCELLED' } })
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('working days that are taken away move the earliest date', async () => {
  const { bakery } = await openWithOrders()
  const earliest = async () =>
    (await sent(bakery.visitor, '{ cake(slug: "sponge") { earliestDate } }')).earliestDate
  expect(await earliest()).toBe(WEDNESDAY)
  await updateBakery(bakery.admin, { productionCapacity: [{ weekday: 'FRIDAY', units: 5 }] })
  expect(await earliest()).toBe('2026-12-04')
  await updateBakery(bakery.admin, { productionCapacity: [] })
  expect(await earliest()).toBeNull()
})

test('a zone that is written anew prices the next order', async () => {
  const { bakery, basket } = await openWithOrders()
  const address = { line1: 'Dam 1', postalCode: '1012 AB', city: 'Amsterdam', country: 'NL' }
  const deliver = () =>
    place(bakery.staff, {
      ...basket,
      slotId: slotId(WEDNESDAY, '12:00', 'DELIVERY'),
      deliveryAddress: address,
      contact: ZOE,
    })
  expect(await deliver()).toMatchObject({ order: { total: { amount: 3500 } } })
  await updateBakery(bakery.admin, {
    deliveryZones: [
      { name: 'Wide', postalCodePrefixes: ['1'], fee: 900 },
      { name: 'Near', postalCodePrefixes: ['10 12a'], fee: 100, minimumSubtotal: 3000 },
    ],
  })
  expect(await deliver()).toMatchObject({ order: { total: { amount: 3100 } } })
  await updateBakery(bakery.admin, { deliveryZones: [] })
  expect(await deliver()).toMatchObject({ fields: [{ code: 'NO_DELIVERY_ZONE', path: ['deliveryAddress'] }] })
})
