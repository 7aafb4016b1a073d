import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from './tables.ts'

type Places<Values> = { [Name in keyof Values]: RawBuilder<Values[Name]> }

/** Stands in a statement where a value will be. */
class Blank {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

const blanks = new Proxy({}, { get: (_, name) => sql`${new Blank(String(name))}` })

/**
 * A statement whose text is built once, the first time that it is sent; only its values are given each time. For those that
 * are sent with nearly every request: building one takes longer than sending it.
 */
export function prepare<Values extends object, Row>(
  build: (
    db: Kysely<Database>,
    values: Places<Values>,
  ) => { compile(db: Kysely<Database>): CompiledQuery<Row> },
): (db: Kysely<Database>, values: Values) => Promise<Row[]> {
  let built: CompiledQuery<Row> | undefined
  return async (db, values) => {
    built ??= build(db, blanks as Places<Values>).compile(db)
    const parameters = built.parameters.map((value) =>
      value instanceof Blank ? values[value.name as keyof Values] : value,
    )
    return (await db.executeQuery<Row>({ ...built, parameters })).rows
  }
}
