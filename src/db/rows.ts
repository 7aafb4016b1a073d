import { CompiledQuery, sql, type Insertable, type RawBuilder, type Transaction } from 'kysely'
import type { Database } from './tables.ts'

export type NewRows = { [Table in keyof Database]?: Insertable<Database[Table]>[] }

/**
 * Inserts rows into several tables by one statement, whose text depends on the tables only: one round trip and one
 * prepared statement for any number of rows. Foreign keys among them are checked at its end.
 */
export async function insertAll(trx: Transaction<Database>, rows: NewRows): Promise<void> {
  const { parts, values } = insertionOf(rows)
  if (parts.length === 0) return
  await trx.executeQuery(CompiledQuery.raw(`with ${parts.join(', ')} select 1`, values))
}

/** What inserts rows: the tables, the parts of a WITH, made when they are asked for, and their values from $1 on. */
export function insertionOf(rows: NewRows) {
  const lists = Object.entries(rows).filter(([, list]) => list.length > 0)
  return {
    tables: lists.map(([table]) => table),
    values: lists.map(([, list]): unknown => JSON.stringify(list)),
    get parts() {
      return lists.map(([table, list], index) => `i${index} as (${insertInto(table, list, `$${index + 1}`)})`)
    },
  }
}

// Columns by name: a migration may add some while this version still runs. All names are those of `Database`.
function insertInto(table: string, list: object[], value: string): string {
  const columns = [...new Set(list.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`).join(', ')
  return `insert into "${table}" (${columns})
    select ${columns} from json_populate_recordset(null::"${table}", ${value}::json)`
}

/** `column = any(ids)`: one statement text whatever the number of ids, and no trouble with none. */
export const anyOf = (ids: readonly string[] | RawBuilder<readonly string[]>) =>
  sql<string>`any(${ids}::uuid[])`

export const rowsByParent = async <Row>(
  column: keyof Row,
  rows: Promise<Row[]>,
): Promise<Map<string, Row[]>> => Map.groupBy(await rows, (row) => row[column] as string)
