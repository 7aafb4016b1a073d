import * as fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../src/db/connect.ts'
import { openBakery } from './support/bakery.ts'

const text = fc.oneof(
  fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((given) => given.isWellFormed() && !given.includes('\0')),
  fc
    .tuple(fc.constantFrom('a', 'ß', '糕', '🎂'), fc.integer({ min: 1_000, max: 30_000 }))
    .map(([one, times]) => one.repeat(times)),
)
const values = fc.array(fc.option(text), { minLength: 1, maxLength: 12 })

test('what is written down in whatever script, and however long, reaches the database as it was', async () => {
  const bakery = await openBakery()
  // Prepared by name, whatever the other tests do.
  const db = connect({ url: bakery.direct })
  try {
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        const columns = given.map((value, index) => sql`${value}::text as ${sql.ref(`v${index}`)}`)
        const { rows } = await sql<Record<string, string | null>>`select ${sql.join(columns)}`.execute(db)
        expect(Object.values(rows[0]!)).toEqual(given)
      }),
      { numRuns: 100 },
    )
    const at = Temporal.Instant.from('2026-11-23T09:00:00.123456Z')
    const { rows } = await sql`select ${at}::timestamptz as at, ${-5}::int as number, ${true}::boolean as yes,
      ${['a"b', null, '']}::text[] as list, ${null}::int as nothing`.execute(db)
    expect(rows).toEqual([{ at, number: -5, yes: true, list: ['a"b', null, ''], nothing: null }])
  } finally {
    await db.destroy()
  }
})
