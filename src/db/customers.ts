import type { Kysely, Selectable, Transaction } from 'kysely'
import { insertAll } from './rows.ts'
import type { CustomerTable, Database } from './tables.ts'

export type Customer = Selectable<CustomerTable>

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
    .where('erased_at', 'is', null)
    .where((row) => ('id' in who ? row('id', '=', who.id) : row('subject', '=', who.subject)))

/** Inserts a customer, unless the subject has one already: then nothing happens and it answers false. */
export async function insert(trx: Transaction<Database>, row: Customer, words: string[]): Promise<boolean> {
  const inserted = await trx
    .insertInto('customers')
    .values(row)
    .onConflict((conflict) => conflict.column('subject').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted && words.length > 0) {
    await insertAll(trx, { customer_words: words.map((word) => ({ word, customer_id: row.id })) })
  }
  return inserted !== undefined
}
