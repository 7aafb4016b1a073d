import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import { ORDER_STATUSES } from '../../src/domain/order-status.ts'
import { customer, openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
import { codeOfErasing, erase, register, walk } from '../support/counter.ts'
import { place, ZOE } from '../support/operations.ts'
import { emptyOrderBook } from '../support/order-book.ts'
import { customerRow, orderRow } from '../support/stock.ts'

let bakery: TestBakery
let sponge: TestCake
beforeAll(async () => {
  bakery = await openBakeryForFile()
  sponge = await addCake(bakery.db, { slug: 'sponge' })
})
afterAll(() => bakery.close())
beforeEach(async () => {
  await emptyOrderBook(bakery.db)
  await bakery.db.deleteFrom('customer_words').execute()
  await bakery.db.deleteFrom('customers').execute()
})

const FINAL = ['COMPLETED', 'CANCELLED', 'DECLINED']

test.each(ORDER_STATUSES)(
  'among final orders one that is %s decides whether its customer goes',
  async (status) => {
    const row = customerRow('zoe')
    await bakery.db.insertInto('customers').values(row).execute()
    const orders = ['COMPLETED', status, 'CANCELLED'].map((each) =>
      orderRow({ customer_id: row.id, contact_name: 'Zoë', status: each as typeof status }),
    )
    await bakery.db.insertInto('orders').values(orders).execute()
    const answer = await erase(bakery.admin, encodeId('Customer', row.id))
    const isErased = FINAL.includes(status)
    expect(answer).toMatchObject(
      isErased
        ? { __typename: 'EraseCustomerSuccess' }
        : { __typename: 'InvalidInputError', fields: [{ code: 'NOT_ALLOWED', path: ['customerId'] }] },
    )
    const kept = await bakery.db.selectFrom('orders').select(['customer_id', 'contact_name']).execute()
    const expected = isErased
      ? { customer_id: null, contact_name: null }
      : { customer_id: row.id, contact_name: 'Zoë' }
    expect(kept).toEqual([expected, expected, expected])
    expect(await bakery.db.selectFrom('customers').select('id').execute()).toHaveLength(isErased ? 0 : 1)
  },
)

test('a customer without orders, and one who cannot sign in, are erased too', async () => {
  const rows = [customerRow('zoe'), customerRow('ida', { subject: null })]
  await bakery.db.insertInto('customers').values(rows).execute()
  const row = { operation: 'placeOrder', key: 'x', input_hash: 'y', order_id: randomUUIDv7() }
  const keys = ['customer-zoe', 'guest', ''].map((principal) => ({ ...row, principal }))
  const created_at = Temporal.Instant.from('2026-11-20T00:00:00Z')
  await bakery.db
    .insertInto('idempotency_keys')
    .values(keys.map((key) => ({ ...key, created_at })))
    .execute()
  for (const { id } of rows) {
    expect(await erase(bakery.admin, encodeId('Customer', id))).toHaveProperty('erasedId')
  }
  expect(await bakery.db.selectFrom('customers').select('id').execute()).toEqual([])
  const kept = await bakery.db.selectFrom('idempotency_keys').select('principal').execute()
  expect(kept.map(({ principal }) => principal)).toContain('guest')
  expect(kept.map(({ principal }) => principal)).not.toContain('customer-zoe')
})

test('there is one answer for ids that never were and those that are gone, and another for ids of something else', async () => {
  const row = customerRow('zoe')
  await bakery.db.insertInto('customers').values(row).execute()
  const id = encodeId('Customer', row.id)
  await erase(bakery.admin, id)
  const never = encodeId('Customer', randomUUIDv7())
  const [gone, missing] = [await erase(bakery.admin, id), await erase(bakery.admin, never)]
  expect(gone).toMatchObject({ __typename: 'NotFoundError', id })
  expect(missing).toEqual({ ...gone, id: never })
  for (const wrong of [encodeId('Order', row.id), 'zoe', '', sponge.id]) {
    expect(await erase(bakery.admin, wrong)).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['customerId'] }],
    })
  }
})

test('nobody but an admin erases, and nobody else learns whether there is such a customer', async () => {
  await register(bakery.as(customer('zoe')), { name: 'Zoë' })
  const { id } = (await bakery.staff('{ customers { nodes { id } } }')).data.customers.nodes[0]
  for (const each of [id, encodeId('Customer', randomUUIDv7())]) {
    expect(await codeOfErasing(bakery.visitor, each)).toBe('UNAUTHENTICATED')
    expect(await codeOfErasing(bakery.as(customer('zoe')), each)).toBe('FORBIDDEN')
    expect(await codeOfErasing(bakery.staff, each)).toBe('FORBIDDEN')
  }
  expect(await erase(bakery.admin, id)).toMatchObject({ erasedId: id })
})

/** An order of Zoë’s that she cancelled before she was erased, and what she had sent for it. */
async function placedAndErased(own: object, by: 'herself' | 'staff') {
  const zoe = bakery.as(customer('zoe'))
  const { id } = (await register(zoe, { name: 'Zoë' })).customer
  const input = {
    idempotencyKey: 'key-of-zoe-000001',
    items: [{ variantId: sponge.variants[0], inscription: 'Zoë' }],
    slotId: slotId('2026-11-25'),
    ...(by === 'staff' ? { customerId: id } : {}),
    ...own,
  }
  const first = await place(by === 'staff' ? bakery.staff : zoe, input)
  await walk(bakery.staff, first.order.id, ['CANCEL'])
  await erase(bakery.admin, id)
  return { zoe, input, first }
}

const ordersInDatabase = () =>
  bakery.db
    .selectFrom('orders')
    .select(['status', 'customer_id', 'contact_name', 'placed_by'])
    .orderBy('placed_at')
    .orderBy('id')
    .execute()

const GONE = { status: 'CANCELLED', customer_id: null, contact_name: null }

test('an order that is sent again after its customer was erased is not placed without a contact', async () => {
  const { zoe, input } = await placedAndErased({}, 'herself')
  expect(await place(zoe, input)).toMatchObject({ fields: [{ code: 'REQUIRED', path: ['contact'] }] })
  expect(await ordersInDatabase()).toMatchObject([GONE])
})

test('with a contact it is a new order, like a guest’s, and brings nothing back', async () => {
  const { zoe, input, first } = await placedAndErased({ contact: ZOE }, 'herself')
  const again = await place(zoe, input)
  expect(again).toMatchObject({ replayed: false, guestToken: expect.any(String) })
  expect(again.order.id).not.toBe(first.order.id)
  const fresh = { status: 'PENDING', customer_id: null, contact_name: 'Zoë', placed_by: null }
  expect(await ordersInDatabase()).toMatchObject([GONE, fresh])
})

test('once they have registered anew it is an order of the new customer', async () => {
  const { zoe, input } = await placedAndErased({}, 'herself')
  await register(zoe, { name: 'Zoë the Second' })
  expect(await place(zoe, input)).toMatchObject({ replayed: false })
  expect(await ordersInDatabase()).toMatchObject([GONE, { contact_name: 'Zoë the Second' }])
})

test('staff who send an order for an erased customer again are told that there is none', async () => {
  const { input } = await placedAndErased({ contact: ZOE }, 'staff')
  expect(await place(bakery.staff, input)).toMatchObject({ __typename: 'NotFoundError' })
  expect(await ordersInDatabase()).toMatchObject([GONE])
})

test('what somebody ordered as a guest, before they registered, is no customer’s and stays as it is', async () => {
  const zoe = bakery.as(customer('zoe'))
  const items = [{ variantId: sponge.variants[0] }]
  await place(zoe, { items, slotId: slotId('2026-11-25'), contact: ZOE })
  const { id } = (await register(zoe, { name: 'Zoë' })).customer
  expect(await erase(bakery.admin, id)).toMatchObject({ erasedId: id })
  expect(await ordersInDatabase()).toMatchObject([{ status: 'PENDING', contact_name: 'Zoë' }])
})
