import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { OrderStatus } from '../domain/order-status.ts'
import type { Database } from './tables.ts'

/** How a guest can be recognised again. */
export interface GuestKeys {
  emailKey: string | null
  phoneKey: string | null
}

/**
 * Counts a guest's orders in the given statuses, by e-mail or phone, whichever has more. Takes a row lock for each,
 * so that two orders of one guest at the same instant are counted one after the other.
 */
export async function countOrders(
  trx: Transaction<Database>,
  { emailKey, phoneKey }: GuestKeys,
  statuses: readonly OrderStatus[],
  now: Temporal.Instant,
): Promise<number> {
  const locks = [emailKey, phoneKey].filter((key) => key !== null).map(digest)
  for (const lock of locks.toSorted()) {
    await sql`insert into guest_contacts (contact_key, last_order_at) values (${lock}, ${now})
      on conflict (contact_key) do update set last_order_at = excluded.last_order_at`.execute(trx)
  }
  const { rows } = await sql<{ orders: number }>`
    select greatest(
      (select count(*) from orders
        where placed_by is null and contact_email_key = ${emailKey}::text and status = any(${statuses}::text[])),
      (select count(*) from orders
        where placed_by is null and contact_phone_key = ${phoneKey}::text and status = any(${statuses}::text[]))
    ) as orders`.execute(trx)
  return rows[0]!.orders
}

const digest = (key: string): string => createHash('sha256').update(key).digest('base64url')
