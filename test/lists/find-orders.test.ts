import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Order } from '../../src/db/orders.ts'
import { insertAll } from '../../src/db/rows.ts'
import { encodeId } from '../../src/domain/ids.ts'
import { ORDER_STATUSES, type OrderStatus } from '../../src/domain/order-status.ts'
import { orderWords } from '../../src/resolvers/order-rows.ts'
import { customer, openBakeryForFile, slotId, type Ask, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { place } from '../support/operations.ts'
import { orderRow } from '../support/stock.ts'
import { customerOf } from './lists.ts'

const NAMES = ['Zoë Müller', 'ZOE', 'Groß, Günther', 'van der Berg', 'Łukasz', '李 小龍', "O'Neill", null]
const EMAILS = [
  'zoe@example.com',
  'Zoe.Mueller+cake@example.nl',
  'g_gross@test.example',
  '100%@example.com',
  null,
]
const PHONES = ['+31 6 1234-5678', '0612345678', '(020) 555.01/02', '06 12 34 56 78', null]
const NUMBERS = ['T-7K2M9Q', 'T-7K2XYZ', 'TT-7K2M9', 'T-000001', 'T7K2M9-Q']
const DAYS = ['2026-11-20', '2026-11-24', '2026-11-25', '2026-12-24', '2027-01-01']
const ZOE = customer('zoe')

interface OrderFilter {
  status: OrderStatus[] | null
  method: 'PICKUP' | 'DELIVERY'
  slotFrom: string
  slotTo: string
  search: string
}

let bakery: TestBakery
let orders: Order[]
let zoesId: string
beforeAll(async () => {
  bakery = await openBakeryForFile()
  zoesId = await customerOf(bakery.db, 'zoe')
  const maxsId = await customerOf(bakery.db, 'max')
  const anyOrder = fc.record({
    status: fc.constantFrom(...ORDER_STATUSES),
    method: fc.constantFrom('PICKUP' as const, 'DELIVERY' as const),
    slot_date: fc.constantFrom(...DAYS),
    customer_id: fc.constantFrom(null, zoesId, zoesId, maxsId),
    contact_name: fc.constantFrom(...NAMES),
    contact_email: fc.constantFrom(...EMAILS),
    contact_phone: fc.constantFrom(...PHONES),
  })
  orders = fc
    .sample(anyOrder, { numRuns: 95, seed: 7 })
    .map((own, index) => orderRow(NUMBERS[index] ? { ...own, number: NUMBERS[index] } : own))
  const order_words = orders.flatMap((order) =>
    orderWords(order).map((word) => ({ word, order_id: order.id })),
  )
  await bakery.db.transaction().execute((trx) => insertAll(trx, { orders, order_words }))
})
afterAll(() => bakery.close())

const anyStatuses = fc.subarray([...ORDER_STATUSES])
const anyDay = fc.constantFrom(...DAYS, '2026-11-23', '1999-01-01', '2999-12-31')
const texts = [...NAMES, ...EMAILS, ...PHONES, ...NUMBERS].filter((text) => text !== null)
const anySearch = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(...texts).map((text) => text.toUpperCase().slice(0, 4)),
  fc.constantFrom(...texts).map((text) => text.replaceAll('-', '')),
  fc.constantFrom(
    'zoe mull',
    'muller zoe',
    'gross',
    'oe',
    '%',
    '_',
    '\\',
    'g_gross',
    '06',
    '31612345678',
    'xyz',
    '',
    '7k2',
  ),
)
const anyFilter: fc.Arbitrary<OrderFilter> = fc.record({
  status: fc.option(anyStatuses, { freq: 5 }),
  method: fc.constantFrom('PICKUP', 'DELIVERY'),
  slotFrom: anyDay,
  slotTo: anyDay,
  search: anySearch,
})

const FIND = `query ($filter: OrderFilter) { orders(first: 100, filter: $filter) { totalCount nodes { number } } }`
const FIND_OWN = `query ($filter: OrderFilter) { viewer { customer { orders(first: 100, filter: $filter) { totalCount nodes { number } } } } }`

const isZoes = (order: Order): boolean => order.customer_id === zoesId
// Asked by each for what they may see.
const WAYS: [string, string, () => Ask, (order: Order) => boolean][] = [
  ['for staff, who see all orders', FIND, () => bakery.staff, () => true],
  ['for a customer, who sees their own', FIND, () => bakery.as(ZOE), isZoes],
  ['for a customer, below their own record', FIND_OWN, () => bakery.as(ZOE), isZoes],
]

describe.each(WAYS)('%s', (_, query, ask, isSeen) => {
  const compare = async (filter: Partial<OrderFilter>) => {
    const { data, errors } = await ask()(query, { filter })
    if (errors) throw new Error(JSON.stringify(errors))
    const { nodes, totalCount } = data.orders ?? data.viewer.customer.orders
    const expected = orders
      .filter((order) => isSeen(order) && fits(order, filter))
      .map(({ number }) => number)
    const found = (nodes as { number: string }[]).map(({ number }) => number)
    return {
      filter,
      totalCount: totalCount - found.length,
      missing: without(expected, found),
      tooMany: without(found, expected),
    }
  }
  const AS_EXPECTED = { totalCount: 0, missing: [], tooMany: [] }

  test.each(['status', 'method', 'slotFrom', 'slotTo', 'search'] as const)(
    'looking for orders by %s finds those that fit, and only those',
    async (field) => {
      await fc.assert(
        fc.asyncProperty(anyFilter, async ({ [field]: value }) => {
          expect(await compare({ [field]: value })).toMatchObject(AS_EXPECTED)
        }),
        { numRuns: field === 'search' ? 60 : 12 },
      )
    },
  )

  test('looking for orders by several things at once finds those that fit all', async () => {
    expect(await compare({})).toMatchObject(AS_EXPECTED)
    const some = fc.subarray(['status', 'method', 'slotFrom', 'slotTo', 'search'] as const, { minLength: 2 })
    await fc.assert(
      fc.asyncProperty(anyFilter, some, async (filter, named) => {
        const filters = Object.fromEntries(named.map((field) => [field, filter[field]]))
        expect(await compare(filters)).toMatchObject(AS_EXPECTED)
      }),
      { numRuns: 40 },
    )
  })
})

test.each([
  ['the number', (number: string) => number],
  ['the number without its dash', (number: string) => number.replace('-', '')],
  ['the number in small letters', (number: string) => number.toLowerCase()],
  ['the number without its prefix', (number: string) => number.slice(2)],
  ['the name without its accents', () => 'zoe muller'],
  ['the phone as it was typed', () => '+31 6 1234-5678'],
  ['the phone in one', () => '31612345678'],
  ['the e-mail', () => 'ZOE@example.com'],
])('an order that was placed is found by %s', async (_, search) => {
  const contact = { name: 'Zoë Müller', email: 'zoe@example.com', phone: '+31 6 1234-5678' }
  const number = await placed(contact)
  const { data } = await bakery.staff(FIND, { filter: { search: search(number) } })
  expect(data.orders.nodes).toContainEqual({ number })
})

test('orders are nobody’s but their customer’s and staff’s', async () => {
  const visitors = await bakery.visitor(FIND)
  expect(visitors).toMatchObject({
    data: { orders: null },
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  })
  const stranger = bakery.as(customer('nobody'))
  expect((await stranger(FIND)).data.orders).toEqual({ totalCount: 0, nodes: [] })
  const byId = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }'
  for (const order of orders.slice(0, 20)) {
    const ids = [encodeId('Order', order.id), encodeId('Customer', order.customer_id ?? zoesId)]
    const shown = [{ __typename: 'Order' }, { __typename: 'Customer' }]
    const zoes = [
      isZoes(order) ? shown[0] : null,
      order.customer_id === null || isZoes(order) ? shown[1] : null,
    ]
    expect((await bakery.staff(byId, { ids })).data.nodes).toEqual(shown)
    expect((await bakery.as(ZOE)(byId, { ids })).data.nodes).toEqual(zoes)
    for (const ask of [bakery.visitor, stranger])
      expect(await ask(byId, { ids })).toEqual({ data: { nodes: [null, null] } })
  }
})

async function placed(contact: object): Promise<string> {
  const cake = await addCake(bakery.db, { slug: `cake-${crypto.randomUUID()}` })
  await bakery.db.deleteFrom('slot_usage').execute()
  await bakery.db.deleteFrom('day_usage').execute()
  const input = { items: [{ variantId: cake.variants[0] }], slotId: slotId('2026-11-25'), contact }
  const { order } = await place(bakery.staff, input)
  return order.number
}

function fits(order: Order, { status, method, slotFrom, slotTo, search }: Partial<OrderFilter>): boolean {
  return (
    (!status || status.includes(order.status)) &&
    (!method || order.method === method) &&
    (!slotFrom || order.slot_date >= slotFrom) &&
    (!slotTo || order.slot_date <= slotTo) &&
    (!search || isFoundBy(order, search))
  )
}

function isFoundBy({ number, contact_name, contact_email, contact_phone }: Order, search: string): boolean {
  const words = [number, contact_name, contact_email, contact_phone].flatMap((text) => split(text ?? ''))
  words.push(number.replace('-', '').toLowerCase(), (contact_phone ?? '').replaceAll(/[^0-9]/g, ''))
  return split(search).every((term) => words.some((word) => word.startsWith(term)))
}

const split = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .split(/[\s\-+@.,_%\\()/']+/)
    .filter((word) => word !== '')

const without = (some: string[], others: string[]): string[] => some.filter((each) => !others.includes(each))
