import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openBakery, openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { layCable } from '../support/cable.ts'
import { connectAsApp } from '../support/pooler.ts'
import { serve } from './serving.ts'

let bakery: TestBakery
beforeAll(async () => void (bakery = await openBakeryForFile()))
afterAll(() => bakery.close())

describe('whoever looks after the process is told', () => {
  test('the process lives without asking the database, and is ready with it', async () => {
    const { get } = serve(bakery.db)
    const statements = await bakery.statementsOf(async () => expect((await get('/livez')).status).toBe(200))
    expect(statements).toEqual([])
    const ready = await get('/readyz')
    expect([ready.status, await ready.text(), ready.headers.get('cache-control')]).toEqual([
      200,
      'ready\n',
      'no-store',
    ])
  })

  test('it is not ready on tables that are older than the code', async () => {
    const old = await openBakery()
    await sql`delete from kysely_migration where name = (select max(name) from kysely_migration)`.execute(
      old.db,
    )
    const ready = await serve(old.db).get('/readyz')
    expect([ready.status, await ready.text()]).toEqual([503, 'not ready\n'])
    await sql`drop table kysely_migration`.execute(old.db)
    expect((await serve(old.db).get('/readyz')).status).toBe(503)
  })

  test('what was found a second ago, however many ask', async () => {
    const { get } = serve(bakery.db)
    const ask = async () => (await get('/readyz')).status
    const statements = await bakery.statementsOf(async () => {
      const told = await Promise.all(Array.from({ length: 200 }, ask))
      expect(new Set(told)).toEqual(new Set([200]))
    })
    expect(statements).toHaveLength(1)
    expect(await bakery.statementsOf(ask)).toEqual([])
    await sleep(1_050)
    expect(await bakery.statementsOf(ask)).toHaveLength(1)
  })

  test('after a second that the database is silent, and of its return a second later', async () => {
    const cable = await layCable(bakery.url)
    const db = connectAsApp({ url: cable.url() })
    onTestFinished(() => db.destroy())
    const { get } = serve(db)
    expect((await get('/readyz')).status).toBe(200)
    cable.freeze()
    await sleep(1_050)
    for (let each = 0; each < 3; each++) {
      const started = performance.now()
      const response = await get('/readyz')
      expect([response.status, await response.text()]).toEqual([503, 'not ready\n'])
      expect(performance.now() - started).toBeLessThan(1_300)
    }
    cable.heal()
    const healed = performance.now()
    while ((await get('/readyz')).status !== 200) await sleep(50)
    expect(performance.now() - healed).toBeLessThan(3_000)
  })

  test('by a look that is stopped in the database when it hangs', async () => {
    const own = await openBakery()
    const { get } = serve(own.db, { readiness: { goodFor: 0, patience: 200 } })
    const other = connectAsApp({ url: own.url })
    onTestFinished(() => other.destroy())
    await other.transaction().execute(async (trx) => {
      await sql`lock table kysely_migration in access exclusive mode`.execute(trx)
      for (let each = 0; each < 3; each++) expect((await get('/readyz')).status).toBe(503)
      await sleep(300)
      expect((await looking.execute(trx)).rows).toEqual([{ count: 0 }])
    })
    expect((await get('/readyz')).status).toBe(200)
  })

  test('at once when the process is to stop, without a look', async () => {
    const app = createApp({
      db: bakery.db,
      identify: async () => null,
      guestSecrets: [{ keyId: 'test', secret: 's'.repeat(32) }],
      guestOrdersAtMost: 5,
      publicUrl: null,
      development: false,
      graphiql: false,
      readiness: { goodFor: 0 },
    })
    const get = async (path: string) => (await app.fetch(`http://bakery.test${path}`)).status
    expect([await get('/readyz'), await get('/livez')]).toEqual([200, 200])
    app.leave()
    const statements = await bakery.statementsOf(async () =>
      expect([await get('/readyz'), await get('/livez')]).toEqual([503, 200]),
    )
    expect(statements).toEqual([])
  })
})

const looking = sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
  where datname = current_database() and query like '%kysely_migration%' and wait_event_type = 'Lock'`
