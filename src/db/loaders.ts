import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { LocalDate } from '../domain/calendar.ts'
import { specialDaysBetween } from './bakery.ts'
import * as batches from './batches.ts'
import { categories, type CakeView } from './cakes.ts'
import { belonging, visible, type CatalogueViews } from './catalogue-loaders.ts'
import { countByCustomer, listByCustomer } from './order-list.ts'
import type { ShownOrder } from './lean-orders.ts'
import { customersIn, type OrderPart, type OrderWithParts } from './order-parts.ts'
import type { OrderQuery, OrderSort } from './order-query.ts'
import type { OrderView } from './orders.ts'
import type { ShownCustomer } from './customers.ts'
import type { Page } from './keyset.ts'
import type { Database } from './tables.ts'
import { rowsByParent } from './rows.ts'
import { readUsage } from './usage.ts'

/** Whose eyes the rows are loaded for: what they may not see is missing. */
export interface Views extends CatalogueViews {
  orders(): OrderView
  /** What is to be read along with orders. */
  expected: ReadonlySet<OrderPart>
  /** Orders whose parts were taken. */
  taken(): readonly OrderWithParts[]
  takeParts(rows: readonly OrderWithParts[]): void
}

/** A connection under a customer. Equal lists under several customers are read by one statement. */
export interface CustomerOrders {
  customerId: string
  query: OrderQuery
  sort: OrderSort
  page: Page
}

interface Range {
  from: LocalDate
  to: LocalDate
}

interface Source {
  db: Kysely<Database>
  views: Views
}

const MAKERS = {
  cake: visible('cake', batches.cakes),
  cakeVariant: visible('variant', batches.variants),
  optionGroup: visible('group', batches.groups),
  cakeOption: visible('option', batches.options),
  imagesOfCake: belonging('images', 'cake_id', batches.imagesOfCakes),
  variantsOfCake: belonging('variants', 'cake_id', batches.variantsOfCakes),
  groupsOfCake: belonging('groups', 'cake_id', batches.groupsOfCakes),
  optionsOfGroup: belonging('options', 'group_id', batches.optionsOfGroups),
  customerOfSubject: ({ db }: Source) =>
    new DataLoader((subjects: readonly string[]) => batches.customersOf(db, subjects)),
  customer: ({ db, views }: Source) =>
    one<ShownCustomer>(async (ids) => {
      const known = customersIn(views.taken())
      const missing = ids.filter((id) => !known.has(id))
      const found = missing.length > 0 ? await batches.customers(db, missing, views.orders()) : []
      return [...found, ...ids.flatMap((id) => known.get(id) ?? [])]
    }),
  order: (source: Source) => withParts(source, batches.orders),
  /** With the columns that most lists show. */
  leanOrder: (source: Source) => withParts(source, batches.leanOrders),
  orderItem: ({ db, views }: Source) => one((ids) => batches.items(db, ids, views.orders())),
  itemsOfOrder: many('order_id', batches.itemsOfOrders),
  optionsOfItem: many('order_item_id', batches.optionsOfItems),
  eventsOfOrder: many('order_id', batches.eventsOfOrders),
  needsOfOrder: many('order_id', batches.needsOfOrders),
  ordersOfCustomer: ({ db }: Source) =>
    connections((ids, { query, sort, page }) => listByCustomer(db, ids, query, sort, page)),
  orderCountOfCustomer: ({ db }: Source) => connections((ids, { query }) => countByCustomer(db, ids, query)),
  usageBetween: ({ db }: Source) => once(({ from, to }: Range) => readUsage(db, from, to)),
  specialDaysBetween: ({ db }: Source) =>
    once((range: Range) => specialDaysBetween(db, range.from, range.to)),
  categories: ({ db }: Source) => once((view: CakeView) => categories(db, view)),
}

export type Loaders = { readonly [Name in keyof typeof MAKERS]: ReturnType<(typeof MAKERS)[Name]> }

/** Has each loader from its first use on: most requests need few. */
class LoaderSet {
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  static {
    for (const [name, make] of Object.entries(MAKERS)) {
      const get = function (this: LoaderSet): unknown {
        const loader: unknown = make(this.#source)
        Object.defineProperty(this, name, { value: loader, enumerable: true })
        return loader
      }
      Object.defineProperty(this.prototype, name, { get })
    }
  }
}

/** One set for each request: within it, all keys asked for at one time become one statement. */
export const makeLoaders = (db: Kysely<Database>, views: Views): Loaders =>
  new LoaderSet({ db, views }) as unknown as Loaders

/** Orders with the parts that are expected of them. */
function withParts<Row extends ShownOrder>(
  { db, views }: Source,
  read: (
    db: Kysely<Database>,
    ids: string[],
    view: OrderView,
    parts: ReadonlySet<OrderPart>,
  ) => Promise<Row[]>,
) {
  return one<Row>(async (ids) => {
    const rows = await read(db, ids, views.orders(), views.expected)
    views.takeParts(rows)
    return rows
  })
}

/** By id; null where there is none. */
function one<Row extends { id: string }>(read: (ids: string[]) => Promise<Row[]>) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const byId = new Map((await read([...ids])).map((row) => [row.id, row]))
    return ids.map((id) => byId.get(id) ?? null)
  })
}

/** All rows that name a parent in `column`, in the order that they were read. */
function many<Row>(column: keyof Row, read: (db: Kysely<Database>, ids: string[]) => Promise<Row[]>) {
  return ({ db }: Source) =>
    new DataLoader<string, Row[]>(async (ids) => {
      const found = await rowsByParent(column, read(db, [...ids]))
      return ids.map((id) => found.get(id) ?? [])
    })
}

/** What depends on no row: equal questions of a request are one statement. */
function once<Question, Answer>(read: (question: Question) => Promise<Answer>) {
  return new DataLoader<Question, Answer, string>((questions) => Promise.all(questions.map(read)), {
    cacheKeyFn: (question) => JSON.stringify(question),
  })
}

function connections<Result>(
  read: (customerIds: string[], like: CustomerOrders) => Promise<Map<string, Result>>,
) {
  return new DataLoader<CustomerOrders, Result | undefined, string>(
    async (asked) => {
      const groups = [...Map.groupBy(asked, listKey).values()]
      const results = await Promise.all(
        groups.map(async (group) => ({
          key: listKey(group[0]!),
          byCustomer: await read([...new Set(group.map(({ customerId }) => customerId))], group[0]!),
        })),
      )
      const byList = new Map(results.map(({ key, byCustomer }) => [key, byCustomer]))
      return asked.map((each) => byList.get(listKey(each))?.get(each.customerId))
    },
    { cacheKeyFn: (asked) => `${asked.customerId} ${listKey(asked)}` },
  )
}

// The view is the request's own and so the same for all.
const listKey = ({ query, sort, page }: CustomerOrders): string =>
  JSON.stringify([{ ...query, view: undefined }, sort, page])
