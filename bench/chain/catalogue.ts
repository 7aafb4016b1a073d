import { sql, type Kysely } from 'kysely'
import { startServer } from '../../dev/server-process.ts'
import type { Database } from '../../src/db/tables.ts'
import { ask, repeat } from './orders.ts'

const LISTS = {
  'first 20 by name': '{ cakes(first: 20) { nodes { name } } }',
  'and their count': '{ cakes(first: 20) { totalCount nodes { name } } }',
  'without nuts, for ten':
    '{ cakes(first: 20, filter: { withoutAllergens: [TREE_NUTS], minServings: 10 }) { totalCount nodes { name } } }',
  'a word': '{ cakes(first: 20, filter: { search: "choc" }) { totalCount nodes { name } } }',
}

/** What lists of cakes take when there are many more of them. */
export async function measureCatalogue(db: Kysely<Database>, databaseUrl: string): Promise<string> {
  const server = await startServer({ args: ['dist/server/server.cjs'], databaseUrl })
  const rows: string[] = []
  try {
    let copies = 0
    for (const upTo of [0, 50, 500]) {
      await copyCakes(db, copies + 1, upTo)
      copies = upTo
      const { cakes } = await ask<{ cakes: { totalCount: number } }>(server.port, '{ cakes { totalCount } }')
      const cells: string[] = []
      for (const query of Object.values(LISTS)) {
        await repeat(1, 0.2, () => ask(server.port, query))
        const { p50, p95 } = await repeat(1, 1, () => ask(server.port, query))
        cells.push(`${p50.toFixed(0)}, ${p95.toFixed(0)}`)
      }
      rows.push(`| ${[cakes.totalCount, ...cells].join(' | ')} |`)
      console.log(rows.at(-1))
    }
  } finally {
    await server.stop()
  }
  return [
    'Lists of cakes over HTTP, one after the other, p50 and p95 in ms, by how many are on sale:',
    '',
    `| on sale | ${Object.keys(LISTS).join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

/** The sample's cakes again and again, with their sizes, options and words; copies are known by numbers of three digits. */
async function copyCakes(db: Kysely<Database>, from: number, to: number): Promise<void> {
  if (to < from) return
  const numbers = sql`generate_series(${from}::int, ${to}::int) n`
  const ofSample = sql`(select * from cakes where slug !~ '-[0-9]{3}$')`
  await sql`
    with
      a as (
        insert into cakes
        select (jsonb_populate_record(null::cakes, to_jsonb(c) || jsonb_build_object('id', ${copy('c.id')},
          'slug', c.slug || to_char(n, '"-"FM000'), 'name_key', c.name_key || n))).*
        from ${ofSample} c, ${numbers}),
      b as (
        insert into cake_variants
        select (jsonb_populate_record(v, jsonb_build_object('id', ${copy('v.id')}, 'cake_id', ${copy('c.id')},
          'sku', v.sku || '-' || n))).*
        from cake_variants v join ${ofSample} c on c.id = v.cake_id, ${numbers}),
      g as (
        insert into option_groups
        select (jsonb_populate_record(g, jsonb_build_object('id', ${copy('g.id')}, 'cake_id', ${copy('c.id')}))).*
        from option_groups g join ${ofSample} c on c.id = g.cake_id, ${numbers}),
      o as (
        insert into cake_options
        select (jsonb_populate_record(o, jsonb_build_object('id', ${copy('o.id')}, 'group_id', ${copy('g.id')}))).*
        from cake_options o join option_groups g on g.id = o.group_id join ${ofSample} c on c.id = g.cake_id, ${numbers})
    insert into cake_words select w.word, ${copy('c.id')}
    from cake_words w join ${ofSample} c on c.id = w.cake_id, ${numbers}`.execute(db)
  await sql`analyze`.execute(db)
}

const copy = (id: string) => sql`md5(${sql.ref(id)}::text || n)::uuid`
