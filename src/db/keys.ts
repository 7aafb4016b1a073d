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

/** Deletes a few keys that are past their 30 days: a part of statements that claim one. */
export const sweep = (now: RawBuilder<unknown>) => sql`
  delete from idempotency_keys where (principal, operation, key) in (
    select principal, operation, key from idempotency_keys
    where created_at < ${now}::timestamptz - interval '30 days'
    order by created_at limit ${sql.lit(SWEPT_AT_ONCE)} for update skip locked)
  returning 1`

const SWEPT_AT_ONCE = 5
/** Milliseconds. */
const REST = 60_000
const restUntil = new WeakMap<Kysely<Database>, number>()

/** Whether there may be old keys: once all were swept away, this process rests for a minute. */
export const isToSweep = (db: Kysely<Database>): boolean => performance.now() >= (restUntil.get(db) ?? 0)

export function noteSwept(db: Kysely<Database>, keys: number): void {
  if (keys < SWEPT_AT_ONCE) restUntil.set(db, performance.now() + REST)
}
