import type { Kysely, RawBuilder } from 'kysely'
import { keyset, slice, type Page, type Position, type Slice } from './keyset.ts'
import { partColumns, type OrderPart, type Parts } from './order-parts.ts'
import { matching, ORDER_SORTS, type OrderQuery, type OrderSort } from './order-query.ts'
import type { Order } from './orders.ts'
import { prepare } from './prepare.ts'
import type { Database } from './tables.ts'

/** What is to be read of a list of orders. */
export interface Listing {
  query: OrderQuery
  sort: OrderSort
  page: Page
  parts: ReadonlySet<OrderPart>
}

export async function list(db: Kysely<Database>, listing: Listing): Promise<Slice<Order & Parts>> {
  const { page } = listing
  const rows = isCommon(listing)
    ? await statementOf(listing)(db, valuesOf(listing))
    : await ordersIn(db, listing, page.limit + 1).execute()
  return slice(rows, page)
}

function ordersIn(db: Kysely<Database>, { query, sort, page, parts }: Listing, atMost: number) {
  const { conditions, orderBy } = keyset(ORDER_SORTS[sort], page)
  return db
    .selectFrom('orders')
    .selectAll()
    .select((order) => partColumns(order, parts, query.view))
    .$castTo<Order & Parts>()
    .where((order) => order.and([...matching(order, query), ...conditions]))
    .orderBy(orderBy)
    .limit(atMost)
}

/** Whether its statement is one of those that are kept: words and granted orders have too many shapes. */
const isCommon = ({ query: { view, terms } }: Listing): boolean =>
  terms.length === 0 && (view === 'all' || (view.subject !== null && view.granted.size === 0))

const known = new Map<string, ReturnType<typeof prepareLike>>()

/** One for each shape of a listing. */
function statementOf(listing: Listing) {
  const { query, page, sort, parts } = listing
  const { view, customerId, statuses, method, slotFrom, slotTo } = query
  const given = [customerId, statuses, method, slotFrom, slotTo, page.after, page.before].map(Boolean)
  const shape = `${sort} ${String(view === 'all')} ${String(page.fromEnd)} ${given.join()} ${[...parts].toSorted().join()}`
  const statement = known.get(shape) ?? prepareLike(listing)
  known.set(shape, statement)
  return statement
}

const prepareLike = (listing: Listing) =>
  prepare((db, blanks: Record<keyof ReturnType<typeof valuesOf>, RawBuilder<unknown>>) =>
    ordersIn(
      db,
      blanked({ ...listing, parts: new Set(listing.parts) }, blanks as never),
      blanks.atMost as never,
    ),
  )

function valuesOf({ query, page }: Listing) {
  const { view, customerId, statuses, method, slotFrom, slotTo } = query
  return {
    subject: view === 'all' ? null : view.subject,
    customerId,
    statuses,
    method,
    slotFrom,
    slotTo,
    afterKey: page.after?.key,
    afterId: page.after?.id,
    beforeKey: page.before?.key,
    beforeId: page.before?.id,
    atMost: page.limit + 1,
  }
}

/** The same with a blank for every value that is given. */
function blanked({ query, page, ...rest }: Listing, blanks: Record<string, never>): Listing {
  const filled = Object.entries(query).map(([name, value]) => [name, value ? blanks[name] : value])
  const position = (name: string, given: Position | null) =>
    given && { key: blanks[`${name}Key`]!, id: blanks[`${name}Id`]! }
  return {
    ...rest,
    query: {
      ...(Object.fromEntries(filled) as OrderQuery),
      terms: [],
      view: query.view === 'all' ? 'all' : { ...query.view, subject: blanks['subject']! },
    },
    page: { ...page, after: position('after', page.after), before: position('before', page.before) },
  }
}
