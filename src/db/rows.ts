import { sql, type Insertable, type RawBuilder, type Transaction } from 'kysely'
import type { Database } from './tables.ts'

export type NewRows = { [Table in keyof Database]?: Insertable<Database[Table]>[] }

/**
 * Inserts rows into several tables by one statement, whose text depends on the tables only: one round trip and one
 * prepared statement for any number of rows. Foreign keys among them are checked at its end.
 */
export async function insertAll(trx: Transaction<Database>, rows: NewRows): Promise<void> {
  const lists = filled(rows)
  if (lists.length === 0) return
  const parts = lists.map(([table, list]) => insertInto(table, list, sql`${JSON.stringify(list)}`))
  await sql`with ${sql.join(parts)} select 1`.execute(trx)
}

/** The tables that get rows. */
export const filled = (rows: NewRows) => Object.entries(rows).filter(([, list]) => list.length > 0)

/**
 * The part of a WITH that inserts such rows, given as JSON, where a condition holds.
 * Columns by name: a migration may add some while this version still runs. All names are those of `Database`.
 */
export function insertInto(
  table: string,
  list: object[],
  json: RawBuilder<unknown>,
  condition: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const names = [...new Set(list.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`)
  const columns = sql.raw(names.join(', '))
  return sql`${sql.raw(`into_${table}`)} as (insert into ${sql.raw(`"${table}"`)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.raw(`"${table}"`)}, ${json}::json) ${condition})`
}

/**
 * `column = any(ids)`: one statement text whatever the number of ids, and no trouble with none. A single one stands by
 * itself: for that Postgres keeps a plan, while for a list, which may be long, it plans anew each time.
 */
export const anyOf = (ids: readonly string[]): RawBuilder<string> =>
  ids.length === 1 ? sql`${ids[0]}::uuid` : sql`any(${ids}::uuid[])`

export const rowsByParent = async <Row>(
  column: keyof Row,
  rows: Promise<Row[]>,
): Promise<Map<string, Row[]>> => Map.groupBy(await rows, (row) => row[column] as string)
