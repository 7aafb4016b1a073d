import { sql, type Kysely } from 'kysely'

const STATUSES = sql.raw(`('PENDING', 'CONFIRMED', 'IN_PRODUCTION', 'READY', 'OUT_FOR_DELIVERY', 'COMPLETED',
  'CANCELLED', 'DECLINED', 'NO_SHOW')`)
const ROLES = sql.raw(`('CUSTOMER', 'STAFF', 'ADMIN')`)

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table orders (
      id uuid primary key,
      number text not null unique,
      status text not null check (status in ${STATUSES}),
      version integer not null check (version > 0),
      customer_id uuid references customers (id),
      placed_by text check (placed_by in ${ROLES}),
      contact_name text,
      contact_email text,
      contact_phone text,
      contact_email_key text,
      contact_phone_key text,
      method text not null check (method in ('PICKUP', 'DELIVERY')),
      slot_date date not null,
      slot_start time(0) not null,
      slot_end time(0) not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null check (ends_at > starts_at),
      address_line1 text,
      address_line2 text,
      address_postal_code text,
      address_city text,
      address_country text,
      note text,
      prices_include_tax boolean not null,
      subtotal integer not null check (subtotal >= 0),
      delivery_fee integer not null check (delivery_fee >= 0),
      tax integer not null check (tax >= 0),
      total integer not null check (total >= 0),
      allergens text[] not null,
      production_units integer not null check (production_units >= 0),
      placed_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index orders_by_placing on orders (placed_at, id)`.execute(db)
  await sql`create index orders_by_customer on orders (customer_id, placed_at, id)`.execute(db)
  await sql`create index orders_by_slot on orders (starts_at, id)`.execute(db)
  await sql`create index orders_by_day on orders (slot_date, status)`.execute(db)
  await sql`create index orders_by_status on orders (status, placed_at, id)`.execute(db)
  await sql`create index orders_by_change on orders (updated_at)`.execute(db)
  await sql`create index guest_orders_by_email on orders (contact_email_key) where placed_by is null`.execute(
    db,
  )
  await sql`create index guest_orders_by_phone on orders (contact_phone_key) where placed_by is null`.execute(
    db,
  )

  await sql`
    create table order_items (
      id uuid primary key,
      order_id uuid not null references orders (id),
      position integer not null,
      cake_id uuid not null references cakes (id),
      variant_id uuid not null,
      cake_name text not null,
      variant_name text not null,
      inscription text,
      quantity integer not null check (quantity between 1 and 99),
      unit_price integer not null check (unit_price >= 0),
      total integer not null check (total >= 0),
      tax_rate_basis_points integer not null,
      production_units integer not null check (production_units >= 0),
      allergens text[] not null,
      unique (order_id, position)
    )`.execute(db)

  await sql`
    create table order_item_options (
      order_item_id uuid not null references order_items (id),
      position integer not null,
      option_id uuid not null,
      group_name text not null,
      name text not null,
      surcharge integer not null check (surcharge >= 0),
      primary key (order_item_id, position)
    )`.execute(db)

  // Never updated, never deleted, and therefore free of anything a person wrote.
  await sql`
    create table order_events (
      order_id uuid not null references orders (id),
      version integer not null,
      at timestamptz not null,
      status text not null check (status in ${STATUSES}),
      action text,
      by_role text check (by_role in ${ROLES}),
      overrode text[] not null,
      slot_date date not null,
      primary key (order_id, version)
    )`.execute(db)

  await sql`create index order_events_by_time on order_events (at)`.execute(db)

  await sql`
    create table order_event_notes (
      order_id uuid not null,
      version integer not null,
      note text not null,
      primary key (order_id, version),
      foreign key (order_id, version) references order_events (order_id, version)
    )`.execute(db)

  await sql`
    create table order_words (
      word text collate "C" not null,
      order_id uuid not null references orders (id),
      primary key (word, order_id)
    )`.execute(db)
  await sql`create index order_words_by_order on order_words (order_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table order_words, order_event_notes, order_events, order_item_options, order_items, orders`.execute(
    db,
  )
}
