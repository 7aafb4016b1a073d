import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Another one with every change of cakes, settings and special days: whoever knows it has seen them all.
  await sql`alter table bakery add column catalogue_version uuid not null default gen_random_uuid()`.execute(
    db,
  )
  await sql`alter table bakery alter column catalogue_version drop default`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table bakery drop column catalogue_version`.execute(db)
}
