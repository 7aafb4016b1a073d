import { sql } from 'kysely'
import type { FulfilmentMethod, LocalDate } from '../domain/calendar.ts'
import type { OrderStatus } from '../domain/order-status.ts'
import type { SortOrder } from './keyset.ts'
import { isVisible, type Orders, type OrderView } from './orders.ts'
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

/** What must hold of an order. */
export function matching(
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
