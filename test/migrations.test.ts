import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../src/db/connect.ts'
import { migrateBack, migrateToLatest } from '../src/db/migrate.ts'
import { NEWEST } from '../src/db/schema-version.ts'
import { createDatabase } from './support/database.ts'

// A migration that has run somewhere is never changed: write a new one. Until the first release a digest may be renewed.
const FROZEN = {
  '0001_settings': 'LuzdYh4AM1lU',
  '0002_catalogue': 'xGemKPUqSt-i',
  '0003_customers': 'XzaXTepjNXl7',
  '0004_orders': 'X042sKXZ3tKf',
  '0005_placing': 'jp0JWDL-7Wgd',
  '0006_catalogue_version': 'aNE3LJAxuMUv',
  '0007_order_words': '9aCWotNY6-Qi',
}

const FOLDER = join(import.meta.dirname, '../migrations')
const FILES = globSync('*', { cwd: FOLDER }).toSorted()
const NAMES = FILES.map((file) => file.replace(/\.ts$/, ''))

test('a database that went forward, back to nothing and forward again is the same as one that went forward', async () => {
  const db = await openEmpty()
  expect(await migrateToLatest(db)).toEqual(NAMES)
  const first = await describeSchema(db)
  expect(first.length).toBeGreaterThan(200)
  expect(await migrateToLatest(db)).toEqual([])
  expect(await migrateBack(db)).toEqual(NAMES.toReversed())
  expect(await describeSchema(db)).toEqual([])
  expect(await migrateToLatest(db)).toEqual(NAMES)
  expect(await describeSchema(db)).toEqual(first)
})

test.each(FILES)('%s undoes exactly what it did', async (file) => {
  const db = await openEmpty()
  const migrations = await Promise.all(FILES.slice(0, FILES.indexOf(file) + 1).map(load))
  const { up, down } = migrations.pop()!
  for (const earlier of migrations) await earlier.up(db)
  const before = await describeSchema(db)
  await up(db)
  const after = await describeSchema(db)
  expect(after).not.toEqual(before)
  await down(db)
  expect(await describeSchema(db)).toEqual(before)
  await up(db)
  expect(await describeSchema(db)).toEqual(after)
})

test('the schema needs nothing that a distributed Postgres may lack: no sequence, enum, trigger, function, extension', async () => {
  const db = await openEmpty()
  await migrateToLatest(db)
  const { rows } = await sql`
    select relname as name from pg_class where relkind = 'S'
    union all select typname from pg_type where typtype = 'e'
    union all select tgname from pg_trigger where not tgisinternal
    union all select proname from pg_proc where pronamespace = 'public'::regnamespace
    union all select extname from pg_extension where extname <> 'plpgsql'`.execute(db)
  expect(rows).toEqual([])
})

test('migrations are numbered from 0001 without a gap, and all of them are run', () => {
  expect(FILES).toEqual(NAMES.map((name) => `${name}.ts`))
  expect(NAMES.map((name) => name.slice(0, 5))).toEqual(
    NAMES.map((_, index) => `${String(index + 1).padStart(4, '0')}_`),
  )
  expect(NEWEST).toBe(NAMES.at(-1))
})

test.each(FILES)('%s needs nothing but Kysely', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8')
  const named = [...text.matchAll(/\b(?:from|import|require)\b\s*\(?\s*(['"`])(.*?)\1/g)].map(
    (match) => match[2],
  )
  expect(new Set(named)).toEqual(new Set(['kysely']))
})

test('no migration was changed after it was written', () => {
  const digests = FILES.map((file) => {
    const words = readFileSync(join(FOLDER, file), 'utf8').replaceAll(/\s+/g, ' ').trim()
    return createHash('sha256').update(words).digest('base64url').slice(0, 12)
  })
  expect(Object.fromEntries(NAMES.map((name, index) => [name, digests[index]]))).toEqual(FROZEN)
})

const load = async (file: string) =>
  (await import(pathToFileURL(join(FOLDER, file)).href)) as Required<Migration>

async function openEmpty(): Promise<Kysely<unknown>> {
  const database = await createDatabase({ from: 'empty' })
  const db = connect({ url: database.direct, max: 2 }) as Kysely<unknown>
  onTestFinished(async () => {
    await db.destroy()
    await database.drop()
  })
  return db
}

/** Every column in its order, constraint and index, a line each, but for the migrator's own tables. */
async function describeSchema(db: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with tables as (
      select oid, relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind <> 'i' and relname not like 'kysely%')
    select format('table %s', relname) as line from tables
    union all
    select format('column %s.%s %s %s %s %s %s', relname, row_number() over (partition by attrelid order by attnum), attname, format_type(atttypid, atttypmod),
        attnotnull, collname, pg_get_expr(adbin, adrelid))
      from pg_attribute join tables on tables.oid = attrelid
        left join pg_attrdef on adrelid = attrelid and adnum = attnum
        left join pg_collation on pg_collation.oid = attcollation
      where attnum > 0 and not attisdropped
    union all
    select format('constraint %s %s %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
      from pg_constraint join tables on tables.oid = conrelid
    union all
    select format('index %s', pg_get_indexdef(indexrelid)) from pg_index join tables on tables.oid = indrelid
    order by line`.execute(db)
  return rows.map(({ line }) => line)
}
