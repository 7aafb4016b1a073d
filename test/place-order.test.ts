import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openBakery, customer, slotId } from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'
import { change, place, ZOE } from './support/operations.ts'
import { usageDifferences } from './support/usage.ts'

const WEDNESDAY = '2026-11-25'

async function openWithSponge(options = {}) {
  const bakery = await openBakery(options)
  const sponge = await addCake(bakery.db, { slug: 'sponge' })
  const order = { items: [{ variantId: sponge.variants[0] }], slotId: slotId(WEDNESDAY), contact: ZOE }
  return { bakery, sponge, order }
}

test('a guest places an order, sees it by its token and nobody else does', async () => {
  const { bakery, order } = await openWithSponge()
  const placed = await place(bakery.visitor, order)
  expect(placed).toMatchObject({
    __typename: 'PlaceOrderSuccess',
    replayed: false,
    order: { status: 'PENDING', version: 1, total: { amount: 3000 } },
  })
  expect(placed.order.number).toMatch(/^T-[0-9A-HJKMNP-TV-Z]{6}$/)

  const SHOW = 'query ($token: String!) { guestOrder(token: $token) { number contact { name } } }'
  const seen = await bakery.visitor(SHOW, { token: placed.guestToken })
  expect(seen.data.guestOrder).toEqual({ number: placed.order.number, contact: { name: 'Zoë' } })
  for (const last of ['A', 'B', 'Q', 'f', '_']) {
    const forged = placed.guestToken.slice(0, -1) + last
    if (forged === placed.guestToken) continue
    expect((await bakery.visitor(SHOW, { token: forged })).data.guestOrder).toBeNull()
  }
  const byId = 'query ($id: ID!) { node(id: $id) { id } }'
  expect((await bakery.visitor(byId, { id: placed.order.id })).data.node).toBeNull()
  expect((await bakery.as(customer('eve'))(byId, { id: placed.order.id })).data.node).toBeNull()
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('the same key with the same input gives the order that was made; with other input a conflict', async () => {
  const { bakery, order } = await openWithSponge()
  const idempotencyKey = randomUUID()
  const first = await place(bakery.visitor, { ...order, idempotencyKey })
  const again = await place(bakery.visitor, { ...order, idempotencyKey })
  expect(again).toEqual({ ...first, replayed: true })
  const other = await place(bakery.visitor, { ...order, idempotencyKey, note: 'Candles, please' })
  expect(other.__typename).toBe('IdempotencyConflictError')
  const others = await place(bakery.as(customer('eve')), { ...order, idempotencyKey })
  expect(others).toMatchObject({ replayed: false })
})

test('a pick-up before the lead time is refused, with the next slots that can be had', async () => {
  const { bakery, order } = await openWithSponge({ now: '2026-11-24T15:30:00Z' })
  const refused = await place(bakery.visitor, { ...order, slotId: slotId('2026-11-24', '16:00') })
  // 16:00 on Tuesday has not begun in Amsterdam at 16:30? It has: the slot is past before it is too soon.
  expect(refused).toMatchObject({ __typename: 'SlotUnavailableError', reason: 'PAST' })
  bakery.setNow('2026-11-24T08:30:00Z')
  const soon = await place(bakery.visitor, { ...order, slotId: slotId('2026-11-24', '16:00') })
  expect(soon).toMatchObject({ __typename: 'SlotUnavailableError', reason: 'LEAD_TIME' })
  expect(soon.alternatives.map(({ slot }: { slot: object }) => slot)).toMatchObject([
    { date: WEDNESDAY, startTime: '09:00' },
    { date: WEDNESDAY, startTime: '10:00' },
    { date: WEDNESDAY, startTime: '11:00' },
  ])
})

test('a price that changed meanwhile places nothing and tells the new one', async () => {
  const { bakery, order } = await openWithSponge()
  const refused = await place(bakery.visitor, { ...order, expectedTotal: 2900 })
  expect(refused).toMatchObject({ __typename: 'PriceChangedError', total: { amount: 3000 } })
  expect(await bakery.db.selectFrom('orders').selectAll().execute()).toEqual([])
})

test('a slot takes as many orders as it holds, and a cancelled one makes room again', async () => {
  const { bakery, order } = await openWithSponge()
  const [first] = [await place(bakery.visitor, order), await place(bakery.staff, order)]
  const refused = await place(bakery.staff, order)
  expect(refused).toMatchObject({ __typename: 'SlotUnavailableError', reason: 'SLOT_FULL' })
  expect(refused.alternatives[0]).toMatchObject({ available: true, remaining: 2 })
  await change(bakery.staff, { orderId: first.order.id, version: 1, action: 'CANCEL' })
  expect(await place(bakery.staff, order)).toMatchObject({ order: { status: 'CONFIRMED' } })
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('a guest has at most five open orders, by e-mail or by phone', async () => {
  const { bakery, order } = await openWithSponge({ guestOrdersAtMost: 2 })
  const contact = { name: 'Zoë', email: 'Zoe@Example.com', phone: '06 1234' }
  await place(bakery.visitor, { ...order, contact })
  await place(bakery.visitor, { ...order, slotId: slotId(WEDNESDAY, '11:00'), contact: ZOE })
  const third = { ...order, slotId: slotId(WEDNESDAY, '12:00') }
  expect(await place(bakery.visitor, { ...third, contact: ZOE })).toMatchObject({
    fields: [{ code: 'LIMIT_REACHED', path: ['contact'] }],
  })
  expect(await place(bakery.visitor, { ...third, contact: { name: 'Z', phone: '061234' } })).toMatchObject({
    __typename: 'PlaceOrderSuccess',
  })
  expect(await place(bakery.staff, { ...third, contact: ZOE })).toMatchObject({
    __typename: 'PlaceOrderSuccess',
  })
})
