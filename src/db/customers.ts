import { sql, type ExpressionBuilder, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { Moment } from '../domain/moment.ts'
import { keyset, slice, type Page, type Slice, type SortOrder } from './keyset.ts'
import { insertAll } from './rows.ts'
import type { CustomerTable, Database } from './tables.ts'
import { startsWith } from './words.ts'

export type Customer = Selectable<CustomerTable>

/** What is shown of one. */
export type ShownCustomer = Pick<Customer, 'id' | 'name' | 'email' | 'phone' | 'allergies'> &
  Record<'created_at' | 'updated_at', Moment>

export type Who = { id: string } | { subject: string }

export function find(db: Kysely<Database>, who: Who): Promise<Customer | undefined> {
  return matching(db, who).executeTakeFirst()
}

/** Holds the customer until the transaction ends, so that placing and erasing wait for each other. */
export function lock(trx: Transaction<Database>, who: Who): Promise<Customer | undefined> {
  return matching(trx, who).forUpdate().executeTakeFirst()
}

const matching = (db: Kysely<Database>, who: Who) =>
  db
    .selectFrom('customers')
    .selectAll()
    .where((row) => ('id' in who ? row('id', '=', who.id) : row('subject', '=', who.subject)))

/** Inserts a customer, unless the subject has one already: then nothing happens and it answers false. */
export async function insert(trx: Transaction<Database>, row: Customer, words: string[]): Promise<boolean> {
  const inserted = await trx
    .insertInto('customers')
    .values(row)
    .onConflict((conflict) => conflict.column('subject').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) {
    await insertAll(trx, { customer_words: words.map((word) => ({ word, customer_id: row.id })) })
  }
  return inserted !== undefined
}

/** Writes a locked customer anew. */
export async function update(
  trx: Transaction<Database>,
  { id, ...row }: Customer,
  words: string[],
): Promise<void> {
  await trx.updateTable('customers').set(row).where('id', '=', id).execute()
  await trx.deleteFrom('customer_words').where('customer_id', '=', id).execute()
  await insertAll(trx, { customer_words: words.map((word) => ({ word, customer_id: id })) })
}

export async function remove(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.deleteFrom('customer_words').where('customer_id', '=', id).execute()
  await trx.deleteFrom('customers').where('id', '=', id).execute()
}

export const CUSTOMER_ORDER: SortOrder = {
  column: 'customers.created_at',
  type: 'timestamptz',
  descending: true,
}

/** The newest first; each term must be the beginning of some word. */
export async function list(
  db: Kysely<Database>,
  terms: readonly string[],
  page: Page,
): Promise<Slice<Customer>> {
  const { conditions, orderBy, limit } = keyset(CUSTOMER_ORDER, page)
  const rows = await db
    .selectFrom('customers')
    .selectAll()
    .where((customer) => customer.and([...named(customer, terms), ...conditions]))
    .orderBy(orderBy)
    .limit(limit)
    .execute()
  return slice(rows, page)
}

export async function count(db: Kysely<Database>, terms: readonly string[]): Promise<number> {
  const { customers } = await db
    .selectFrom('customers')
    .select((customer) => customer.fn.countAll<number>().as('customers'))
    .where((customer) => customer.and(named(customer, terms)))
    .executeTakeFirstOrThrow()
  return customers
}

const named = (customer: ExpressionBuilder<Database, 'customers'>, terms: readonly string[]) =>
  terms.map((term) =>
    customer.exists(
      customer
        .selectFrom('customer_words')
        .select(sql.lit(1).as('one'))
        .whereRef('customer_id', '=', 'customers.id')
        .where(startsWith(term)),
    ),
  )
