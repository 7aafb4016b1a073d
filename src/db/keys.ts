import type { Kysely } from 'kysely'
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
