import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely'
import { send } from './connect.ts'
import type { Database } from './tables.ts'

/** Values that are not there yet, to build a statement with. */
export type Values<V> = { [Name in keyof V]: RawBuilder<V[Name]> }

type Given<V> = { [Name in keyof V]: V[Name] extends RawBuilder<infer Value> ? Value : never }

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
export function prepare<V, Row>(
  build: (db: Kysely<Database>, values: V) => { compile(db: Kysely<Database>): CompiledQuery<Row> },
): (db: Kysely<Database>, given: Given<V>) => Promise<Row[]> {
  let built: CompiledQuery<Row> | undefined
  return (db, given) => {
    built ??= withEachOnce(build(db, blanks as V).compile(db))
    const parameters = built.parameters.map((value) =>
      value instanceof Blank ? given[value.name as keyof V] : value,
    )
    return send(db, { ...built, parameters })
  }
}

/**
 * The same for what is read by ids, which come where `ids` is: `column = ids`. For one id, which is what is asked for mostly,
 * it is a statement of its own (see `anyOf`).
 */
export function prepareByIds<V, Row>(
  build: (
    db: Kysely<Database>,
    ids: RawBuilder<string>,
    values: V,
  ) => { compile(db: Kysely<Database>): CompiledQuery<Row> },
): (db: Kysely<Database>, ids: readonly string[], given: Given<V>) => Promise<Row[]> {
  type WithIds = V & Values<{ ids: readonly string[] | string }>
  const one = prepare((db, values: WithIds) => build(db, sql`${values.ids}::uuid`, values))
  const several = prepare((db, values: WithIds) => build(db, sql`any(${values.ids}::uuid[])`, values))
  return (db, ids, given) =>
    ids.length === 1
      ? one(db, { ...given, ids: ids[0]! } as Given<WithIds>)
      : several(db, { ...given, ids } as Given<WithIds>)
}

/** The same statement, in which a value that stands in several places is sent once. */
function withEachOnce<Row>({ sql: text, parameters, ...more }: CompiledQuery<Row>): CompiledQuery<Row> {
  const keys = parameters.map((value) => (value instanceof Blank ? value.name : Symbol()))
  const first = keys.map((key) => keys.indexOf(key))
  const kept = first.filter((at, index) => at === index)
  return {
    ...more,
    sql: text.replace(/\$(\d+)/g, (_, place) => `$${kept.indexOf(first[Number(place) - 1]!) + 1}`),
    parameters: kept.map((at) => parameters[at]),
  }
}
