import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database } from './tables.ts'

export interface KeyName {
  principal: string
  operation: string
  key: string
}

export interface Outcome {
  inputHash: string
  orderId: string
}

/** What a key was used for, as far as it is committed. */
export function find(
  db: Kysely<Database>,
  { principal, operation, key }: KeyName,
): Promise<Outcome | undefined> {
  return db
    .selectFrom('idempotency_keys')
    .select(['input_hash as inputHash', 'order_id as orderId'])
    .where('principal', '=', principal)
    .where('operation', '=', operation)
    .where('key', '=', key)
    .executeTakeFirst()
}

/**
 * Claims a key for this transaction's order, and sweeps away a few that are past their 30 days. A rival with the
 * same key waits here until the first is committed or rolled back.
 *
 * @returns false where somebody else has committed it
 */
export async function claim(
  trx: Transaction<Database>,
  name: KeyName,
  outcome: Outcome,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    with swept as (
      delete from idempotency_keys where (principal, operation, key) in (
        select principal, operation, key from idempotency_keys
        where created_at < ${now}::timestamptz - interval '30 days'
        order by created_at limit 5 for update skip locked))
    insert into idempotency_keys (principal, operation, key, input_hash, order_id, created_at)
    values (${name.principal}, ${name.operation}, ${name.key}, ${outcome.inputHash}, ${outcome.orderId}, ${now})
    on conflict do nothing
    returning key`.execute(trx)
  return rows.length > 0
}
