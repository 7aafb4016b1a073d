import { sql, type ExpressionBuilder, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { FulfilmentMethod, LocalDate } from '../domain/calendar.ts'
import type { OrderAction, OrderStatus } from '../domain/order-status.ts'
import type { Role } from '../domain/viewer.ts'
import { keyset, slice, type Page, type Slice, type SortOrder } from './keyset.ts'
import { anyOf, insertAll, type NewRows } from './rows.ts'
import type { OrderTable } from './order-tables.ts'
import type { Database } from './tables.ts'
import { startsWith } from './words.ts'

export type Order = Selectable<OrderTable>

/** Which orders somebody may see: all, or those of a customer and those that a token grants. */
export type OrderView = 'all' | { subject: string | null; granted: ReadonlySet<string> }

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
): Promise<Slice<Order>> {
  const { conditions, orderBy, limit } = keyset(ORDER_SORTS[sort], page)
  const rows = await db
    .selectFrom('orders')
    .selectAll()
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

/** Inserts an order with everything that belongs to it. */
export const insert = (trx: Transaction<Database>, rows: NewRows): Promise<void> => insertAll(trx, rows)

/** Holds the order until the transaction ends. */
export function lock(trx: Transaction<Database>, id: string, view: OrderView): Promise<Order | undefined> {
  return trx
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', id)
    .where((order) => isVisible(order, view))
    .forUpdate()
    .executeTakeFirst()
}

export interface OrderChange {
  action: OrderAction
  status: OrderStatus
  byRole: Role | null
  note: string | null
  now: Temporal.Instant
}

/** Moves a locked order on by one version, with its history and what the outbox tells others. */
export async function change(
  trx: Transaction<Database>,
  order: Order,
  { action, status, byRole, note, now }: OrderChange,
): Promise<void> {
  const version = order.version + 1
  await trx
    .updateTable('orders')
    .set({ status, version, updated_at: now })
    .where('id', '=', order.id)
    .where('version', '=', order.version)
    .execute()
  const event = { order_id: order.id, version, at: now, status, action, by_role: byRole, overrode: [] }
  await insertAll(trx, {
    order_events: [{ ...event, slot_date: order.slot_date }],
    order_event_notes: note === null ? [] : [{ order_id: order.id, version, note }],
    outbox: [outboxRow('order.changed', order, version, status, now)],
  })
}

/** What others are told of an order: nothing that names a person. */
export function outboxRow(
  topic: 'order.placed' | 'order.changed',
  { id, number }: Pick<Order, 'id' | 'number'>,
  version: number,
  status: OrderStatus,
  now: Temporal.Instant,
) {
  const payload = { orderId: id, number, version, status }
  return { id: crypto.randomUUID(), topic, payload: payload as never, created_at: now, delivered_at: null }
}

type Orders = ExpressionBuilder<Database, 'orders'>

export function isVisible(order: Orders, view: OrderView) {
  if (view === 'all') return order.lit(true)
  const granted = order('orders.id', '=', anyOf([...view.granted]))
  if (view.subject === null) return granted
  const own = order(
    'orders.customer_id',
    'in',
    order.selectFrom('customers').select('customers.id').where('subject', '=', view.subject),
  )
  return view.granted.size === 0 ? own : order.or([own, granted])
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
