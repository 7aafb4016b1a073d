import { sql, type Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { ConnectOptions } from '../../src/db/connect.ts'
import type { Database } from '../../src/db/tables.ts'
import { transact } from '../../src/db/transact.ts'
import { layCable, soon } from '../support/cable.ts'
import { createDatabase } from '../support/database.ts'
import { connectAsApp } from '../support/pooler.ts'

const IMPATIENT = { query_timeout: '300' }

async function openFarPool(max: number) {
  const database = await createDatabase()
  onTestFinished(() => database.drop())
  const cable = await layCable(database.url)
  const near = open({ url: database.direct, pooler: 'none', max: 1 })
  return { direct: database.direct, cable, near, far: open({ url: cable.url(IMPATIENT), max }) }
}

function open(options: ConnectOptions): Kysely<Database> {
  const db = connectAsApp(options)
  onTestFinished(() => db.destroy())
  return db
}

async function give<Value>(db: Kysely<Database>, value: Value): Promise<Value> {
  const { rows } = await sql<{ value: Value }>`select ${JSON.stringify(value)}::jsonb as value`.execute(db)
  return rows[0]!.value
}

/** Connections to this database, but for the one that asks. */
async function backends(near: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(near)
  return rows[0]!.count
}

test('a client whose statement was not answered in time is destroyed, and the next in the queue gets a new one', async () => {
  const { cable, near, far } = await openFarPool(1)
  await give(far, 'warm')
  cable.freeze()
  const first = give(far, 'unanswered').catch((error: Error) => error.message)
  const queued = [give(far, 2), give(far, 3), transact(far, (trx) => give(trx, 4))]
  cable.heal()
  expect(await first).toBe('Query read timeout')
  expect(await Promise.all(queued)).toEqual([2, 3, 4])
  await soon(() => cable.open() === 1)
  await soon(async () => (await backends(near)) <= 1)
})

test('a late answer is nobody else’s', async () => {
  const { far } = await openFarPool(1)
  const late = sql`select pg_sleep(0.4), 'late' as value`.execute(far)
  await expect(late).rejects.toThrow('Query read timeout')
  expect(await Promise.all([give(far, 1), give(far, 2)])).toEqual([1, 2])
})

test('a client whose rollback fails is destroyed, and the error before it is the one that is told', async () => {
  const { cable, near, far } = await openFarPool(1)
  const write = transact(far, async (trx) => {
    await give(trx, 'begun')
    cable.freeze()
    throw new RangeError('Too many cakes')
  })
  await expect(write).rejects.toThrow(new RangeError('Too many cakes'))
  cable.heal()
  expect(await give(far, 'next')).toBe('next')
  await soon(async () => (await backends(near)) <= 1)
})

test('a transaction that cannot even begin gives no dead client back', async () => {
  const { cable, far } = await openFarPool(1)
  await give(far, 'warm')
  cable.freeze()
  const write = transact(far, (trx) => give(trx, 'never')).catch((error: Error) => error.message)
  const queued = give(far, 'queued')
  cable.heal()
  expect(await write).toBe('Query read timeout')
  expect(await queued).toBe('queued')
})

test('a pool whose connections all went into a black hole serves everybody again, with no more connections than before', async () => {
  const { cable, near, far } = await openFarPool(5)
  const many = () => Array.from({ length: 20 }, (_, index) => transact(far, (trx) => give(trx, index)))
  await Promise.all(many())
  cable.freeze()
  const lost = await Promise.allSettled(many().slice(0, 5))
  expect(lost.map(({ status }) => status)).toEqual(Array(5).fill('rejected'))
  cable.heal()
  expect(await Promise.all(many())).toEqual([...Array(20).keys()])
  await soon(async () => (await backends(near)) <= 5)
  expect(cable.open()).toBeLessThanOrEqual(5)
})

test('a pool outlives the end of all its connections, and gives none of them to the next', async () => {
  const { near, far } = await openFarPool(4)
  const asleep = Array.from({ length: 4 }, () => sql`select pg_sleep(0.25)`.execute(far))
  const ended = Promise.allSettled(asleep)
  await soon(async () => (await backends(near)) === 4)
  const queued = [give(far, 1), transact(far, (trx) => give(trx, 2))]
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(near)
  expect((await ended).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
  expect(await Promise.all(queued)).toEqual([1, 2])
})

async function preparedOn(db: Kysely<Database>): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string; statement: string }>`
    select name, statement from pg_prepared_statements`.execute(db)
  return Object.fromEntries(rows.map(({ name, statement }) => [statement, name]))
}

const double = (db: Kysely<Database>) => sql`select ${2}::int * 2`.execute(db)

/** What two connections have prepared, after each asked the same in another order. */
async function prepareOnTwo(options: Partial<ConnectOptions>) {
  const { direct } = await openFarPool(1)
  const db = open({ url: direct, ...options })
  const [one, two] = [await db.startTransaction().execute(), await db.startTransaction().execute()]
  for (const ask of [give, double, give]) await ask(one, 1)
  for (const ask of [double, give, double]) await ask(two, 1)
  const prepared = [await preparedOn(one), await preparedOn(two)]
  await one.rollback().execute()
  await two.rollback().execute()
  return prepared
}

test('straight to Postgres, a statement is prepared once on each connection, under one name', async () => {
  const names = { 'select $1::jsonb as value': 's0', 'select $1::int * 2': 's1' }
  expect(await prepareOnTwo({ pooler: 'none' })).toEqual([names, names])
})

test('behind a transaction pooler nothing has a name', async () => {
  expect(await prepareOnTwo({ pooler: 'transaction' })).toEqual([{}, {}])
})
