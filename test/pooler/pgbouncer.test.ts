import { sql, type Kysely } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/db/connect.ts'
import { CommitUnknown } from '../../src/db/errors.ts'
import type { Database } from '../../src/db/tables.ts'
import { transact } from '../../src/db/transact.ts'
import { codesOf, serve } from '../http/serving.ts'
import { openBakery, type Answer } from '../support/bakery.ts'
import { layCable, soon } from '../support/cable.ts'
import { findPgbouncer, startPgbouncer } from '../support/pgbouncer.ts'

const ASK = '{ bakery { name } }'

/** A bakery that reaches its database through a PgBouncer of its own, with a cable between that and Postgres. */
async function openBehind(settings: Record<string, number> = {}) {
  const { direct } = await openBakery()
  const cable = await layCable(direct)
  const bouncer = await startPgbouncer(cable.url(), settings)
  onTestFinished(() => bouncer.close())
  const near = connect({ url: direct, max: 1 })
  const far = connect({ url: bouncer.url(direct), pooler: 'transaction', connectTimeoutMs: 10_000 })
  onTestFinished(async () => void (await Promise.all([near.destroy(), far.destroy()])))
  return { cable, near, far }
}

const book = (trx: Kysely<Database>) =>
  trx.insertInto('day_usage').values({ date: '2026-12-24', booked: 1 }).execute()

/** Statements of other connections that wait for a lock. */
async function waiting(near: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(near)
  return rows[0]!.count
}

async function told(answer: Response) {
  return { status: answer.status, codes: codesOf((await answer.json()) as Answer) }
}
const UNAVAILABLE = { status: 503, codes: ['UNAVAILABLE'] }

// CI has it; elsewhere it may be missing.
describe.skipIf(!process.env['CI'] && !findPgbouncer())('behind PgBouncer', () => {
  test('a statement that nobody waits for any more ends in Postgres too, and the next is not harmed', async () => {
    const { near, far } = await openBehind({ default_pool_size: 1 })
    const { ask } = serve(far, { deadlineMs: 300 })
    for (let round = 0; round < 5; round++) {
      const holder = await near.startTransaction().execute()
      await sql`lock table bakery`.execute(holder)
      expect(await told(await ask(ASK))).toEqual(UNAVAILABLE)
      await soon(async () => (await waiting(holder)) === 0)
      await holder.rollback().execute()
      expect((await ask(ASK)).status).toBe(200)
    }
  })

  test('a connection to Postgres that breaks costs what runs on it, and that is told to be tried again', async () => {
    const { cable, near, far } = await openBehind()
    const { ask } = serve(far)
    const holder = await near.startTransaction().execute()
    await sql`lock table bakery`.execute(holder)
    const answer = ask(ASK)
    await soon(async () => (await waiting(holder)) === 1)
    cable.cut()
    expect(await told(await answer)).toEqual(UNAVAILABLE)
    await holder.rollback().execute()
    await soon(async () => (await ask(ASK)).status === 200)
  })

  test('a Postgres that is away is told so', async () => {
    const { cable, far } = await openBehind({ query_wait_timeout: 1 })
    const { ask, get } = serve(far, { readiness: { goodFor: 0 } })
    expect((await get('/readyz')).status).toBe(200)
    await cable.close()
    for (let each = 0; each < 3; each++) expect(await told(await ask(ASK))).toEqual(UNAVAILABLE)
    expect((await get('/readyz')).status).toBe(503)
  })

  test('who gets none of its connections in time is told that the bakery is busy, without an alarm', async () => {
    const { far } = await openBehind({ default_pool_size: 1, query_wait_timeout: 1 })
    const { ask, logged } = serve(far)
    const holder = await far.startTransaction().execute()
    expect(await told(await ask(ASK))).toEqual(UNAVAILABLE)
    expect(logged).toMatchObject([{ severity: 'WARNING' }])
    await holder.rollback().execute()
    expect((await ask(ASK)).status).toBe(200)
  })

  test('a commit whose answer is lost between it and Postgres is never repeated', async () => {
    const { cable, near, far } = await openBehind()
    const happened = cable.atCommit('lose its answer')
    await expect(transact(far, book)).rejects.toThrow(CommitUnknown)
    await happened
    expect(await near.selectFrom('day_usage').select('booked').execute()).toEqual([{ booked: 1 }])
  })
})
