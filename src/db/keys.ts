import { sql, type Kysely, type RawBuilder } from 'kysely'
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

/** Deletes a few keys that are past their 30 days: a part of every statement that claims one. */
export const sweep = (now: RawBuilder<unknown>) => sql`
  delete from idempotency_keys where (principal, operation, key) in (
    select principal, operation, key from idempotency_keys
    where created_at < ${now}::timestamptz - interval '30 days'
    order by created_at limit 5 for update skip locked)`
