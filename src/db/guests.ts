import { sql, type Transaction } from 'kysely'
import type { OrderStatus } from '../domain/order-status.ts'
import type { Database } from './tables.ts'

/** How a guest can be recognised again. */
export interface GuestKeys {
  emailKey: string | null
  phoneKey: string | null
}

/**
 * Counts a guest's orders in the given statuses, by e-mail or phone, whichever has more. Takes a lock for each until
 * the transaction ends, so that two orders of one guest at the same instant are counted one after the other.
 */
export async function countOrders(
  trx: Transaction<Database>,
  { emailKey, phoneKey }: GuestKeys,
  statuses: readonly OrderStatus[],
): Promise<number> {
  const keys = [emailKey, phoneKey].filter((key) => key !== null).toSorted()
  // A row to lock would have to be kept, and swept, for everybody who ever ordered.
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) key`.execute(
    trx,
  )
  const { rows } = await sql<{ orders: number }>`
    select greatest(
      (select count(*) from orders
        where placed_by is null and contact_email_key = ${emailKey}::text and status = any(${statuses}::text[])),
      (select count(*) from orders
        where placed_by is null and contact_phone_key = ${phoneKey}::text and status = any(${statuses}::text[]))
    ) as orders`.execute(trx)
  return rows[0]!.orders
}
