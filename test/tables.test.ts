import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { parseAst } from 'rolldown/parseAst'
import { expect, test } from 'vitest'
import { ALLERGENS, CAKE_STATUSES, DIETS, OPTION_PRICINGS } from '../src/domain/cake.ts'
import { FULFILMENT_METHODS, UNAVAILABLE_REASONS, WEEKDAYS } from '../src/domain/calendar.ts'
import { ORDER_ACTIONS, ORDER_STATUSES } from '../src/domain/order-status.ts'
import { ROLES } from '../src/domain/viewer.ts'
import { openBakery } from './support/bakery.ts'

/** What a value of each Postgres type is in a row. */
const KINDS: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  integer: 'number',
  bigint: 'number',
  boolean: 'boolean',
  date: 'LocalDate',
  'time(0) without time zone': 'LocalTime',
  'timestamp with time zone': 'Temporal.Instant',
  jsonb: 'JSONColumnType',
  'text[]': 'string[]',
}

/** Names of the row types that stand for text, with the words that may stand there. */
const WORDS: Record<string, readonly string[]> = {
  Allergen: ALLERGENS,
  CakeStatus: CAKE_STATUSES,
  Diet: DIETS,
  FulfilmentMethod: FULFILMENT_METHODS,
  OptionPricing: OPTION_PRICINGS,
  OrderAction: ORDER_ACTIONS,
  OrderStatus: ORDER_STATUSES,
  Role: ROLES,
  UnavailableReason: UNAVAILABLE_REASONS,
  Weekday: WEEKDAYS,
}

test('the row types name every table and column of a freshly migrated database, and nothing else', async () => {
  const { db } = await openBakery({ settings: false })
  const { rows } = await sql<{ table: string; column: string; type: string; nullable: boolean }>`
    select relname as table, attname as column, format_type(atttypid, atttypmod) as type, not attnotnull as nullable
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
      and relname not like 'kysely%'`.execute(db)
  const inPostgres = toTables(
    rows.map(({ type, ...column }) => ({ ...column, type: KINDS[type] ?? `unknown: ${type}` })),
  )
  const inCode = toTables(
    readRowTypes().map(({ type, ...column }) => ({ ...column, type: type.replace(/^\w+/, textOf) })),
  )
  expect(inCode).toEqual(inPostgres)
})

test('where a column takes certain words only, they are those that the code knows', async () => {
  const { db } = await openBakery({ settings: false })
  const { rows } = await sql<{ table: string; column: string; condition: string }>`
    select relname as table, attname as column, pg_get_constraintdef(pg_constraint.oid) as condition
    from pg_constraint join pg_class on pg_class.oid = conrelid
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'c' and cardinality(conkey) = 1`.execute(db)
  const checked = rows.filter(({ condition }) => condition.includes('ARRAY['))
  expect(checked.length).toBeGreaterThan(10)
  const types = new Map(readRowTypes().map(({ table, column, type }) => [`${table}.${column}`, type]))
  const inPostgres = checked.map(({ table, column, condition }) => ({
    column: `${table}.${column}`,
    words: [...condition.matchAll(/'(\w+)'/g)].map((match) => match[1]!).toSorted(),
  }))
  const inCode = inPostgres.map(({ column }) => ({
    column,
    words: WORDS[types.get(column)!.replace('[]', '')]?.toSorted(),
  }))
  expect(inCode).toEqual(inPostgres)
})

test('values of every kind come out of the database as the row types say', async () => {
  const { db } = await openBakery({ settings: false })
  const { rows } =
    await sql<object>`select 'Sacher' as text, 4200 as integer, 9007199254740991 as bigint, true as yes,
    date '2026-12-24' as date, time '09:30' as time, timestamptz '2026-12-24 10:30:00.123456+01' as instant,
    '{"a": 1}'::jsonb as json, '{EGGS,"TREE NUTS"}'::text[] as list, null::date as nothing`.execute(db)
  expect(rows).toEqual([
    {
      text: 'Sacher',
      integer: 4200,
      bigint: 9007199254740991,
      yes: true,
      date: '2026-12-24',
      time: '09:30',
      instant: Temporal.Instant.from('2026-12-24T09:30:00.123456Z'),
      json: { a: 1 },
      list: ['EGGS', 'TREE NUTS'],
      nothing: null,
    },
  ])
})

interface Column {
  table: string
  column: string
  type: string
  nullable: boolean
}

const textOf = (name: string): string => (name in WORDS ? 'string' : name)

function toTables(columns: Column[]): Record<string, Record<string, string>> {
  const tables: Record<string, Record<string, string>> = {}
  for (const { table, column, type, nullable } of columns) {
    ;(tables[table] ??= {})[column] = nullable ? `${type} | null` : type
  }
  return tables
}

// TypeScript 7 tells programs nothing, so the bundler's parser reads the interfaces.
interface Syntax {
  type: string
  name?: string
  id?: Syntax
  key?: Syntax
  left?: Syntax
  right?: Syntax
  typeName?: Syntax
  elementType?: Syntax
  typeAnnotation?: Syntax
  declaration?: Syntax | null
  optional?: boolean
  types?: Syntax[]
  members?: Syntax[]
  body?: Syntax | Syntax[]
}

function readRowTypes(): Column[] {
  const folder = join(import.meta.dirname, '../src/db')
  const statements = globSync('*tables.ts', { cwd: folder }).flatMap(
    (file) => (parseAst(readFileSync(join(folder, file), 'utf8'), { lang: 'ts' }) as Syntax).body as Syntax[],
  )
  const interfaces = new Map(
    statements
      .map((statement) => statement.declaration ?? statement)
      .filter(({ type }) => type === 'TSInterfaceDeclaration')
      .map((each) => [each.id!.name!, (each.body as Syntax).body as Syntax[]]),
  )
  return interfaces.get('Database')!.flatMap((table) => {
    const row = table.typeAnnotation!.typeAnnotation!
    const members = row.type === 'TSTypeLiteral' ? row.members : interfaces.get(row.typeName?.name ?? '')
    if (!members) throw new Error(`${table.key!.name} has no row type that can be read`)
    return members.map((member) => ({
      table: table.key!.name!,
      column: member.key!.name!,
      ...kindOf(member),
    }))
  })
}

function kindOf({ key, optional, typeAnnotation }: Syntax): { type: string; nullable: boolean } {
  const declared = typeAnnotation?.typeAnnotation
  if (optional || !declared) throw new Error(`${key!.name} is not a plain column`)
  const types = declared.type === 'TSUnionType' ? declared.types! : [declared]
  const values = types.filter(({ type }) => type !== 'TSNullKeyword')
  return { type: values.map(nameOf).join(' | '), nullable: values.length < types.length }
}

function nameOf(node: Syntax): string {
  if (node.type === 'TSArrayType') return `${nameOf(node.elementType!)}[]`
  if (node.type === 'TSTypeReference') return nameOf(node.typeName!)
  if (node.type === 'TSQualifiedName') return `${nameOf(node.left!)}.${nameOf(node.right!)}`
  return node.name ?? node.type.replace(/^TS(\w+)Keyword$/, '$1').toLowerCase()
}
