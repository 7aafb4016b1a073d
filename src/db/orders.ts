import { randomUUIDv7 } from 'node:crypto'
import { sql, type ExpressionBuilder, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { LocalDate, Slot, UnavailableReason } from '../domain/calendar.ts'
import type { OrderAction, OrderStatus } from '../domain/order-status.ts'
import type { Role } from '../domain/viewer.ts'
import { anyOf, insertAll } from './rows.ts'
import type { OrderTable } from './order-tables.ts'
import type { Database } from './tables.ts'

export type Order = Selectable<OrderTable>

/** Which orders somebody may see: all, or those of a customer and those that a token grants. */
export type OrderView = 'all' | { subject: string | null; granted: ReadonlySet<string> }

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

/** Orders of a day in the given statuses, in the order they were placed. */
export function ordersOn(
  db: Kysely<Database>,
  date: LocalDate,
  statuses: readonly OrderStatus[],
): Promise<Order[]> {
  return db
    .selectFrom('orders')
    .selectAll()
    .where('slot_date', '=', date)
    .where('status', '=', sql<OrderStatus>`any(${statuses}::text[])`)
    .orderBy('placed_at')
    .orderBy('id')
    .execute()
}

export interface OrderChange {
  action: OrderAction
  status: OrderStatus
  byRole: Role | null
  note: string | null
  now: Temporal.Instant
  /** Where the order moves to another slot. */
  slot?: Slot
  /** What staff set aside. */
  overrode?: UnavailableReason[]
}

/** Moves a locked order on by one version, with its history and what the outbox tells others. */
export async function change(
  trx: Transaction<Database>,
  order: Order,
  { action, status, byRole, note, now, slot, overrode = [] }: OrderChange,
): Promise<void> {
  const version = order.version + 1
  await trx
    .updateTable('orders')
    .set({ status, version, updated_at: now, ...(slot && slotColumns(slot)) })
    .where('id', '=', order.id)
    .where('version', '=', order.version)
    .execute()
  const event = { order_id: order.id, version, at: now, status, action, by_role: byRole, overrode }
  await insertAll(trx, {
    order_events: [{ ...event, slot_date: slot?.date ?? order.slot_date }],
    order_event_notes: note === null ? [] : [{ order_id: order.id, version, note }],
    outbox: [outboxRow('order.changed', order, version, status, now)],
  })
}

/** A slot as an order keeps it. */
export const slotColumns = ({ method, date, startTime, endTime, startsAt, endsAt }: Slot) => ({
  method,
  slot_date: date,
  slot_start: startTime,
  slot_end: endTime,
  starts_at: startsAt,
  ends_at: endsAt,
})

/** The slot that an order keeps. */
export const slotOf = (order: Order): Slot => ({
  method: order.method,
  date: order.slot_date,
  startTime: order.slot_start,
  endTime: order.slot_end,
  startsAt: order.starts_at,
  endsAt: order.ends_at,
})

/** What others are told of an order: nothing that names a person. */
export function outboxRow(
  topic: 'order.placed' | 'order.changed',
  { id, number }: Pick<Order, 'id' | 'number'>,
  version: number,
  status: OrderStatus,
  now: Temporal.Instant,
) {
  const payload = { orderId: id, number, version, status }
  return { id: randomUUIDv7(), topic, payload: payload as never, created_at: now, delivered_at: null }
}

export type Orders = ExpressionBuilder<Database, 'orders'>

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
