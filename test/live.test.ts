import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { customer, openBakery, slotId, STAFF, type BakeryOptions } from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'
import { change, place, ZOE } from './support/operations.ts'

const ORDER =
  'subscription ($id: ID!, $token: String) { orderChanged(id: $id, guestToken: $token) { version status } }'
const DAY =
  'subscription ($date: Date!, $since: DateTime) { ordersChanged(date: $date, since: $since) { id version status } }'
const WEDNESDAY = '2026-11-25'

async function openWithOrder(options: BakeryOptions = {}) {
  const bakery = await openBakery({ watching: { everyMs: 100 }, ...options })
  const sponge = await addCake(bakery.db, { slug: 'sponge' })
  const basket = { items: [{ variantId: sponge.variants[0] }], contact: ZOE }
  const placed = await place(bakery.visitor, { ...basket, slotId: slotId(WEDNESDAY) })
  return { bakery, basket, order: placed.order, token: placed.guestToken }
}

test('a guest watches the order: as it stands, and then each change', async () => {
  const { bakery, order, token } = await openWithOrder()
  const watching = await bakery.watch(null, ORDER, { id: order.id, token })
  expect((await watching.next())?.data).toEqual({ orderChanged: { version: 1, status: 'PENDING' } })
  await change(bakery.staff, { orderId: order.id, version: 1, action: 'CONFIRM' })
  expect((await watching.next())?.data).toEqual({ orderChanged: { version: 2, status: 'CONFIRMED' } })
  await change(bakery.staff, { orderId: order.id, version: 2, action: 'START_PRODUCTION' })
  expect((await watching.next())?.data).toEqual({ orderChanged: { version: 3, status: 'IN_PRODUCTION' } })
  await watching.leave()
})

test('nobody watches an order that is not theirs, and only staff watch a day', async () => {
  const { bakery, order } = await openWithOrder()
  for (const [viewer, query, code] of [
    [null, ORDER, 'NOT_FOUND'],
    [customer('eve'), ORDER, 'NOT_FOUND'],
    [null, DAY, 'UNAUTHENTICATED'],
    [customer('eve'), DAY, 'FORBIDDEN'],
  ] as const) {
    const watching = await bakery.watch(viewer, query, { id: order.id, date: WEDNESDAY })
    expect((await watching.next())?.errors).toMatchObject([{ extensions: { code } }])
  }
})

test('staff watch a day: new orders, changes, and orders that leave it', async () => {
  const { bakery, basket, order } = await openWithOrder()
  const watching = await bakery.watch(STAFF, DAY, { date: WEDNESDAY })
  await delay(300)
  const second = await place(bakery.visitor, { ...basket, slotId: slotId(WEDNESDAY, '11:00') })
  expect((await watching.next())?.data.ordersChanged).toMatchObject({ id: second.order.id, version: 1 })
  await place(bakery.visitor, { ...basket, slotId: slotId('2026-11-26') })
  const MOVE = `mutation ($input: RescheduleOrderInput!) { rescheduleOrder(input: $input) { __typename } }`
  const input = { orderId: order.id, version: 1, slotId: slotId('2026-11-26', '12:00') }
  await bakery.staff(MOVE, { input })
  expect((await watching.next())?.data.ordersChanged).toMatchObject({ id: order.id, version: 2 })
  await watching.leave()
})

test('what changed since a moment comes first', async () => {
  const { bakery, order } = await openWithOrder()
  const watching = await bakery.watch(STAFF, DAY, { date: WEDNESDAY, since: '2026-11-23T08:59:59Z' })
  expect((await watching.next())?.data.ordersChanged).toMatchObject({ id: order.id, version: 1 })
  await watching.leave()
})

test('a subscription ends with complete when its time is over, and when the server stops', async () => {
  const short = await openWithOrder({ watching: { everyMs: 50, lifetimeMs: 300 } })
  const first = await short.bakery.watch(null, ORDER, { id: short.order.id, token: short.token })
  expect((await first.next())?.data.orderChanged.version).toBe(1)
  expect(await first.next()).toBeUndefined()

  const { bakery, order, token } = await openWithOrder()
  const second = await bakery.watch(null, ORDER, { id: order.id, token })
  expect((await second.next())?.data.orderChanged.version).toBe(1)
  bakery.endWatching()
  expect(await second.next()).toBeUndefined()
})

test('however many watch, the database is asked once a look, and never when nobody watches', async () => {
  const { bakery, order, token } = await openWithOrder({ watching: { everyMs: 200 } })
  const watchings = await Promise.all(
    Array.from({ length: 20 }, () => bakery.watch(null, ORDER, { id: order.id, token })),
  )
  for (const watching of watchings) await watching.next()
  const looks = await bakery.statementsOf(() => delay(1000))
  expect(looks.length).toBeGreaterThanOrEqual(3)
  expect(looks.length).toBeLessThanOrEqual(6)
  for (const watching of watchings) await watching.leave()
  await delay(300)
  expect(await bakery.statementsOf(() => delay(500))).toEqual([])
})

test('a hundred may watch at one process; one more is told to come back', async () => {
  const { bakery, order } = await openWithOrder()
  const watch = () => bakery.watch(STAFF, ORDER, { id: order.id })
  const watchings = []
  for (let count = 0; count < 100; count++) {
    const watching = await watch()
    await watching.next()
    watchings.push(watching)
  }
  const tooMany = await watch()
  expect((await tooMany.next())?.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
  await watchings[0]!.leave()
  await expect.poll(async () => (await (await watch()).next())?.data?.orderChanged.version).toBe(1)
})
