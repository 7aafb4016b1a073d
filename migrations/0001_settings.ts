import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table bakery (
      id uuid primary key,
      name text not null,
      time_zone text not null,
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      locale text not null,
      email text,
      phone text,
      prices_include_tax boolean not null,
      tax_rate_basis_points integer not null check (tax_rate_basis_points between 0 and 10000),
      booking_horizon_days integer not null check (booking_horizon_days between 0 and 730),
      cancellation_notice_hours integer not null check (cancellation_notice_hours between 0 and 8760),
      confirms_automatically boolean not null,
      order_number_prefix text not null check (order_number_prefix ~ '^[A-Z0-9]{0,8}-?$'),
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  // One deployment serves one bakery.
  await sql`create unique index bakery_stands_alone on bakery ((true))`.execute(db)

  await sql`
    create table opening_hours (
      id uuid primary key,
      weekday text not null check (weekday in ('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY')),
      method text not null check (method in ('PICKUP', 'DELIVERY')),
      opens time(0) not null,
      closes time(0) not null check (closes > opens),
      slot_minutes integer not null check (slot_minutes between 5 and 1440),
      orders_per_slot integer not null check (orders_per_slot between 0 and 10000),
      unique (weekday, method, opens)
    )`.execute(db)

  await sql`
    create table weekday_capacities (
      weekday text primary key check (weekday in ('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY')),
      units integer not null check (units between 0 and 1000000)
    )`.execute(db)

  await sql`
    create table special_days (
      date date primary key,
      closed boolean not null,
      reason text,
      has_own_hours boolean not null,
      production_capacity integer check (production_capacity between 0 and 1000000)
    )`.execute(db)

  await sql`
    create table special_hours (
      date date not null references special_days (date) on delete cascade,
      method text not null check (method in ('PICKUP', 'DELIVERY')),
      opens time(0) not null,
      closes time(0) not null check (closes > opens),
      slot_minutes integer not null check (slot_minutes between 5 and 1440),
      orders_per_slot integer not null check (orders_per_slot between 0 and 10000),
      primary key (date, method, opens)
    )`.execute(db)

  await sql`
    create table delivery_zones (
      id uuid primary key,
      position integer not null unique,
      name text not null,
      postal_code_prefixes text[] not null check (cardinality(postal_code_prefixes) > 0),
      fee integer not null check (fee >= 0),
      minimum_subtotal integer check (minimum_subtotal >= 0)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table delivery_zones, special_hours, special_days, weekday_capacities, opening_hours, bakery`.execute(
    db,
  )
}
