import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../src/db/connect.ts'
import { openBakery } from './support/bakery.ts'
import { pooled } from './support/pooler.ts'

const TIMES = 100

// Behind a pooler statements have no names, and are pg's own.
test.skipIf(pooled)('rows go with the first young collections after nobody needs them any more', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how?: { type: 'minor' }) => void
  const bakery = await openBakery()
  const db = connect({ url: bakery.url })
  const read = () =>
    sql`select repeat(md5(n::text), 10), ${1}::int from generate_series(1, 300) n`.execute(db)
  await read()
  collect()
  const before = process.memoryUsage().heapUsed
  let rows = 0
  for (let time = 0; time < TIMES; time++) rows += (await read()).rows.length
  collect({ type: 'minor' })
  collect({ type: 'minor' })
  const kept = (process.memoryUsage().heapUsed - before) / TIMES
  expect(rows).toBe(TIMES * 300)
  // All rows together are a hundred thousand letters.
  expect(kept).toBeLessThan(40_000)
  await db.destroy()
  await bakery.close()
})
