import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../src/db/connect.ts'
import { transact } from '../src/db/transact.ts'
import { openBakery } from './support/bakery.ts'
import { layCable } from './support/cable.ts'

test('probe: cut between statements', async () => {
  const bakery = await openBakery()
  const cable = await layCable(bakery.url)
  const db = connect({ url: cable.url() })
  let runs = 0
  const r = await transact(db, async (trx) => {
    runs++
    await sql`select 1`.execute(trx)
    if (runs === 1) {
      cable.cut()
      await new Promise((r) => setTimeout(r, 50))
    }
    await sql`select 2`.execute(trx)
    return 'ok'
  })
  expect(r).toBe('ok')
  expect(runs).toBe(2)
  await db.destroy()
})
