import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../src/db/connect.ts'
import { transact } from '../src/db/transact.ts'
import { createDatabase } from './support/database.ts'
import { layRollbackProxy } from './support/rollback-proxy.ts'

async function open() {
  const database = await createDatabase({ from: 'empty' })
  const proxy = await layRollbackProxy(database.direct)
  const db = connect({ url: proxy.url, max: 1 })
  onTestFinished(async () => {
    await db.destroy()
    await proxy.close()
    await database.drop()
  })
  await sql`create table cakes (id integer primary key)`.execute(db)
  const add = (id: number, by = db) => sql`insert into cakes values (${id})`.execute(by)
  const ids = async (by = db) =>
    (await sql<{ id: number }>`select id from cakes order by id`.execute(by)).rows.map(({ id }) => id)
  return { db, proxy, add, ids }
}

test('what was done in a rehearsal is there until it ends, and what was done before and after it stays', async () => {
  const { db, proxy, add, ids } = await open()
  await add(1)
  await proxy.rehearse(async () => {
    await add(2)
    await transact(db, (trx) => add(3, trx))
    expect(await ids()).toEqual([1, 2, 3])
  })
  expect(await ids()).toEqual([1])
  await add(4)
  expect(await ids()).toEqual([1, 4])
})

test('a statement that fails undoes itself alone, or its transaction', async () => {
  const { db, proxy, add, ids } = await open()
  await proxy.rehearse(async () => {
    await add(1)
    await expect(add(1)).rejects.toThrow('duplicate key')
    await add(2)
    const failing = transact(db, async (trx) => {
      await add(3, trx)
      await add(2, trx)
    })
    await expect(failing).rejects.toThrow('duplicate key')
    await transact(db, (trx) => add(4, trx))
    expect(await ids()).toEqual([1, 2, 4])
  })
  expect(await ids()).toEqual([])
})

test('a transaction that goes on after the rehearsal writes nothing', async () => {
  const { db, proxy, add, ids } = await open()
  const trx = await proxy.rehearse(async () => {
    const begun = await db.startTransaction().execute()
    await add(1, begun)
    return begun
  })
  await expect(add(2, trx)).rejects.toThrow(/terminated|closed|reset/)
  await trx
    .rollback()
    .execute()
    .catch(() => {})
  expect(await ids()).toEqual([])
})

test('a connection that Postgres closes ends no rehearsal of others', async () => {
  const { db, proxy, add, ids } = await open()
  await proxy.rehearse(async () => {
    await add(1)
    await expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)).rejects.toThrow(/terminat/)
  })
  await proxy.rehearse(async () => {
    await add(2)
    expect(await ids()).toEqual([2])
  })
  expect(await ids()).toEqual([])
})
