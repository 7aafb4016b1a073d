import { type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'

const MIGRATIONS: Record<string, () => Promise<Migration>> = {
  '0001_settings': () => import('../../migrations/0001_settings.ts'),
  '0002_catalogue': () => import('../../migrations/0002_catalogue.ts'),
  '0003_customers': () => import('../../migrations/0003_customers.ts'),
  '0004_orders': () => import('../../migrations/0004_orders.ts'),
  '0005_placing': () => import('../../migrations/0005_placing.ts'),
  '0006_catalogue_version': () => import('../../migrations/0006_catalogue_version.ts'),
  '0007_order_words': () => import('../../migrations/0007_order_words.ts'),
}

/** Brings an empty or older database up to date; tells the names of what it ran. */
// oxlint-disable-next-line typescript/no-explicit-any -- a migrator runs on whatever tables there are
export async function migrateToLatest(db: Kysely<any>): Promise<string[]> {
  return settle(await migratorOf(db).migrateToLatest())
}

/** Undoes every migration: only tests of the way back do this. */
// oxlint-disable-next-line typescript/no-explicit-any -- the same
export async function migrateBack(db: Kysely<any>): Promise<string[]> {
  const { NO_MIGRATIONS } = await import('kysely/migration')
  return settle(await migratorOf(db).migrateTo(NO_MIGRATIONS))
}

// oxlint-disable-next-line typescript/no-explicit-any -- the same
const migratorOf = (db: Kysely<any>): Migrator =>
  new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          await Promise.all(
            Object.entries(MIGRATIONS).map(async ([name, load]) => [name, await load()] as const),
          ),
        ),
    },
  })

function settle({ error, results }: Awaited<ReturnType<Migrator['migrateToLatest']>>): string[] {
  if (error) throw error
  return (results ?? []).map(({ migrationName }) => migrationName)
}
