import type { Kysely, RawBuilder } from 'kysely'
import { keyset, slice, type Page, type Position, type Slice } from './keyset.ts'
import { ordersWith, type OrderColumns } from './batches.ts'
import type { ShownOrder } from './lean-orders.ts'
import { matching, ORDER_SORTS, type OrderQuery, type OrderSort } from './order-query.ts'
import { prepare } from './prepare.ts'
import type { Database } from './tables.ts'

/** What is to be read of a list of orders. */
export interface Listing extends OrderColumns {
  query: OrderQuery
  sort: OrderSort
  page: Page
}

export async function list(db: Kysely<Database>, listing: Listing): Promise<Slice<ShownOrder>> {
  const { page } = listing
  const statement = statementOf(listing)
  const rows = statement
    ? await statement(db, valuesOf(listing))
    : await ordersIn(db, listing, page.limit + 1).execute()
  return slice(rows, page)
}

function ordersIn(db: Kysely<Database>, { query, sort, page, ...columns }: Listing, atMost: number) {
  const { conditions, orderBy } = keyset(ORDER_SORTS[sort], page)
  return ordersWith(db, columns, query.view)
    .where((order) => order.and([...matching(order, query), ...conditions]))
    .orderBy(orderBy)
    .limit(atMost)
}

/** Whether its statement is one of those that are kept: words and granted orders have too many shapes. */
const isCommon = ({ query: { view, terms } }: Listing): boolean =>
  terms.length === 0 && (view === 'all' || (view.subject !== null && view.granted.size === 0))

/** More would be filters made to fill our memory. */
const KEPT_AT_MOST = 200
const known = new Map<string, ReturnType<typeof prepareLike>>()

/** One for each shape of a listing, where it is kept. */
function statementOf(listing: Listing) {
  if (!isCommon(listing)) return undefined
  const { query, page, sort, parts, isLean } = listing
  const { view, customerId, statuses, method, slotFrom, slotTo } = query
  const given = [customerId, statuses, method, slotFrom, slotTo, page.after, page.before].map(Boolean)
  const shape = `${sort} ${String(view === 'all')} ${String(page.fromEnd)} ${String(isLean)} ${given.join()} ${[...parts].toSorted().join()}`
  const kept = known.get(shape)
  if (kept || known.size >= KEPT_AT_MOST) return kept
  const statement = prepareLike(listing)
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
      view: query.view === 'all' ? 'all' : { subject: blanks['subject']!, granted: new Set() },
    },
    page: { ...page, after: position('after', page.after), before: position('before', page.before) },
  }
}
