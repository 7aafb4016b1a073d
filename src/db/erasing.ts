import type { Transaction } from 'kysely'
import type { OrderStatus } from '../domain/order-status.ts'
import type { Customer } from './customers.ts'
import { anyOf, insertAll } from './rows.ts'
import type { Database } from './tables.ts'

/** In which statuses a customer has orders. */
export async function statusesOf(trx: Transaction<Database>, customerId: string): Promise<OrderStatus[]> {
  const rows = await trx
    .selectFrom('orders')
    .select('status')
    .distinct()
    .where('customer_id', '=', customerId)
    .execute()
  return rows.map(({ status }) => status)
}

/** Deletes the idempotency keys that are a customer's, and those of their orders. */
export async function eraseKeysOf(
  trx: Transaction<Database>,
  { id, subject }: Pick<Customer, 'id' | 'subject'>,
): Promise<void> {
  await trx
    .deleteFrom('idempotency_keys')
    .where((key) =>
      key.or([
        key('principal', '=', subject ?? ''),
        key('order_id', 'in', key.selectFrom('orders').select('orders.id').where('customer_id', '=', id)),
      ]),
    )
    .execute()
}

/**
 * Takes everything that names or was written by a customer out of their orders. Amounts, allergens and the history
 * stay; what the orders are found by afterwards is their number.
 */
export async function eraseOrdersOf(
  trx: Transaction<Database>,
  customer: Customer,
  wordsOfNumber: (number: string) => string[],
): Promise<void> {
  const nobody = { contact_name: null, contact_email: null, contact_phone: null }
  const noKeys = { contact_email_key: null, contact_phone_key: null }
  const nowhere = {
    address_line1: null,
    address_line2: null,
    address_postal_code: null,
    address_city: null,
    address_country: null,
  }
  const orders = await trx
    .updateTable('orders')
    .set({ ...nobody, ...noKeys, ...nowhere, note: null, customer_id: null })
    .where('customer_id', '=', customer.id)
    .returning(['id', 'number'])
    .execute()
  const ids = anyOf(orders.map(({ id }) => id))
  await trx.updateTable('order_items').set({ inscription: null }).where('order_id', '=', ids).execute()
  await trx.deleteFrom('order_event_notes').where('order_id', '=', ids).execute()
  await trx.deleteFrom('order_words').where('order_id', '=', ids).execute()
  const words = orders.flatMap(({ id, number }) =>
    wordsOfNumber(number).map((word) => ({ word, order_id: id })),
  )
  await insertAll(trx, { order_words: words })
}
