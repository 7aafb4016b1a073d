import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { LocalDate } from '../domain/calendar.ts'
import { specialDaysBetween } from './bakery.ts'
import * as batches from './batches.ts'
import { categories, type CakeView } from './cakes.ts'
import type { CatalogueShelf } from './catalogue-memory.ts'
import { countByCustomer, listByCustomer, type OrderQuery, type OrderSort } from './order-list.ts'
import type { OrderView } from './orders.ts'
import type { Page } from './keyset.ts'
import type { Database } from './tables.ts'
import { readUsage } from './usage.ts'

/** Whose eyes the rows are loaded for: what they may not see is missing. */
export interface Views {
  catalogue(): Promise<CatalogueShelf>
  cakes(catalogue: CatalogueShelf): CakeView
  orders(): OrderView
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

export type Loaders = ReturnType<typeof makeLoaders>

/** One set for each request: within it, all keys asked for at one time become one statement. */
export function makeLoaders(db: Kysely<Database>, views: Views) {
  /** What is seen of the catalogue, by id; null where there is none. */
  const visible = <Row extends { id: string }>(
    kind: string,
    read: (ids: string[], view: CakeView) => Promise<Row[]>,
  ) =>
    new DataLoader<string, Row | null>(async (ids) => {
      const catalogue = await views.catalogue()
      const view = views.cakes(catalogue)
      const readMissing = async (missing: string[]) =>
        new Map((await read(missing, view)).map((row) => [row.id, row]))
      return catalogue.rememberEach<Row | null>(`${kind} ${nameOf(view)}`, ids, readMissing, null)
    })
  /** What belongs to something in the catalogue, in the order that it is read. */
  const parts = <Column extends string, Row extends { [key in Column]: string }>(
    kind: string,
    column: Column,
    read: (ids: string[]) => Promise<Row[]>,
  ) =>
    new DataLoader<string, Row[]>(async (ids) => {
      const catalogue = await views.catalogue()
      return catalogue.rememberEach<Row[]>(kind, ids, byParent(column, read), [])
    })
  return {
    cake: visible('cake', (ids, view) => batches.cakes(db, ids, view)),
    cakeVariant: visible('variant', (ids, view) => batches.variants(db, ids, view)),
    optionGroup: visible('group', (ids, view) => batches.groups(db, ids, view)),
    cakeOption: visible('option', (ids, view) => batches.options(db, ids, view)),
    imagesOfCake: parts('images', 'cake_id', (ids) => batches.imagesOfCakes(db, ids)),
    variantsOfCake: parts('variants', 'cake_id', (ids) => batches.variantsOfCakes(db, ids)),
    groupsOfCake: parts('groups', 'cake_id', (ids) => batches.groupsOfCakes(db, ids)),
    optionsOfGroup: parts('options', 'group_id', (ids) => batches.optionsOfGroups(db, ids)),
    customerOfSubject: new DataLoader((subjects: readonly string[]) => batches.customersOf(db, subjects)),
    customer: one((ids) => batches.customers(db, ids, views.orders())),
    order: one((ids) => batches.orders(db, ids, views.orders())),
    orderItem: one((ids) => batches.items(db, ids, views.orders())),
    itemsOfOrder: many('order_id', (ids) => batches.itemsOfOrders(db, ids)),
    optionsOfItem: many('order_item_id', (ids) => batches.optionsOfItems(db, ids)),
    eventsOfOrder: many('order_id', (ids) => batches.eventsOfOrders(db, ids)),
    needsOfOrder: many('order_id', (ids) => batches.needsOfOrders(db, ids)),
    ordersOfCustomer: connections((ids, { query, sort, page }) => listByCustomer(db, ids, query, sort, page)),
    orderCountOfCustomer: connections((ids, { query }) => countByCustomer(db, ids, query)),
    usageBetween: once(({ from, to }: Range) => readUsage(db, from, to)),
    specialDaysBetween: once((range: Range) => specialDaysBetween(db, range.from, range.to)),
    categories: once((view: CakeView) => categories(db, view)),
  }
}

/** Names a view among what is remembered. */
const nameOf = (view: CakeView): string => (view === 'all' ? view : `${view.today} ${view.horizon}`)

/** By id; null where there is none. */
function one<Row extends { id: string }>(read: (ids: string[]) => Promise<Row[]>) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const byId = new Map((await read([...ids])).map((row) => [row.id, row]))
    return ids.map((id) => byId.get(id) ?? null)
  })
}

/** All rows that name a parent in `column`, in the order that they were read. */
function many<Column extends string, Row extends { [key in Column]: string }>(
  column: Column,
  read: (ids: string[]) => Promise<Row[]>,
) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const found = await byParent(column, read)([...ids])
    return ids.map((id) => found.get(id) ?? [])
  })
}

const byParent =
  <Row>(column: keyof Row, read: (ids: string[]) => Promise<Row[]>) =>
  async (ids: string[]): Promise<Map<string, Row[]>> =>
    Map.groupBy(await read(ids), (row) => row[column] as string)

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
