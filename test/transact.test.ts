import { sql, type Kysely, type Transaction } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { ConnectOptions } from '../src/db/connect.ts'
import { CommitUnknown, LockTimeout } from '../src/db/errors.ts'
import type { Database } from '../src/db/tables.ts'
import { transact } from '../src/db/transact.ts'
import { layCable, soon } from './support/cable.ts'
import { createDatabase } from './support/database.ts'
import { connectAsApp } from './support/pooler.ts'

type Trx = Transaction<Database>

const XMAS = '2026-12-25'
const EVE = '2026-12-24'

async function openLedger(options: Partial<ConnectOptions> = {}) {
  const database = await createDatabase()
  onTestFinished(() => database.drop())
  const db = open({ url: database.url, ...options })
  await db
    .insertInto('day_usage')
    .values([EVE, XMAS].map((date) => ({ date, booked: 10 })))
    .execute()
  return { url: database.url, db, booked: (date: string) => read(db, date) }
}

/** The same, with a second pool of one connection that goes through a cable. */
async function openLedgerByCable(parameters: Record<string, string> = {}) {
  const ledger = await openLedger()
  const cable = await layCable(ledger.url)
  return { ...ledger, cable, far: open({ url: cable.url(parameters), max: 1 }) }
}

function open(options: ConnectOptions): Kysely<Database> {
  const db = connectAsApp(options)
  onTestFinished(() => db.destroy())
  return db
}

const add = (trx: Kysely<Database>, date: string, by = 1) =>
  sql`update day_usage set booked = booked + ${by} where date = ${date}`.execute(trx)

async function read(db: Kysely<Database>, date: string): Promise<number> {
  const row = await db.selectFrom('day_usage').select('booked').where('date', '=', date).executeTakeFirst()
  return row!.booked
}

test('an SQL error that the closure swallows is thrown at the commit, and nothing of the write stands', async () => {
  const { db, booked } = await openLedger()
  const write = transact(db, async (trx) => {
    await add(trx, XMAS)
    await add(trx, EVE, -11).catch(() => {})
    return 'done'
  })
  await expect(write).rejects.toThrow(/abort|rolled back/i)
  expect(await booked(XMAS)).toBe(10)
})

test('what the closure throws is thrown on, once, and nothing of the write stands', async () => {
  const { db, booked } = await openLedger()
  let runs = 0
  const write = transact(db, async (trx) => {
    runs++
    await add(trx, XMAS)
    throw new RangeError('Too many cakes')
  })
  await expect(write).rejects.toThrow(new RangeError('Too many cakes'))
  expect([runs, await booked(XMAS)]).toEqual([1, 10])
})

/** Takes a snapshot, and then has somebody else change what it shows. */
async function outrun(trx: Trx, db: Kysely<Database>): Promise<void> {
  await sql`set transaction isolation level repeatable read`.execute(trx)
  await read(trx, XMAS)
  await add(db, XMAS, 100)
}

test('a write that somebody else outran is run again until it succeeds', async () => {
  const { db, booked } = await openLedger()
  let runs = 0
  await transact(db, async (trx) => {
    if (++runs <= 3) await outrun(trx, db)
    await add(trx, XMAS)
  })
  expect([runs, await booked(XMAS)]).toEqual([4, 311])
})

test('a write that is outrun every time is given up after three retries', async () => {
  const { db, booked } = await openLedger()
  let runs = 0
  const write = transact(db, async (trx) => {
    runs++
    await outrun(trx, db)
    await add(trx, XMAS)
  })
  await expect(write).rejects.toMatchObject({ code: '40001' })
  expect([runs, await booked(XMAS)]).toEqual([4, 410])
})

/** Takes two days in the wrong order, against somebody who holds the second and wants the first. */
async function embrace(trx: Trx, db: Kysely<Database>): Promise<{ rival: Promise<unknown> }> {
  await sql`set local deadlock_timeout = '20ms'`.execute(trx)
  const other = await db.startTransaction().execute()
  await sql`set local deadlock_timeout = '60s'`.execute(other)
  await add(other, XMAS, 100)
  await add(trx, EVE)
  const rival = add(other, EVE, 100).then(() => other.commit().execute())
  await soon(async () => (await waitingForLocks(db)) > 0)
  return { rival }
}

async function waitingForLocks(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows[0]!.waiting
}

test('the victim of a deadlock runs again, and both writes stand', async () => {
  const { db, booked } = await openLedger()
  let runs = 0
  let rival: Promise<unknown> | undefined
  await transact(db, async (trx) => {
    if (++runs === 1) rival = (await embrace(trx, db)).rival
    await add(trx, XMAS)
    await add(trx, EVE)
  })
  await rival
  expect([runs, await booked(EVE), await booked(XMAS)]).toEqual([2, 111, 111])
})

test('a write that deadlocks every time is given up after three retries', async () => {
  const { db, booked } = await openLedger()
  const rivals: Promise<unknown>[] = []
  const write = transact(db, async (trx) => {
    rivals.push((await embrace(trx, db)).rival)
    await add(trx, XMAS)
  })
  await expect(write).rejects.toMatchObject({ code: '40P01' })
  await Promise.all(rivals)
  expect([rivals.length, await booked(EVE), await booked(XMAS)]).toEqual([4, 410, 410])
})

test('a lock that is not to be had within three seconds is told as such, and the write is not run again', async () => {
  const { db, booked } = await openLedger()
  const holder = await db.startTransaction().execute()
  await add(holder, XMAS)
  let runs = 0
  const started = performance.now()
  const write = transact(db, (trx) => {
    runs++
    return add(trx, XMAS)
  })
  await expect(write).rejects.toThrow(LockTimeout)
  expect(performance.now() - started).toBeGreaterThan(2_900)
  expect(performance.now() - started).toBeLessThan(5_000)
  await holder.rollback().execute()
  expect([runs, await booked(XMAS)]).toEqual([1, 10])
})

test.each([
  ['between two statements', undefined],
  ['during a statement', 'select pg_sleep(5)'],
])('a connection lost %s is another try, and the process lives on', async (_when, statement) => {
  const { far, cable, booked } = await openLedgerByCable()
  let runs = 0
  await transact(far, async (trx) => {
    await add(trx, XMAS)
    if (++runs > 1) return
    const running = statement && sql.raw(statement).execute(trx)
    cable.cut()
    await running
    await soon(() => cable.open() === 0)
    await add(trx, EVE)
  })
  expect([runs, await booked(EVE), await booked(XMAS)]).toEqual([2, 10, 11])
})

test('a database that stays away is given up after three retries', async () => {
  const { far, cable, booked } = await openLedgerByCable()
  let runs = 0
  const write = transact(far, async (trx) => {
    runs++
    cable.cut()
    await add(trx, XMAS)
  })
  await expect(write).rejects.toThrow(/^Connection terminated|ECONNRESET/)
  expect([runs, await booked(XMAS)]).toEqual([4, 10])
})

test.each([
  ['lose it', 10],
  ['lose its answer', 11],
  ['keep its answer back', 11],
] as const)('a commit whose outcome nobody knows is never repeated: %s', async (fate, expected) => {
  const { far, cable, booked } = await openLedgerByCable({ query_timeout: '300' })
  let runs = 0
  const happened = cable.atCommit(fate)
  const write = transact(far, (trx) => {
    runs++
    return add(trx, XMAS)
  })
  await expect(write).rejects.toThrow(CommitUnknown)
  await happened
  expect([runs, await booked(XMAS)]).toEqual([1, expected])
  await transact(far, (trx) => add(trx, XMAS))
  expect(await booked(XMAS)).toBe(expected + 1)
})
