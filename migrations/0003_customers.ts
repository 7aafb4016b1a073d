import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table customers (
      id uuid primary key,
      subject text unique,
      name text not null,
      email text,
      email_key text,
      phone text,
      allergies text[] not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      check (email is not null or phone is not null),
      check ((email is null) = (email_key is null))
    )`.execute(db)
  await sql`create index customers_by_email on customers (email_key)`.execute(db)
  await sql`create index customers_by_age on customers (created_at, id)`.execute(db)

  await sql`
    create table customer_words (
      word text collate "C" not null,
      customer_id uuid not null references customers (id),
      primary key (word, customer_id)
    )`.execute(db)
  await sql`create index customer_words_by_customer on customer_words (customer_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table customer_words, customers`.execute(db)
}
