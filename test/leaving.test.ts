import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { version } from '../src/db/catalogue.ts'
import { connect } from '../src/db/connect.ts'
import { openBakery } from './support/bakery.ts'

test('a process that did nothing but look at the catalogue leaves no connection behind', async () => {
  const bakery = await openBakery()
  const url = new URL(bakery.direct)
  url.searchParams.set('application_name', 'looker')
  const db = connect({ url: url.href })
  expect(await version(db)).toBeDefined()
  const connections = async () => {
    const { rows } = await sql`select from pg_stat_activity where application_name = 'looker'`.execute(
      bakery.db,
    )
    return rows.length
  }
  expect(await connections()).toBe(1)
  await db.destroy()
  await expect.poll(connections).toBe(0)
  await db.destroy()
  await expect(version(db)).rejects.toThrow('end')
})
