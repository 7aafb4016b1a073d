import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from './tables.ts'

/**
 * Stands for all that the catalogue shows: cakes, settings and special days. As long as it is the same, they are. Read
 * it before them: what is read after it is as new at least. Undefined where there is no bakery.
 */
export async function version(db: Kysely<Database>): Promise<string | undefined> {
  const row = await db.selectFrom('bakery').select('catalogue_version').executeTakeFirst()
  return row?.catalogue_version
}

// Random, so that not even a database that was restored from a copy uses one twice.
export const newVersion = (): string => randomUUID()

/** Tells that the catalogue changed. Locks the bakery, so a write of cakes does it last and then waits for nobody. */
export async function renew(trx: Transaction<Database>): Promise<void> {
  await trx.updateTable('bakery').set({ catalogue_version: newVersion() }).execute()
}
