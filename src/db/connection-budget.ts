import { sql, type Kysely } from 'kysely'
import type { Database } from './tables.ts'

/** How many connections the database gives to our role, all instances together. */
export async function connectionBudget(db: Kysely<Database>): Promise<number> {
  // The reserved ones are for whoever comes to help; Postgres 15 has one kind of them only. No limit is -1.
  const { rows } = await sql<{ connections: number }>`select least(
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
      nullif(rolconnlimit, -1),
      nullif(datconnlimit, -1)) as connections
    from pg_roles, pg_database where rolname = session_user and datname = current_database()`.execute(db)
  return rows[0]!.connections
}

/** Opens the first connection, before somebody waits for it. */
export async function warmUp(db: Kysely<Database>): Promise<void> {
  await sql`select 1`.execute(db)
}
