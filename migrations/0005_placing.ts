import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table day_usage (
      date date primary key,
      booked integer not null check (booked >= 0)
    )`.execute(db)

  await sql`
    create table slot_usage (
      method text not null check (method in ('PICKUP', 'DELIVERY')),
      date date not null,
      start_time time(0) not null,
      booked integer not null check (booked >= 0),
      primary key (date, method, start_time)
    )`.execute(db)

  await sql`
    create table idempotency_keys (
      principal text not null,
      operation text not null,
      key text not null,
      input_hash text not null,
      order_id uuid not null,
      created_at timestamptz not null,
      primary key (principal, operation, key)
    )`.execute(db)
  await sql`create index idempotency_keys_by_age on idempotency_keys (created_at)`.execute(db)

  await sql`
    create table outbox (
      id uuid primary key,
      topic text not null,
      payload jsonb not null,
      created_at timestamptz not null,
      delivered_at timestamptz
    )`.execute(db)
  await sql`create index outbox_waiting on outbox (id) where delivered_at is null`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table outbox, idempotency_keys, slot_usage, day_usage`.execute(db)
}
