import { sql, type Kysely } from 'kysely'
import type { FulfilmentMethod, LocalDate } from '../domain/calendar.ts'
import type { OrderStatus } from '../domain/order-status.ts'
import { keyset, slice, type Page, type Slice, type SortOrder } from './keyset.ts'
import { partColumns, type OrderPart, type Parts } from './order-parts.ts'
import { isVisible, type Order, type Orders, type OrderView } from './orders.ts'
import { anyOf } from './rows.ts'
import type { Database } from './tables.ts'
import { startsWith } from './words.ts'

export interface OrderQuery {
  view: OrderView
  customerId?: string | null
  statuses?: readonly OrderStatus[] | null
  method?: FulfilmentMethod | null
  slotFrom?: LocalDate | null
  slotTo?: LocalDate | null
  /** Beginnings of words, each of which must be found. */
  terms: readonly string[]
}

export const ORDER_SORTS = {
  PLACED_AT_DESC: { column: 'orders.placed_at', type: 'timestamptz', descending: true },
  PLACED_AT_ASC: { column: 'orders.placed_at', type: 'timestamptz', descending: false },
  SLOT_ASC: { column: 'orders.starts_at', type: 'timestamptz', descending: false },
} as const satisfies Record<string, SortOrder>

export type OrderSort = keyof typeof ORDER_SORTS

export async function list(
  db: Kysely<Database>,
  query: OrderQuery,
  sort: OrderSort,
  page: Page,
  parts: ReadonlySet<OrderPart>,
): Promise<Slice<Order & Parts>> {
  const { conditions, orderBy, limit } = keyset(ORDER_SORTS[sort], page)
  const rows = await db
    .selectFrom('orders')
    .selectAll()
    .select((order) => partColumns(order, parts, query.view))
    .$castTo<Order & Parts>()
    .where((order) => order.and([...matching(order, query), ...conditions]))
    .orderBy(orderBy)
    .limit(limit)
    .execute()
  return slice(rows, page)
}

export async function count(db: Kysely<Database>, query: OrderQuery): Promise<number> {
  const { orders } = await db
    .selectFrom('orders')
    .select((order) => order.fn.countAll<number>().as('orders'))
    .where((order) => order.and(matching(order, query)))
    .executeTakeFirstOrThrow()
  return orders
}

/** One page of orders for each of several customers, by one statement. */
export async function listByCustomer(
  db: Kysely<Database>,
  customerIds: readonly string[],
  query: OrderQuery,
  sort: OrderSort,
  page: Page,
): Promise<Map<string, Slice<Order>>> {
  const { conditions, orderBy, limit } = keyset(ORDER_SORTS[sort], page)
  const rows = await db
    .selectFrom(sql<{ of: string }>`unnest(${customerIds}::uuid[])`.as<'asked'>(sql`asked(of)`))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('orders')
          .selectAll()
          .whereRef('orders.customer_id', '=', 'asked.of')
          .where((order) => order.and([...matching(order, query), ...conditions]))
          .orderBy(orderBy)
          .limit(limit)
          .as('orders'),
      (join) => join.onTrue(),
    )
    .selectAll('orders')
    .select('asked.of')
    .execute()
  const byCustomer = Map.groupBy(rows, ({ of }) => of)
  return new Map(customerIds.map((id) => [id, slice(byCustomer.get(id) ?? [], page)]))
}

export async function countByCustomer(
  db: Kysely<Database>,
  customerIds: readonly string[],
  query: OrderQuery,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('orders')
    .select((order) => ['customer_id', order.fn.countAll<number>().as('orders')])
    .where('customer_id', '=', anyOf(customerIds))
    .where((order) => order.and(matching(order, query)))
    .groupBy('customer_id')
    .execute()
  return new Map(rows.map(({ customer_id, orders }) => [customer_id!, orders]))
}

function matching(
  order: Orders,
  { view, customerId, statuses, method, slotFrom, slotTo, terms }: OrderQuery,
) {
  return [
    isVisible(order, view),
    ...(customerId ? [order('orders.customer_id', '=', customerId)] : []),
    ...(statuses ? [order('orders.status', '=', sql<OrderStatus>`any(${statuses}::text[])`)] : []),
    ...(method ? [order('orders.method', '=', method)] : []),
    ...(slotFrom ? [order('orders.slot_date', '>=', slotFrom)] : []),
    ...(slotTo ? [order('orders.slot_date', '<=', slotTo)] : []),
    ...terms.map((term) =>
      order.exists(
        order
          .selectFrom('order_words')
          .select(sql.lit(1).as('one'))
          .whereRef('order_id', '=', 'orders.id')
          .where(startsWith(term)),
      ),
    ),
  ]
}
