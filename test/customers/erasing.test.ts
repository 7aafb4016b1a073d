import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emailKey, phoneKey } from '../../src/domain/contact.ts'
import { customer, openBakeryForFile, slotId, type Answer, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { createCustomer, erase, holds, register, tracesIn, walk } from '../support/counter.ts'
import { place } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'

// Everything that this customer can write somewhere, or that somebody writes about them, is a canary; only they are
// allergic to lupins. Digits are those of their phones.
const VIEWER = {
  ...customer('x'),
  subject: 'Canary-Subject|7',
  email: 'Canary.Zoe@canarymail.canarytld',
}
const PHONES = ['+31 (0)6 5550-1234', '020/777 66 55']
const ADDRESS = {
  line1: 'Cänarystraat 12',
  line2: 'c/o Canary',
  postalCode: '10 CANARY',
  city: 'CANARYVILLE',
  country: 'IS',
}
const OTHER_CONTACT = { name: 'Canarius Cänary', email: 'canary@office.canarytld', phone: PHONES[1]! }

const digests = [
  ...[VIEWER.email, OTHER_CONTACT.email].map(emailKey),
  ...PHONES.map(phoneKey),
  VIEWER.subject,
].flatMap((key) => {
  const digest = createHash('sha256').update(key).digest()
  return [digest.toString('hex'), digest.toString('base64url')]
})
const CLUES = ['canary', 'canarius', 'lupin', ...PHONES.map(phoneKey), '65550', ...digests]

const EVERYTHING = `{ orders(first: 100, sort: PLACED_AT_ASC) { totalCount nodes {
  id number status version method slot { date startTime endTime startsAt endsAt } pricesIncludeTax
  subtotal { amount } deliveryFee { amount } tax { amount } total { amount } allergens placedAt updatedAt
  items { cakeName variantName quantity unitPrice { amount } total { amount } allergens options { name } }
  history { at status action byRole overrode } } } }`
const PERSONAL = `{ orders(first: 100, sort: PLACED_AT_ASC) { nodes {
  number customer { id } contact { name } deliveryAddress { line1 } note items { inscription } history { note } } } }`

let bakery: TestBakery
let customerId: string
let hashes: string[]

beforeAll(async () => {
  bakery = await openBakeryForFile({ costAtMost: 1e9 })
  const groups = [{ options: [{ name: 'Hazelnut', allergens: ['TREE_NUTS' as const] }] }]
  const { variants, options } = await addCake(bakery.db, { slug: 'sponge', groups })
  const own = bakery.as(VIEWER)
  const input = { name: 'Zoë Cänary', phone: PHONES[0], allergies: ['LUPIN'] }
  customerId = (await register(own, input)).customer.id
  await register(bakery.as(customer('max')), { name: 'Max', allergies: ['PEANUTS'] })

  let placed = 0
  const wish = (extra: { deliveryAddress?: object; contact?: object; customerId?: string }) => ({
    idempotencyKey: `Canary-Key-00000${++placed}`,
    items: [{ variantId: variants[0], optionIds: [options['Hazelnut']], inscription: `Canary ${placed}` }],
    slotId: slotId(
      '2026-11-25',
      placed % 2 ? '10:00' : '11:00',
      extra.deliveryAddress ? 'DELIVERY' : 'PICKUP',
    ),
    note: `Ring twice,\nCanary ${placed}`,
    ...extra,
  })
  const orders: [Answer['data'], string[]][] = [
    [await place(own, wish({})), ['CONFIRM', 'START_PRODUCTION', 'MARK_READY', 'MARK_NO_SHOW', 'COMPLETE']],
    [await place(own, wish({ deliveryAddress: ADDRESS, contact: OTHER_CONTACT })), ['DECLINE']],
    [
      await place(bakery.staff, wish({ customerId, deliveryAddress: ADDRESS })),
      ['START_PRODUCTION', 'MARK_READY', 'DISPATCH', 'COMPLETE'],
    ],
    [await place(bakery.admin, wish({ customerId, contact: OTHER_CONTACT })), ['CANCEL']],
  ]
  for (const [{ order }, actions] of orders) await walk(bakery.staff, order.id, actions, 'She said: canary!')
  const mine = await place(own, wish({}))
  await walk(own, mine.order.id, ['CANCEL'], 'Sorry, Canary')
  const keys = await bakery.db.selectFrom('idempotency_keys').select('input_hash').execute()
  hashes = keys.map((key) => key.input_hash)

  await place(bakery.as(customer('max')), {
    ...wish({}),
    idempotencyKey: 'key-of-max-00001',
    items: [{ variantId: variants[0], inscription: 'Max' }],
    slotId: slotId('2026-11-26'),
    note: 'For Max',
  })
})
afterAll(() => bakery.close())

test('what a customer wrote, or staff about them, is spread over all these columns', async () => {
  expect(await tracesIn(bakery.db, [...CLUES, ...hashes])).toEqual([
    'customer_words.word',
    'customers.allergies',
    'customers.email',
    'customers.email_key',
    'customers.name',
    'customers.phone',
    'customers.subject',
    'idempotency_keys.input_hash',
    'idempotency_keys.key',
    'idempotency_keys.principal',
    'order_event_notes.note',
    'order_items.inscription',
    'order_words.word',
    'orders.address_city',
    'orders.address_line1',
    'orders.address_line2',
    'orders.address_postal_code',
    'orders.contact_email',
    'orders.contact_email_key',
    'orders.contact_name',
    'orders.contact_phone',
    'orders.contact_phone_key',
    'orders.note',
  ])
})

test('once the customer is erased nothing of it is left in any table, and their orders stand as they did', async () => {
  const before = await bakery.staff(EVERYTHING)
  expect(before.data.orders.totalCount).toBe(6)
  expect(await erase(bakery.admin, customerId)).toEqual({
    __typename: 'EraseCustomerSuccess',
    erasedId: customerId,
  })
  expect(await tracesIn(bakery.db, [...CLUES, ...hashes, customerId])).toEqual([])
  expect(await bakery.staff(EVERYTHING)).toEqual(before)
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('no order tells who it was for, nor where it went; other people’s orders still do', async () => {
  const { nodes } = (await bakery.staff(PERSONAL)).data.orders
  const max = nodes.pop()
  for (const order of nodes) {
    expect(order).toMatchObject({ customer: null, contact: null, deliveryAddress: null, note: null })
    expect(order.items).toEqual([{ inscription: null }])
    expect(order.history.every(({ note }: { note: null }) => note === null)).toBe(true)
  }
  expect(max).toMatchObject({
    customer: { id: expect.any(String) },
    contact: { name: 'Max' },
    note: 'For Max',
    items: [{ inscription: 'Max' }],
  })
  const countries = await bakery.db.selectFrom('orders').select('address_country').distinct().execute()
  expect(countries).toEqual([{ address_country: null }])
})

test('the orders are found by their number alone', async () => {
  const SEARCH = `query ($search: String!) {
    orders(filter: { search: $search }) { totalCount } customers(search: $search) { totalCount } }`
  const [{ number }] = (await bakery.staff(PERSONAL)).data.orders.nodes
  const counts = async (search: string) => {
    const { data } = await bakery.staff(SEARCH, { search })
    return [data.orders.totalCount, data.customers.totalCount]
  }
  for (const search of [number, number.toLowerCase(), number.replace('-', '')]) {
    expect(await counts(search)).toEqual([1, 0])
  }
  for (const search of ['canary', 'Cänarius', '5550', '310655501234', 'zoe']) {
    expect(await counts(search)).toEqual([0, 0])
  }
  expect(await counts('max')).toEqual([1, 1])
})

test('nothing that a person typed was logged, erasing included', () => {
  expect(
    holds(JSON.stringify([bakery.logged, bakery.requests]), ['canary', 'canarius', ...PHONES, 'max']),
  ).toBe(false)
})

test('whoever was erased and comes back with the same token is somebody new', async () => {
  const own = bakery.as(VIEWER)
  const VIEW = '{ viewer { customer { id allergies orders { totalCount } } } orders { totalCount } }'
  expect((await own(VIEW)).data).toEqual({ viewer: { customer: null }, orders: { totalCount: 0 } })
  const { id } = (await register(own, { name: 'Zoë' })).customer
  expect(id).not.toBe(customerId)
  expect((await own(VIEW)).data).toEqual({
    viewer: { customer: { id, allergies: [], orders: { totalCount: 0 } } },
    orders: { totalCount: 0 },
  })
  expect(await erase(bakery.admin, customerId)).toMatchObject({ __typename: 'NotFoundError', id: customerId })
  expect((await own(VIEW)).data.viewer.customer).toMatchObject({ id })
})

test('of two customers with one e-mail only the one who is meant is erased', async () => {
  const shared = { name: 'Ida', email: 'family@example.com' }
  const [one, other] = [
    await createCustomer(bakery.staff, shared),
    await createCustomer(bakery.staff, shared),
  ]
  await erase(bakery.admin, one.customer.id)
  const { data } = await bakery.staff('{ customers(search: "family") { nodes { id } } }')
  expect(data.customers.nodes).toEqual([{ id: other.customer.id }])
})
