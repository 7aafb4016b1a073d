import { sql, type Expression, type SqlBool } from 'kysely'

/** Where a row stands in a list: the value it is sorted by, then its id. */
export interface Position {
  key: string | number
  id: string
}

/** One page of a list. Rows come in the list's order whichever end was asked for. */
export interface Page {
  limit: number
  /** The last rows of the range rather than the first. */
  fromEnd: boolean
  after: Position | null
  before: Position | null
}

export interface SortOrder {
  column: string
  type: 'text' | 'integer' | 'timestamptz'
  descending: boolean
}

/** Which rows lie between the page's ends, and in which order to read them so that `limit + 1` rows are enough. */
export function keyset({ column, type, descending }: SortOrder, page: Page) {
  const key = sql.ref(column)
  const id = sql.ref(`${column.split('.')[0]}.id`)
  const beyond = (position: Position, forwards: boolean) =>
    sql<SqlBool>`(${key}, ${id}) ${sql.raw(forwards === descending ? '<' : '>')}
      (${position.key}::${sql.raw(type)}, ${position.id}::uuid)`
  const conditions: Expression<SqlBool>[] = []
  if (page.after) conditions.push(beyond(page.after, true))
  if (page.before) conditions.push(beyond(page.before, false))
  const direction = sql.raw(descending === page.fromEnd ? 'asc' : 'desc')
  return {
    conditions,
    orderBy: sql`${key} ${direction}, ${id} ${direction}`,
    limit: page.limit + 1,
  }
}

export interface Slice<Row> {
  rows: Row[]
  /** Whether there is more on the side where reading stopped. */
  hasMore: boolean
}

/** Takes the row too many off, and turns what was read from the end. */
export function slice<Row>(rows: Row[], page: Page): Slice<Row> {
  const kept = rows.slice(0, page.limit)
  return { rows: page.fromEnd ? kept.toReversed() : kept, hasMore: rows.length > page.limit }
}
