import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removePostgres, startPostgres } from '../dev/postgres.ts'
import { connect } from '../src/db/connect.ts'
import { connectionBudget } from '../src/db/connection-budget.ts'
import { administer } from './support/administer.ts'
import { openBakery } from './support/bakery.ts'
import { layCable } from './support/cable.ts'
import { startHouse } from './support/house.ts'
import { chooseParent, runName } from './support/leftovers.ts'

describe('the connections that a database gives', () => {
  const dataDir = mkdtempSync(path.join(chooseParent(), runName()))
  let owner: string
  let app: string

  beforeAll(async () => {
    const settings = { max_connections: '14', superuser_reserved_connections: '3', reserved_connections: '2' }
    owner = (await startPostgres({ dataDir, durable: false, settings })).url
    await administer(owner, `create role app login password 'app'`)
    app = Object.assign(new URL(owner), { username: 'app', password: 'app' }).href
  })
  afterAll(() => removePostgres(dataDir))

  test.each([
    ['but for the reserved ones', '', 9],
    ['up to the limit of our role', 'alter role app connection limit 6', 6],
    ['up to the limit of the database, if that is lower', 'alter database bakehouse connection limit 4', 4],
  ])('are counted as many as our role can really open: %s', async (_which, limit, expected) => {
    if (limit) await administer(owner, limit)
    const db = connect({ url: app, max: 1 })
    expect(await connectionBudget(db)).toBe(expected)
    await db.destroy()
    expect(await openAllOf(app)).toBe(expected)
  })
})

const TOO_MANY_CONNECTIONS = '53300'

/** Connects until the database gives no more. */
async function openAllOf(url: string): Promise<number> {
  const clients: Client[] = []
  try {
    for (;;) {
      const client = new Client({ connectionString: url })
      await client.connect()
      clients.push(client)
    }
  } catch (error) {
    if ((error as { code?: string }).code !== TOO_MANY_CONNECTIONS) throw error
    return clients.length
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

interface Line {
  severity: string
  message: string
  instances?: number
  poolMax?: number
  given?: number
  error?: { code?: string }
}

/** Starts on a database that gives 22 connections; with what is told of them. */
async function start(env: Record<string, string> = {}) {
  const { direct } = await openBakery()
  await administer(direct, `alter database ${new URL(direct).pathname.slice(1)} connection limit 22`)
  const cable = await layCable(direct)
  const house = await startHouse(cable.url(), { DATABASE_POOLER: 'none', ...env })
  return { ...house, cable, told: await lineOf(house, /(\{[^\n]+instances [^\n]+)\n/) }
}

async function lineOf({ server }: Awaited<ReturnType<typeof startHouse>>, line: RegExp): Promise<Line> {
  return JSON.parse(await server.says(line)) as Line
}

describe('a start', () => {
  test('tells that all connections that instances may open fit into the database', async () => {
    const { told } = await start({ INSTANCES_AT_MOST: '11', DATABASE_POOL_MAX: '2' })
    expect(told).toMatchObject({
      severity: 'INFO',
      message: '11 instances × 2 connections may open 22, and this database gives 22',
      instances: 11,
      poolMax: 2,
      given: 22,
    })
  })

  test('warns when they do not fit, and says what to change', async () => {
    const { told } = await start()
    expect(told).toMatchObject({
      severity: 'WARNING',
      message:
        '10 instances × 5 connections may open 50, and this database gives 22: lower DATABASE_POOL_MAX or INSTANCES_AT_MOST, or put a pooler between',
      given: 22,
    })
  })

  test('compares nothing behind a pooler, for that decides', async () => {
    const { told } = await start({ DATABASE_POOLER: 'transaction' })
    expect(told).toMatchObject({
      severity: 'INFO',
      message: '10 instances × 5 connections may open 50; the pooler decides how many reach the database',
    })
    expect(told).not.toHaveProperty('given')
  })

  test.each(['none', 'transaction'])(
    'leaves the first connection to whoever asks first (DATABASE_POOLER=%s)',
    async (DATABASE_POOLER) => {
      const { ask, cable } = await start({ DATABASE_POOLER, DATABASE_POOL_MAX: '1' })
      expect(cable.open()).toBe(1)
      expect((await ask('{ cakes { totalCount } }')).data).toEqual({ cakes: { totalCount: 0 } })
      expect(cable.open()).toBe(1)
    },
  )

  test('opens the port also when nobody answers where the database should be, and tells that', async () => {
    const house = await startHouse('postgres://nobody:secret@127.0.0.1:1/none')
    expect((await fetch(`${house.origin}/livez`)).status).toBe(200)
    const told = await lineOf(house, /(\{[^\n]+cannot be reached yet[^\n]+)\n/)
    expect(told).toMatchObject({ severity: 'WARNING', error: { code: 'ECONNREFUSED' } })
    expect(await house.server.send('SIGTERM')).toBe(0)
  })

  test('tells a password that is wrong at once, and not only whoever asks', async () => {
    const { direct } = await openBakery()
    const house = await startHouse(Object.assign(new URL(direct), { password: 'wrong' }).href)
    const told = await lineOf(house, /(\{[^\n]+did not tell how many[^\n]+)\n/)
    expect(told).toMatchObject({ severity: 'WARNING', error: { code: '28P01' } })
  })

  test('is not kept from stopping by a database that is silent', async () => {
    const { direct } = await openBakery()
    const cable = await layCable(direct)
    cable.freeze()
    const { server, origin } = await startHouse(cable.url())
    expect((await fetch(`${origin}/livez`)).status).toBe(200)
    await expect.poll(() => cable.open()).toBe(1)
    const stopping = performance.now()
    expect(await server.send('SIGTERM')).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(2_000)
    expect(server.output().trim().split('\n')).toHaveLength(1)
  })
})
