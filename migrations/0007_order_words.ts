import { sql, type Kysely } from 'kysely'

// They are an index that the app keeps, written with their order and never without it, and orders are never deleted. To
// look for the order again for each of ten words was a tenth of what Postgres does for an order.
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table order_words drop constraint order_words_order_id_fkey`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table order_words add constraint order_words_order_id_fkey
    foreign key (order_id) references orders (id)`.execute(db)
}
