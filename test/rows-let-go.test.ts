import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../src/db/connect.ts'
import { connectionOf } from '../src/resolvers/paginate.ts'
import { openBakery } from './support/bakery.ts'
import { pooled } from './support/pooler.ts'

const TIMES = 100
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (how?: { type: 'minor' }) => void

/** Bytes that are kept of each time. */
async function keptOf(make: () => unknown): Promise<number> {
  await make()
  collect()
  const before = process.memoryUsage().heapUsed
  for (let time = 0; time < TIMES; time++) await make()
  collect({ type: 'minor' })
  collect({ type: 'minor' })
  return (process.memoryUsage().heapUsed - before) / TIMES
}

// Behind a pooler statements have no names, and are pg's own.
test.skipIf(pooled)('rows go with the first young collections after nobody needs them any more', async () => {
  const bakery = await openBakery()
  const db = connect({ url: bakery.url })
  const read = () =>
    sql`select repeat(md5(n::text), 10), ${1}::int from generate_series(1, 300) n`.execute(db)
  // All rows together are a hundred thousand letters.
  expect(await keptOf(read)).toBeLessThan(40_000)
  await db.destroy()
  await bakery.close()
})

test('so does a page of a list', async () => {
  const list = { name: 'numbers', type: 'integer' as const, keyOf: () => 1 }
  const page = { limit: 20, fromEnd: false, after: null, before: null }
  const make = () => {
    const rows = Array.from({ length: 20 }, () => ({
      id: '',
      numbers: Array.from({ length: 500 }, (_, n) => n / 2),
    }))
    return connectionOf(list, page, { rows, hasMore: false }, () => Promise.resolve(0))
  }
  // Ten thousand numbers are 80 kB.
  expect(await keptOf(make)).toBeLessThan(30_000)
})
