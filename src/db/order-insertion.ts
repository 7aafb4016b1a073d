import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { UnavailableReason } from '../domain/calendar.ts'
import type { OrderItemOptionTable, OrderItemTable } from './order-tables.ts'
import { outboxRow, type Order } from './orders.ts'
import type { Values } from './prepare.ts'
import { insertInto } from './rows.ts'

/** All that is written of a new order. */
export interface WrittenOrder {
  order: Order
  items: Selectable<OrderItemTable>[]
  options: Selectable<OrderItemOptionTable>[]
  /** Under which it is found. */
  words: string[]
  /** What staff set aside. */
  overrode: UnavailableReason[]
}

/** What stands in the statement that writes an order. */
export type Given = Values<Record<string, unknown>>

/**
 * The parts of a WITH that write an order, from what there is a row of. All follow from its own row: where that one is not
 * written, nothing is. It goes value by value, which is less work for Postgres than reading JSON.
 */
export function insertions(
  { order, items, options }: WrittenOrder,
  given: Given,
  from: RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  const columns = Object.keys(order)
  const isWritten = sql`where exists (select from into_orders)`
  return [
    sql`into_orders as (
      insert into "orders" (${sql.raw(columns.join(', '))})
        select ${sql.join(columns.map((column) => given[column]!))} ${from}
      returning id, version, status, placed_by, slot_date, placed_at)`,
    insertInto('order_items', items, given['itemRows']!, isWritten),
    ...(options.length > 0
      ? [insertInto('order_item_options', options, given['optionRows']!, isWritten)]
      : []),
    sql`into_order_events as (
      insert into order_events (order_id, version, at, status, by_role, overrode, slot_date)
        select id, version, placed_at, status, placed_by, ${given['overrode']!}, slot_date from into_orders)`,
    sql`into_order_words as (
      insert into order_words (word, order_id)
        select word, id from into_orders, json_array_elements_text(${given['words']!}::json) word)`,
    sql`into_outbox as (
      insert into outbox (id, topic, payload, created_at)
        select ${given['messageId']!}::uuid, ${given['topic']!}, ${given['payload']!}, placed_at from into_orders)`,
  ]
}

/** What is given to it. */
export function valuesOf({ order, items, options, words, overrode }: WrittenOrder) {
  const message = outboxRow('order.placed', order, order.version, order.status, order.placed_at)
  return {
    ...order,
    itemRows: JSON.stringify(items),
    optionRows: options.length > 0 ? JSON.stringify(options) : null,
    words: JSON.stringify(words),
    overrode,
    messageId: message.id,
    topic: message.topic,
    payload: JSON.stringify(message.payload),
  }
}
