import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { removePostgres } from '../dev/postgres.ts'
import { administer, urlOf } from './support/administer.ts'
import { openBakeryForFile, type TestBakery } from './support/bakery.ts'
import { createDatabase } from './support/database.ts'
import { chooseParent, runName } from './support/leftovers.ts'
import { POOLER_ENV, pooled } from './support/pooler.ts'
import { killAll, processesWith, run, startProgram, type Program } from './support/started.ts'

const NODE = process.execPath
const folder = mkdtempSync(path.join(chooseParent(), runName()))
const data = path.join(folder, 'data')

afterAll(async () => {
  killAll()
  await removePostgres(path.join(data, 'postgres'))
  rmSync(folder, { recursive: true, force: true })
})

// It brings a Postgres of its own, and no pooler.
describe.skipIf(pooled)('npm start, over and over on one data folder', { timeout: 60_000 }, () => {
  let first: Program
  let second: Program

  test('Ctrl-C while PostgreSQL is made leaves nothing behind', async () => {
    const bakehouse = start()
    await bakehouse.says(/Creating a PostgreSQL/)
    await sleep(300)
    expect(await bakehouse.send('SIGINT', 'group')).toBe(0)
    expect(bakehouse.errors()).toBe('')
    expect(processesWith(data)).toEqual([])
  })

  test('SIGTERM to npm while the sample bakery is filled in leaves nothing behind', async () => {
    const bakehouse = start()
    await bakehouse.says(/Made the tables/)
    expect(await bakehouse.send('SIGTERM')).toBe(0)
    expect(bakehouse.errors()).toBe('')
    expect(processesWith(data)).toEqual([])
  })

  test('the next start makes good, tells what it does, and serves', async () => {
    first = start()
    const origin = await originOf(first)
    // It was filled before, or not at all; three of the cakes are no longer sold, or not yet.
    expect(first.output()).toMatch(
      /Starting PostgreSQL 18 in .*\n(Filled the sample bakery: 18 cakes.*\n)?\nBakehouse is open/,
    )
    const cakes = await ask(origin, '{ cakes { totalCount } }')
    expect(cakes).toEqual({ data: { cakes: { totalCount: 15 } } })
    expect(await (await fetch(`${origin}/readyz`)).text()).toBe('ready\n')
    await administer(embedded(), 'CREATE TABLE kept ()')
  })

  test('npm run token prints a token and nothing else, which signs in', async () => {
    const printed = await run(['npm', 'run', '-s', 'token', '--', 'staff'], { BAKEHOUSE_DATA: data })
    expect(printed).toMatchObject({ code: 0, stderr: '' })
    expect(printed.stdout).toMatch(/^[\w.-]+\n$/)
    const answer = await ask(await originOf(first), '{ viewer { role } }', printed.stdout.trim())
    expect(answer).toEqual({ data: { viewer: { role: 'STAFF' } } })
  })

  test('a second start on the same port is refused, and the first goes on', async () => {
    const origin = await originOf(first)
    const refused = start({ PORT: new URL(origin).port })
    expect(await refused.exit).toBe(1)
    expect(refused.errors()).toMatch(/^PORT \d+ is taken: [^\n]+\n$/)
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  })

  test('one on another port shares the Postgres, which outlives the first to stop', async () => {
    second = start()
    const origin = await originOf(second)
    void first.send('SIGINT', 'group')
    expect(await first.send('SIGINT', 'group')).toBe(0)
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  })

  test('after a kill -9 the next start has all the data, and SIGTERM to npm stops everything', async () => {
    await second.send('SIGKILL', 'group')
    const third = start()
    await originOf(third)
    expect(third.output()).toContain('already running')
    const kept = await administer(embedded(), "SELECT to_regclass('kept')::text AS datname")
    expect(kept).toEqual([{ datname: 'kept' }])
    expect(await third.send('SIGTERM')).toBe(0)
    expect(processesWith(data)).toEqual([])
  })
})

describe('a mistake is told in one line, without a stack trace', { timeout: 60_000 }, () => {
  let other: Server
  let port: number

  beforeAll(async () => {
    other = createServer(
      (socket) => void socket.on('error', () => {}).end('220 mail.example.com ESMTP\r\n'),
    ).listen(0)
    await new Promise((resolve) => other.once('listening', resolve))
    port = (other.address() as AddressInfo).port
    writeFileSync(path.join(folder, 'file'), '')
  })
  afterAll(() => void other.close())

  type Mistake = { env: () => Record<string, string>; line: RegExp }

  // oxlint-disable-next-line vitest/expect-expect -- expectOneLine does
  test.concurrent.each<[string, Mistake]>([
    ['a taken port', { env: () => ({ PORT: String(port) }), line: /^PORT \d+ is taken: stop .* set PORT/ }],
    [
      'a data folder that is a file',
      { env: () => ({ BAKEHOUSE_DATA: path.join(folder, 'file') }), line: /set BAKEHOUSE_DATA to another/ },
    ],
    [
      'a Postgres that does not run',
      { env: () => ({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }), line: /no Postgres answers at 127/ },
    ],
    [
      'a server that is no Postgres',
      { env: () => ({ DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c` }), line: /no Postgres answers at/ },
    ],
    ['an unknown user', { env: () => databaseWith({ username: 'stranger' }), line: /answers “.*"stranger"/ }],
    [
      'an unknown database',
      { env: () => databaseWith({ pathname: '/nowhere' }), line: /“database "nowhere" does not exist”/ },
    ],
  ])('%s', (_, { env, line }) => expectOneLine(env(), line))

  test.concurrent('several bad settings, a line each', async () => {
    const env = { PORT: 'http', GRAPHIQL: 'maybe', DATABASE_URL: 'mysql://localhost' }
    const { code, stderr } = await startAndFail(env)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^(?:\S+ is [^\n]+\n){3}$/)
    for (const name of Object.keys(env)) expect(stderr).toMatch(new RegExp(`^${name} is `, 'm'))
  })

  test.concurrent('a token for nobody', async () => {
    const [unknown, unfit] = await Promise.all([
      run([NODE, 'dev/token.ts', 'baker'], { BAKEHOUSE_DATA: data }),
      run([NODE, 'dev/token.ts', 'customer', 'marijke@example.com'], { BAKEHOUSE_DATA: data }),
    ])
    expect(unknown).toMatchObject({ code: 1, stdout: '' })
    expect(unknown.stderr).toMatch(/^Usage: npm run -s token -- [^\n]+\n$/)
    expect(unfit).toMatchObject({ code: 1, stdout: '' })
    expect(unfit.stderr).toBe('Marijke Brood is admin here: npm run -s token -- admin marijke@example.com\n')
  })
})

describe('in a container', { timeout: 60_000 }, () => {
  const CAKES = '{ cakes(first: 1) { totalCount } }'
  const NONE = { data: { cakes: { totalCount: 0 } } }
  let bakery: TestBakery
  let lock: Client

  beforeAll(async () => {
    bakery = await openBakeryForFile()
    lock = new Client({ connectionString: bakery.url })
    await lock.connect()
  })
  afterAll(async () => {
    await lock.end()
    await bakery.close()
  })

  test('SIGTERM lets the request under way finish, and waits for no kept connection', async () => {
    const { server, origin } = await openDoor(bakery.url)
    expect(await ask(origin, CAKES)).toEqual(NONE)
    await lock.query('BEGIN; LOCK TABLE bakery')
    const answer = ask(origin, CAKES)
    await waitForLock(bakery.url)
    const exit = server.send('SIGTERM')
    await sleep(500)
    await expect(fetch(`${origin}/livez`)).rejects.toThrow('fetch failed')
    await lock.query('COMMIT')
    const answering = performance.now()
    expect(await answer).toEqual(NONE)
    expect(await exit).toBe(0)
    expect(performance.now() - answering).toBeLessThan(3_000)
    for (const line of server.output().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('severity')
  })

  test.concurrent('SIGTERM waits less than 8 s for a request that is stuck', async () => {
    const { server, origin } = await openDoor(bakery.url)
    await lock.query('BEGIN; LOCK TABLE bakery')
    const answer = ask(origin, CAKES).catch((error: Error) => error.message)
    await waitForLock(bakery.url)
    const stopping = performance.now()
    expect(await server.send('SIGTERM')).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(8_000)
    expect(await answer).toBe('fetch failed')
    await lock.query('COMMIT')
  })

  test.concurrent('without its settings it tells each in a line, and does not open', async () => {
    const { code, stdout, stderr } = await run([NODE, 'src/server.ts'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^DATABASE_URL is not set.*\nGUEST_TOKEN_SECRETS is not set.*\n$/)
  })

  test.concurrent('npm run db:migrate makes the tables and exits with 0, or fails with 1', async () => {
    const empty = await createDatabase({ from: 'empty' })
    const migrate = ['npm', 'run', '-s', 'db:migrate'] as const
    const first = await run([...migrate], { DATABASE_URL: empty.url, DATABASE_URL_DIRECT: empty.direct })
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain('0007_order_words')
    expect((await run([...migrate], { DATABASE_URL: urlOf(empty.direct, 'nowhere') })).code).toBe(1)
    const unset = await run([...migrate])
    expect(unset).toMatchObject({ code: 1, stdout: '' })
    expect(unset.stderr).toMatch(/^DATABASE_URL [^\n]+\n$/)
    await empty.drop()
  })
})

function start(env: Record<string, string> = {}): Program {
  return startProgram(['npm', 'start'], { BAKEHOUSE_DATA: data, ...env })
}

function originOf(bakehouse: Program): Promise<string> {
  return bakehouse.says(/GraphiQL +(http:\S+)\/graphql\n[^]*Ctrl-C stops it/)
}

function embedded(): string {
  return readFileSync(path.join(data, 'postgres/url'), 'utf8').trim()
}

function startAndFail(env: Record<string, string>) {
  return run([NODE, 'dev/start.ts'], { BAKEHOUSE_DATA: data, ...env })
}

async function expectOneLine(env: Record<string, string>, line: RegExp): Promise<void> {
  const { code, stderr } = await startAndFail(env)
  expect(stderr).toMatch(line)
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(code).toBe(1)
}

function databaseWith(change: { username?: string; pathname?: string }) {
  return { DATABASE_URL: Object.assign(new URL(inject('adminUrl')), change).href }
}

async function openDoor(url: string): Promise<{ server: Program; origin: string }> {
  const env = { DATABASE_URL: url, GUEST_TOKEN_SECRETS: `test:${'s'.repeat(32)}`, DRAIN_GRACE_MS: '0' }
  const server = startProgram([NODE, 'src/server.ts'], { ...env, ...POOLER_ENV })
  const port = await server.says(/"message":"Bakehouse listens on port (\d+)"/)
  return { server, origin: `http://127.0.0.1:${port}` }
}

async function ask(origin: string, query: string, token?: string): Promise<unknown> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  })
  return response.json()
}

async function waitForLock(url: string): Promise<void> {
  const waiting = `SELECT datname FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  while ((await administer(url, waiting)).length === 0) await sleep(20)
}
