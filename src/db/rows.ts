import { sql, type Insertable, type RawBuilder, type Transaction } from 'kysely'
import type { Database } from './tables.ts'

export type NewRows = { [Table in keyof Database]?: Insertable<Database[Table]>[] }

/**
 * Inserts rows into several tables by one statement, whose text depends on the tables only: one round trip and one
 * prepared statement for any number of rows. Foreign keys among them are checked at its end.
 */
export async function insertAll(trx: Transaction<Database>, rows: NewRows): Promise<void> {
  const tables = Object.entries(rows).filter(([, list]) => list.length > 0)
  if (tables.length === 0) return
  const inserts = tables.map(([table, list]) => insertInto(table, list))
  const parts = inserts.map((insert, index) => sql`${sql.ref(`i${index}`)} as (${insert})`)
  await sql`with ${sql.join(parts)} select 1`.execute(trx)
}

// Columns by name: a migration may add some while this version still runs.
function insertInto(table: string, list: object[]): RawBuilder<unknown> {
  const names = new Set(list.flatMap((row) => Object.keys(row)))
  const columns = sql.join([...names].map((name) => sql.ref(name)))
  return sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(list)}::json)`
}

/** `column = any(ids)`: one statement text whatever the number of ids, and no trouble with none. */
export const anyOf = (ids: readonly string[]) => sql<string>`any(${ids}::uuid[])`
