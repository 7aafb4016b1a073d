import { sql, type Kysely } from 'kysely'
import { renew } from '../../src/db/catalogue.ts'
import type { Database } from '../../src/db/tables.ts'

/** Forgets every order that was ever placed, with its counters and keys; the catalogue stays. */
export async function emptyOrderBook(db: Kysely<Database>): Promise<void> {
  await sql`
    delete from order_event_notes; delete from order_events;
    delete from order_item_options; delete from order_items;
    delete from order_words; delete from orders;
    delete from day_usage; delete from slot_usage;
    delete from idempotency_keys; delete from outbox`.execute(db)
}

/** Lets every slot and every open day hold so much. */
export async function setRoom(
  db: Kysely<Database>,
  { ordersPerSlot, unitsPerDay }: { ordersPerSlot: number; unitsPerDay: number },
): Promise<void> {
  await db.updateTable('opening_hours').set({ orders_per_slot: ordersPerSlot }).execute()
  await db.updateTable('weekday_capacities').set({ units: unitsPerDay }).where('units', '>', 0).execute()
  await renew(db)
}

/** What there is of each order, where it does not belong together: nowhere, ever. */
export async function brokenOrders(db: Kysely<Database>): Promise<object[]> {
  const { rows } = await sql<object>`
    select orders.id, status, version, events, last_status, items, messages, keys, words from orders
      left join lateral (select count(*) as events, (array_agg(e.status order by e.version desc))[1] as last_status
        from order_events e where order_id = orders.id) e on true
      left join lateral (select count(*) as items from order_items where order_id = orders.id) i on true
      left join lateral (select count(*) as messages from outbox where payload ->> 'orderId' = orders.id::text) o on true
      left join lateral (select count(*) as keys from idempotency_keys where order_id = orders.id) k on true
      left join lateral (select count(*) as words from order_words where order_id = orders.id) w on true
    where events <> version or last_status <> status or items = 0 or messages <> version or keys <> 1 or words = 0
    union all
    select order_id, null, null, null, null, null, null, null, null
      from (select order_id from idempotency_keys union select order_id from order_words) named
      where order_id not in (select id from orders)`.execute(db)
  return rows
}

/** Deadlocks in this database so far; those of sessions that go on may be counted late. */
export async function deadlocks(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(db)
  return rows[0]!.deadlocks
}

/** Sessions in this database, but for the one that asks. */
export async function sessions(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ sessions: number }>`select count(*) as sessions from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  return rows[0]!.sessions
}
