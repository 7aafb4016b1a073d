import { expect, test } from 'vitest'
import { createDatabase } from '../support/database.ts'
import { startContainer, startServing } from './container.ts'

const MIGRATE = '/app/migrate.cjs'

test('the same image migrates an empty database and sets the bakery up, opens no port, and ends', async () => {
  const database = await createDatabase({ from: 'empty' })
  const bakery = { BAKERY_NAME: 'Zoet', BAKERY_TIME_ZONE: 'Europe/Amsterdam', BAKERY_CURRENCY: 'EUR' }
  const job = await startContainer({ DATABASE_URL: database.url, ...bakery }, MIGRATE)
  expect(await job.exit).toBe(0)
  expect(job.output()).toMatch(/"message":"Migrated: 0001_settings, /)
  expect(job.output()).not.toMatch(/listens/)
  const again = await startContainer({ DATABASE_URL: database.url }, MIGRATE)
  expect(await again.exit).toBe(0)
  expect(again.output()).toMatch(/"message":"The database is up to date"/)
  const server = await startServing(database.url)
  expect(await server.ask('{ bakery { name } }')).toEqual({ data: { bakery: { name: 'Zoet' } } })
  server.remove()
  await server.exit
  await database.drop()
})

test('a migration that fails says so, in one line, and does not end with 0', async () => {
  const job = await startContainer({ DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/none' }, MIGRATE)
  expect(await job.exit).toBe(1)
  expect(job.output().trim().split('\n')).toEqual([
    expect.stringMatching(/"severity":"ERROR","message":"Migrating failed"/),
  ])
})

test('the server never migrates: before a database of yesterday it lives, and is not ready', async () => {
  const database = await createDatabase({ from: 'empty' })
  const server = await startServing(database.url)
  expect((await fetch(`${server.origin}/livez`)).status).toBe(200)
  expect((await fetch(`${server.origin}/readyz`)).status).toBe(503)
  server.remove()
  await server.exit
  await database.drop()
})
