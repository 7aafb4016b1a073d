import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { anyOf, insertAll } from '../../src/db/rows.ts'
import { encodeId } from '../../src/domain/ids.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { customer, STAFF, type TestBakery } from '../support/bakery.ts'
import { cakeRow, customerRow, orderRow } from '../support/stock.ts'

/** A row of any list: its id, and which of the list's keys it is sorted by. Many share one. */
export interface Row {
  id: string
  key: number
}

export interface Page {
  ids: string[]
  cursors: string[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string }
}

export interface PageArgs {
  first?: number
  last?: number
  after?: string
  before?: string
}

/** One of the lists of the API, with how to put rows on it and take them off. */
export interface List {
  title: string
  table: 'cakes' | 'orders' | 'customers'
  sort: string
  descending: boolean
  viewer: Viewer | null
  query: string
  isUnderViewer?: true
  insert(bakery: TestBakery, rows: Row[]): Promise<void>
}

// In ascending order; as UTF-16 has it, the last two would change places.
const NAMES = ['"\\', 'apple', 'zebra', '\u2028', '蛋糕', '\ue000', '😀']
const PRICES = [0, 1, 2999, 3000, 3001, 9999, 2_147_483_647]
const INSTANTS = [
  '1969-12-31T23:59:59.999999Z',
  '1970-01-01T00:00:00Z',
  '2026-11-01T12:00:00.123456Z',
  '2026-11-01T12:00:00.123457Z',
  '2026-11-01T12:00:00.124Z',
  '2026-11-01T12:00:01Z',
  '2100-01-01T00:00:00Z',
].map((text) => Temporal.Instant.from(text))
export const KEYS = NAMES.length

const CONNECTION = `{ nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`
const PAGE = 'first: $first, after: $after, last: $last, before: $before'
const ARGUMENTS = '$first: Int, $after: String, $last: Int, $before: String'

const cakesBy = (sort: string, descending = false): List => ({
  title: `cakes by ${sort}`,
  table: 'cakes',
  sort,
  descending,
  viewer: null,
  query: `query (${ARGUMENTS}, $sort: CakeSort!) { list: cakes(${PAGE}, sort: $sort) ${CONNECTION} }`,
  insert: insertCakes,
})

const ordersBy = (sort: string, descending = false): List => ({
  title: `orders by ${sort}`,
  table: 'orders',
  sort,
  descending,
  viewer: STAFF,
  query: `query (${ARGUMENTS}, $sort: OrderSort!) { list: orders(${PAGE}, sort: $sort) ${CONNECTION} }`,
  insert: (bakery, rows) => insertOrders(bakery, rows, null),
})

export const LISTS: List[] = [
  cakesBy('NAME'),
  cakesBy('PRICE_ASC'),
  cakesBy('PRICE_DESC', true),
  cakesBy('NEWEST', true),
  ordersBy('PLACED_AT_DESC', true),
  ordersBy('PLACED_AT_ASC'),
  ordersBy('SLOT_ASC'),
  {
    ...ordersBy('PLACED_AT_DESC', true),
    title: 'a customer’s orders',
    viewer: customer('zoe'),
    query: `query (${ARGUMENTS}) { viewer { customer { list: orders(${PAGE}) ${CONNECTION} } } }`,
    isUnderViewer: true,
    // Somebody else orders at the same moments.
    insert: async (bakery, rows) => {
      await insertOrders(bakery, rows, 'zoe')
      const others = rows.map(({ key }) => ({ id: randomUUID(), key }))
      await insertOrders(bakery, others, 'max')
    },
  },
  {
    title: 'customers found by a search',
    table: 'customers',
    sort: 'NEWEST',
    descending: true,
    viewer: STAFF,
    query: `query (${ARGUMENTS}) { list: customers(${PAGE}, search: "walk") ${CONNECTION} }`,
    insert: insertCustomers,
  },
]

export const anyRow: fc.Arbitrary<Row> = fc.record({ id: fc.uuid(), key: fc.nat({ max: KEYS - 1 }) })

export const anyRows = fc.uniqueArray(anyRow, { maxLength: 25, selector: ({ id }) => id })

async function insertCakes({ db }: TestBakery, rows: Row[]): Promise<void> {
  const cakes = rows.map(({ id, key }) => ({
    ...cakeRow({ slug: id, name_key: NAMES[key]! }),
    id,
    price_from: PRICES[key]!,
    created_at: INSTANTS[key]!,
  }))
  await db.transaction().execute((trx) => insertAll(trx, { cakes }))
}

// Only these have the word that is looked for.
async function insertCustomers({ db }: TestBakery, rows: Row[]): Promise<void> {
  const customers = rows.map(({ id, key }) =>
    customerRow('Walker', { id, subject: id, created_at: INSTANTS[key]! }),
  )
  const customer_words = rows.map(({ id }) => ({ word: 'walker', customer_id: id }))
  await db.transaction().execute((trx) => insertAll(trx, { customers, customer_words }))
}

export async function insertOrders({ db }: TestBakery, rows: Row[], by: string | null): Promise<void> {
  const own = by && (await customerOf(db, by))
  const orders = rows.map(({ id, key }) =>
    orderRow({
      id,
      customer_id: own,
      placed_at: INSTANTS[key]!,
      starts_at: INSTANTS[key]!,
      ends_at: INSTANTS[key]!.add({ hours: 1 }),
    }),
  )
  await db.transaction().execute((trx) => insertAll(trx, { orders }))
}

export async function customerOf(db: TestBakery['db'], name: string): Promise<string> {
  const row = customerRow(name)
  await db
    .insertInto('customers')
    .values(row)
    .onConflict((known) => known.column('subject').doNothing())
    .execute()
  const found = await db.selectFrom('customers').select('id').where('subject', '=', row.subject!).execute()
  return found[0]!.id
}

/** Clears the list and puts these rows on it. */
export async function refill(bakery: TestBakery, list: List, rows: Row[]): Promise<void> {
  await remove(bakery, list)
  if (rows.length > 0) await list.insert(bakery, rows)
}

/** Takes rows off the list: all, or one. */
export async function remove({ db }: TestBakery, { table }: List, id?: string): Promise<void> {
  if (table === 'customers') {
    const gone = await db
      .deleteFrom('customer_words')
      .where((word) => (id === undefined ? word.lit(true) : word('customer_id', '=', id)))
      .returning('customer_id')
      .execute()
    const ids = gone.map((row) => row.customer_id)
    await db.deleteFrom('customers').where('id', '=', anyOf(ids)).execute()
  } else {
    await db
      .deleteFrom(table)
      .where((row) => (id === undefined ? row.lit(true) : row('id', '=', id)))
      .execute()
  }
}

export async function readPage(bakery: TestBakery, list: List, args: PageArgs): Promise<Page> {
  const variables = list.query.includes('$sort') ? { ...args, sort: list.sort } : args
  const { data, errors } = await bakery.as(list.viewer)(list.query, variables)
  if (errors) throw new Error(JSON.stringify(errors))
  const { edges, nodes, pageInfo } = list.isUnderViewer ? data.viewer.customer.list : data.list
  const ids = (nodes as { id: string }[]).map(({ id }) => id)
  const cursors = (edges as { cursor: string }[]).map(({ cursor }) => cursor)
  return { ids, cursors, pageInfo }
}

export const opaque = (list: List, row: Row): string =>
  encodeId({ cakes: 'Cake', orders: 'Order', customers: 'Customer' }[list.table], row.id)

/** The rows in the order that the list has them. */
export function sorted(list: List, rows: Iterable<Row>): Row[] {
  const ascending = [...rows].toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
  return list.descending ? ascending.toReversed() : ascending
}

/** Whether one row stands before another in the list. */
export const precedes = (list: List, a: Row, b: Row): boolean =>
  list.descending ? isBefore(b, a) : isBefore(a, b)

const isBefore = (a: Row, b: Row): boolean => a.key < b.key || (a.key === b.key && a.id < b.id)
