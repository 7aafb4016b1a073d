import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { prepare } from './prepare.ts'
import type { Database } from './tables.ts'

const versions = prepare((db) => db.selectFrom('bakery').select('catalogue_version'))

/**
 * Stands for all that the catalogue shows: cakes, settings and special days. As long as it is the same, they are. Read
 * it before them: what is read after it is as new at least. Undefined where there is no bakery.
 */
export async function version(db: Kysely<Database>): Promise<string | undefined> {
  const [row] = await versions(db, {})
  return row?.catalogue_version
}

// Random, so that not even a database that was restored from a copy uses one twice.
export const newVersion = (): string => randomUUID()

/** Tells that the catalogue changed. Locks the bakery, so a write of cakes does it last and then waits for nobody. */
export async function renew(db: Kysely<Database>): Promise<void> {
  await db.updateTable('bakery').set({ catalogue_version: newVersion() }).execute()
}
