import * as fc from 'fast-check'
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../src/schema/index.ts'
import { customer, openBakeryForFile, type Ask, type TestBakery } from './support/bakery.ts'
import { pooled } from './support/pooler.ts'
import { statementsFor } from './support/statements.ts'
import { fillShop, type Stock } from './support/stock.ts'

let bakery: TestBakery
let stock: Stock
beforeAll(async () => {
  // One connection, so that what is read at one time is always read in the same order.
  bakery = await openBakeryForFile({ poolMax: 1, costAtMost: 1e9 })
  stock = await fillShop(bakery.db, 100)
  for (const [date, orders] of Object.entries(ORDERS_ON)) {
    const some = bakery.db
      .selectFrom('orders')
      .select('id')
      .where('slot_date', '=', '2026-11-25')
      .limit(orders)
    await bakery.db.updateTable('orders').set({ slot_date: date }).where('id', 'in', some).execute()
  }
})
afterAll(() => bakery.close())

const ORDERS_ON = { '2026-12-01': 1, '2026-12-02': 10, '2026-12-03': 100 }

const count = async (query: string, variables: object = {}, ask: Ask = bakery.staff): Promise<number> =>
  (await statementsFor(bakery, ask, query, variables)).length

const basketOf = (lines: number) => stock.CakeVariant.slice(0, lines).map((variantId) => ({ variantId }))

const PRICE = '{ amount currency formatted }'
const ORDERS = 'query ($n: Int!) { orders(first: $n)'
const CUSTOMERS = 'query ($n: Int!) { customers(first: $n)'
const CAKES = 'query ($n: Int!) { cakes(first: $n)'

// Beside a statement for each level, lines and customers coming along with their orders: the bakery's settings are read once where calendar, currency or visibility need them.
describe.each([
  ['orders', 1, `${ORDERS} { nodes { number slot { date } contact { name } } } }`],
  ['orders and how many there are', 2, `${ORDERS} { totalCount edges { cursor node { id } } } }`],
  ['orders with their lines', 1, `${ORDERS} { nodes { items { quantity } } } }`],
  ['orders with their history', 2, `${ORDERS} { nodes { history { at note } } } }`],
  ['orders with what can be done to them', 2, `${ORDERS} { nodes { availableActions } } }`],
  [
    'orders with lines, choices, cakes, customers and history',
    5,
    `${ORDERS} { nodes { customer { name } history { note } items { options { name } cake { name } } } } }`,
  ],
  [
    'orders with cakes down to their options, and each size with its cake',
    9,
    `${ORDERS} { nodes { customer { name } history { note } items { options { name }
      cake { images { url } optionGroups { options { name } } variants { cake { name } } } } } } }`,
  ],
  [
    'orders with the orders of their customers',
    3,
    `${ORDERS} { nodes { customer { orders { totalCount nodes { number } } } } } }`,
  ],
  [
    'orders with the orders of their customers, and all that these hold',
    6,
    `${ORDERS} { nodes { customer { orders(last: 2) { nodes { history { at } items { cake { name } } customer { name } } } } } } }`,
  ],
  [
    'orders with the open and the other orders of their customers',
    5,
    `${ORDERS} { nodes { customer { open: orders(filter: { status: CONFIRMED }) { totalCount nodes { id } }
      done: orders(filter: { status: COMPLETED }) { totalCount nodes { id } } } } } }`,
  ],
  [
    'orders with the days they could move to',
    4,
    `${ORDERS} { nodes { availability(from: "2026-11-24", to: "2026-12-24") { ... on Availability { days { slots { remaining } } } } } } }`,
  ],
  ['orders with amounts alone', 1, `${ORDERS} { nodes { total { amount } items { total { amount } } } } }`],
  [
    'orders with all their prices',
    3,
    `${ORDERS} { nodes { subtotal ${PRICE} tax ${PRICE} total ${PRICE}
      items { unitPrice ${PRICE} options { surcharge ${PRICE} } } } } }`,
  ],
  ['customers', 1, `${CUSTOMERS} { nodes { name allergies } } }`],
  [
    'customers with their orders, and how many there are of each',
    6,
    `${CUSTOMERS} { totalCount nodes { orders(first: 5) { totalCount nodes { items { quantity } history { at } } } } } }`,
  ],
  ['cakes', 2, `${CAKES} { nodes { name } } }`],
  ['cakes and how many there are', 3, `${CAKES} { totalCount } }`],
  ['cakes with prices and first dates', 2, `${CAKES} { nodes { priceFrom ${PRICE} earliestDate } } }`],
  [
    'cakes with pictures, sizes, groups, options and first dates',
    6,
    `${CAKES} { nodes { images { url } variants { price ${PRICE} } optionGroups { options { surcharge ${PRICE} } }
      earliestDate delivered: earliestDate(method: DELIVERY) } } }`,
  ],
  [
    'cakes to be had on a date',
    3,
    `${CAKES.replace(/\)$/, ', filter: { availableOn: "2026-11-25" })')} { nodes { id } } }`,
  ],
])('%s', (_, expected, query) => {
  test.each([1, 10, 100])(`for %i of them are ${expected} statements`, async (n) => {
    expect(await count(query, { n })).toBe(expected)
  })
})

test.each(Object.entries(ORDERS_ON))('the plan for %s, of %i orders, is four statements', async (date) => {
  const PLAN = 'query ($date: Date!) { productionPlan(date: $date) { booked batches { composition quantity }'
  expect(await count(`${PLAN} orders { number } } }`, { date })).toBe(4)
  const deeper = 'orders { number customer { name } items { options { name } cake { name } } }'
  expect(await count(`${PLAN} ${deeper} } }`, { date })).toBe(8)
})

test.each([1, 5, 12])('objects of every type by their ids, %i of each, are a statement a type', async (n) => {
  const ids = Object.values(stock).flatMap((some) => some.slice(0, n))
  const BY_ID = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
  expect(await count(BY_ID, { ids })).toBe(8)
  expect(await count(BY_ID, { ids: ids.filter((id) => stock.Customer.includes(id)) })).toBe(1)
})

describe.each([
  ['openingHours { opens } deliveryZones { fee { currency } } productionCapacity { units }', 1],
  ['categories', 2],
  ['specialDays(from: "2026-12-01", to: "2026-12-31") { date }', 2],
])('the bakery with its %s', (fields, expected) => {
  test.each([1, 10, 100])(`asked for %i times by its id is ${expected} statements`, async (n) => {
    const { data } = await bakery.visitor('{ bakery { id } }')
    const ASKED = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Bakery { ${fields} } } }`
    expect(await count(ASKED, { ids: Array.from({ length: n }, () => data.bakery.id) })).toBe(expected)
  })
})

describe.each([1, 10, 50])('a basket of %i lines', (lines) => {
  const items = () => basketOf(lines)

  test('is priced by two statements, and a third for who has allergies', async () => {
    const QUOTE = `query ($items: [OrderItemInput!]!) { quote(items: $items) {
      ... on OrderQuote { total ${PRICE} earliestDate items { total ${PRICE} allergens } } } }`
    expect(await count(QUOTE, { items: items() }, bakery.visitor)).toBe(2)
    expect(await count(QUOTE, { items: items() })).toBe(3)
  })

  test('is shown with its cakes, sizes and options by three more', async () => {
    const { data } = await bakery.visitor(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Cake { optionGroups { options { id } } } } }',
      { ids: stock.Cake.slice(0, lines) },
    )
    const chosen = items().map((item, index) => ({
      ...item,
      optionIds: [data.nodes[index].optionGroups[0].options[0].id],
    }))
    const QUOTE = `query ($items: [OrderItemInput!]!) { quote(items: $items) {
      ... on OrderQuote { items { cake { name } variant { sku } options { name } } } } }`
    expect(await count(QUOTE, { items: chosen }, bakery.visitor)).toBe(5)
  })

  test('is offered slots for a day or for 62 days by three statements', async () => {
    const OFFER = `query ($items: [OrderItemInput!]!, $to: Date!) { availability(items: $items, from: "2026-11-24", to: $to) {
      ... on Availability { days { slots { available } } } } }`
    expect(await count(OFFER, { items: items(), to: '2026-11-24' }, bakery.visitor)).toBe(3)
    expect(await count(OFFER, { items: items(), to: '2027-01-24' }, bakery.visitor)).toBe(3)
  })
})

test('a customer sees their own orders by as many statements as staff see all', async () => {
  const OWN = 'query ($n: Int!) { orders(first: $n) { nodes { customer { name } items { cake { name } } } } }'
  expect(await count(OWN, { n: 1 }, bakery.as(customer('customer-7')))).toBe(3)
  expect(await count(OWN, { n: 2 }, bakery.as(customer('customer-7')))).toBe(3)
  const VIEWER = '{ viewer { customer { orders { totalCount nodes { number } } } } }'
  expect(await count(VIEWER, {}, bakery.as(customer('customer-7')))).toBe(3)
})

test('the text of a statement tells no more of how many rows it is for than whether these are several, and each is prepared by name, or behind a pooler none', async () => {
  const EVERYTHING = `query ($n: Int!) {
    cakes(first: $n, filter: { availableOn: "2026-11-25", withoutAllergens: [EGGS], diets: [] }) { totalCount nodes { variants { cake { name } } images { url } optionGroups { options { name } } } }
    orders(first: $n) { totalCount nodes { history { at } customer { orders { totalCount } }
      availability(from: "2026-11-24", to: "2026-11-25") { __typename } items { options { name } cake { name } } } } }`
  const forTwo = await statementsFor(bakery, bakery.staff, EVERYTHING, { n: 2 })
  const forMany = await statementsFor(bakery, bakery.staff, EVERYTHING, { n: 100 })
  expect(forMany.toSorted()).toEqual(forTwo.toSorted())
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
    bakery.db,
  )
  const prepared = new Set(rows.map(({ statement }) => statement))
  expect(forMany.filter((statement) => prepared.has(statement) === pooled)).toEqual([])
})

test('whatever is asked of ten objects takes as many statements for forty', async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (choose) => {
      const { query, variables } = anyQuery((below) => choose(fc.nat, { max: below - 1 }))
      const forTen = { query, statements: await count(query, variables(10)) }
      expect({ query, statements: await count(query, variables(40)) }).toEqual(forTen)
    }),
    { numRuns: 80 },
  )
})

type Choose = (below: number) => number

interface AnyQuery {
  query: string
  variables: (n: number) => object
}

const DEPTH = 5

/** A list of any kind, with a random selection of what can be reached from it. */
function anyQuery(choose: Choose): AnyQuery {
  const alias = aliases()
  const under = (type: string) => selection(schema.getType(type)!, DEPTH, choose, alias)
  const kinds: (() => AnyQuery)[] = [
    () => ({ query: `${ORDERS} ${under('OrderConnection')} }`, variables: (n) => ({ n }) }),
    () => ({ query: `${CUSTOMERS} ${under('CustomerConnection')} }`, variables: (n) => ({ n }) }),
    () => ({ query: `${CAKES} ${under('CakeConnection')} }`, variables: (n) => ({ n }) }),
    () => ({
      query: `query ($items: [OrderItemInput!]!) { quote(items: $items) ${under('QuoteResult')} }`,
      variables: (n) => ({ items: basketOf(n) }),
    }),
    () => {
      const [one, other] = [choose(7), choose(7)].map((at) => Object.keys(stock)[at] as keyof Stock)
      return {
        query: `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${one} ${under(one!)} ... on ${other} ${under(other!)} } }`,
        variables: (n) => ({ ids: [...stock[one!].slice(0, n), ...stock[other!].slice(0, n)] }),
      }
    },
  ]
  return kinds[choose(kinds.length)]!()
}

// Every field has a name of its own in the answer, so that none are merged.
function aliases(): () => string {
  let used = 0
  return () => `f${used++}`
}

function selection(type: GraphQLNamedType, depth: number, choose: Choose, alias: () => string): string {
  if (isAbstractType(type)) {
    const fragments = schema
      .getPossibleTypes(type)
      .filter(({ name }) => !name.endsWith('Error'))
      .map((member) => `... on ${member.name} ${selection(member, depth, choose, alias)}`)
    return `{ ${fragments.join(' ')} }`
  }
  const fields = Object.values((type as GraphQLObjectType).getFields())
  const possible = fields.filter((field) => depth > 1 || !isCompositeType(getNamedType(field.type)))
  if (possible.length === 0) return '{ __typename }'
  const deep = possible.filter((field) => isDeep(getNamedType(field.type)))
  const chosen = Array.from({ length: 1 + choose(3) }, () => {
    const among = deep.length > 0 && choose(4) > 0 ? deep : possible
    return among[choose(among.length)]!
  })
  const written = chosen.map((field) => {
    const of = getNamedType(field.type)
    const below = isCompositeType(of) ? selection(of, depth - 1, choose, alias) : ''
    return `${alias()}: ${field.name}${argumentsOf(field, choose)} ${below}`
  })
  return `{ ${written.join(' ')} }`
}

const isDeep = (type: GraphQLNamedType): boolean => isCompositeType(type) && type.name !== 'Money'

const ARGUMENTS: Record<string, string[]> = {
  from: ['from: "2026-11-24"'],
  to: ['to: "2026-11-25"'],
  first: ['first: 3'],
  method: ['method: PICKUP', 'method: DELIVERY'],
  locale: ['locale: "de-AT"', ''],
  filter: ['filter: { status: [CONFIRMED, READY] }', 'filter: { search: "T" }', ''],
}

function argumentsOf(field: GraphQLField<unknown, unknown>, choose: Choose): string {
  const given = field.args.flatMap((argument) => {
    const values = ARGUMENTS[argument.name] ?? ['']
    const value = values[choose(values.length)]!
    if (value === '' && isRequiredArgument(argument))
      throw new Error(`No value for ${field.name}.${argument.name}`)
    return value === '' ? [] : [value]
  })
  return given.length > 0 ? `(${given.join(', ')})` : ''
}
