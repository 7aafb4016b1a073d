import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { removePostgres } from '../dev/postgres.ts'
import { administer, urlOf } from './support/administer.ts'
import { createDatabase, type TestDatabase } from './support/database.ts'
import { chooseParent, runName } from './support/leftovers.ts'
import { killAll, processesWith, run, startProgram, type Program } from './support/started.ts'

const NODE = process.execPath
const SECRETS = `test:${'s'.repeat(32)}`
const folder = mkdtempSync(path.join(chooseParent(), runName()))
const data = path.join(folder, 'data')

afterAll(async () => {
  killAll()
  await removePostgres(path.join(data, 'postgres'))
  rmSync(folder, { recursive: true, force: true })
})

describe('npm start, over and over on one data folder', { timeout: 60_000 }, () => {
  const start = (env = {}) => startProgram(['npm', 'start'], { BAKEHOUSE_DATA: data, ...env })
  const originOf = (bakehouse: Program) =>
    bakehouse.says(/GraphiQL +(http:\S+)\/graphql\n[^]*Ctrl-C stops it/)
  const postgresUrl = () => readFileSync(path.join(data, 'postgres/url'), 'utf8').trim()
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

  test('SIGTERM while the sample bakery is filled in leaves nothing behind', async () => {
    const bakehouse = start()
    await bakehouse.says(/Made the tables/)
    expect(await bakehouse.send('SIGTERM')).toBe(0)
    expect(bakehouse.errors()).toBe('')
    expect(processesWith(data)).toEqual([])
  })

  test('the next start makes good, tells what it does, and serves', async () => {
    first = start()
    const origin = await originOf(first)
    expect(first.output()).toMatch(/Starting PostgreSQL 18 in .*\nFilled the sample bakery: 18 cakes.*\n/)
    expect(await (await fetch(`${origin}/readyz`)).text()).toBe('ready\n')
    await administer(postgresUrl(), 'CREATE TABLE kept ()')
  })

  test('a token of npm run token signs in', async () => {
    const token = await run(['npm', 'run', '-s', 'token', '--', 'staff'], { BAKEHOUSE_DATA: data })
    expect(token).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[\w.-]+\n$/) as string })
    const headers = { authorization: `Bearer ${token.stdout.trim()}` }
    expect(await ask(await originOf(first), '{ viewer { role } }', headers)).toEqual({
      data: { viewer: { role: 'STAFF' } },
    })
  })

  test('a second start on the same port is refused, and the first goes on', async () => {
    const origin = await originOf(first)
    const refused = start({ PORT: new URL(origin).port })
    expect(await refused.exit).toBe(1)
    expect(refused.errors()).toMatch(/^PORT \d+ is taken: [^\n]+\n$/)
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  })

  test('one on another port shares the Postgres, which outlives whichever stops first', async () => {
    second = start()
    const origin = await originOf(second)
    const exit = first.send('SIGINT', 'group')
    await first.send('SIGINT', 'group')
    expect(await exit).toBe(0)
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  })

  test('after a kill -9 the next start has all the data, and SIGTERM to npm stops everything', async () => {
    await second.send('SIGKILL', 'group')
    const third = start()
    await originOf(third)
    expect(third.output()).toContain('already running')
    expect(await administer(postgresUrl(), "SELECT to_regclass('kept')::text AS datname")).toEqual([
      { datname: 'kept' },
    ])
    expect(await third.send('SIGTERM')).toBe(0)
    expect(processesWith(data)).toEqual([])
  })
})

describe('a mistake is told in one line, without a stack trace', { timeout: 60_000 }, () => {
  let other: Server
  let otherPort: number

  beforeAll(async () => {
    other = createServer((socket) => socket.end('220 mail.example.com ESMTP\r\n')).listen(0)
    await new Promise((resolve) => other.once('listening', resolve))
    otherPort = (other.address() as AddressInfo).port
    writeFileSync(path.join(folder, 'file'), '')
  })
  afterAll(() => void other.close())

  const database = (change: (url: URL) => void) => {
    const url = new URL(inject('adminUrl'))
    change(url)
    return { DATABASE_URL: url.href }
  }
  test.concurrent.for<[string, () => Record<string, string>, RegExp]>([
    [
      'a taken port',
      () => ({ PORT: String(otherPort) }),
      /^PORT \d+ is taken: stop what listens there, or set PORT/,
    ],
    [
      'a folder that is none',
      () => ({ BAKEHOUSE_DATA: path.join(folder, 'file') }),
      /set BAKEHOUSE_DATA to another/,
    ],
    [
      'a Postgres that does not run',
      () => ({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }),
      /no Postgres answers at 127/,
    ],
    [
      'another kind of server',
      () => ({ DATABASE_URL: `postgres://a:b@127.0.0.1:${otherPort}/c` }),
      /no Postgres answers at 127/,
    ],
    [
      'an unknown user',
      () => database((url) => (url.username = 'nobody-known')),
      /DATABASE_URL: \S+ answers “.*nobody-known/,
    ],
    [
      'an unknown database',
      () => database((url) => (url.pathname = '/nowhere')),
      /“database "nowhere" does not exist”/,
    ],
  ])('%s', async ([, env, line], { expect: expects }) => {
    const { code, stderr } = await run([NODE, 'dev/start.ts'], { BAKEHOUSE_DATA: data, ...env() })
    expects(code).toBe(1)
    expects(stderr).toMatch(line)
    expects(stderr).toMatch(/^[^\n]+\n$/)
  })

  test.concurrent('several bad settings are told at once', async ({ expect: expects }) => {
    const env = { PORT: 'http', GRAPHIQL: 'maybe', DATABASE_URL: 'mysql://localhost' }
    const { code, stderr } = await run([NODE, 'dev/start.ts'], { BAKEHOUSE_DATA: data, ...env })
    expects(code).toBe(1)
    expects(stderr.trim().split('\n').toSorted()).toEqual([
      expects.stringMatching(/^DATABASE_URL is not a Postgres URL/),
      expects.stringMatching(/^GRAPHIQL is "maybe"; it takes on or off/),
      expects.stringMatching(/^PORT is "http"; it takes a whole number/),
    ])
  })

  test.concurrent('a token for nobody', async ({ expect: expects }) => {
    const token = (...args: string[]) => run([NODE, 'dev/token.ts', ...args], { BAKEHOUSE_DATA: data })
    expects(await token('baker')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expects.stringMatching(/^Usage: /),
    })
    expects(await token('customer', 'marijke@example.com')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Marijke Brood is admin here: npm run -s token -- admin marijke@example.com\n',
    })
  })
})

describe('the door of the container', { timeout: 60_000 }, () => {
  let database: TestDatabase
  let lock: Client

  beforeAll(async () => {
    database = await createDatabase()
    lock = new Client({ connectionString: database.url })
    await lock.connect()
  })
  afterAll(async () => {
    await lock.end()
    await database.drop()
  })

  const open = async () => {
    const server = startProgram([NODE, 'src/server.ts'], {
      DATABASE_URL: database.url,
      GUEST_TOKEN_SECRETS: SECRETS,
    })
    const port = await server.says(/"message":"Bakehouse listens on port (\d+)"/)
    return { server, origin: `http://127.0.0.1:${port}` }
  }
  const CAKES = '{ cakes(first: 1) { nodes { name } } }'

  test('without its settings it tells each in a line and does not open', async () => {
    const { code, stdout, stderr } = await run([NODE, 'src/server.ts'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^DATABASE_URL is not set.*\nGUEST_TOKEN_SECRETS is not set.*\n$/)
  })

  test('SIGTERM lets the request under way finish, and waits for no kept connection', async () => {
    const { server, origin } = await open()
    expect(await ask(origin, CAKES)).toEqual({ data: { cakes: { nodes: [] } } })
    await lock.query('BEGIN; LOCK TABLE cakes')
    const answer = ask(origin, CAKES)
    await waitForLock(lock)
    const exit = server.send('SIGTERM')
    await sleep(500)
    await expect(fetch(`${origin}/livez`)).rejects.toThrow('fetch failed')
    await lock.query('COMMIT')
    const finishing = performance.now()
    expect(await answer).toEqual({ data: { cakes: { nodes: [] } } })
    expect(await exit).toBe(0)
    expect(performance.now() - finishing).toBeLessThan(3_000)
    for (const line of server.output().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('severity')
  })

  test('a stuck request does not keep it for longer than 8 s', async () => {
    const { server, origin } = await open()
    await lock.query('BEGIN; LOCK TABLE cakes')
    const answer = ask(origin, CAKES).catch((error: Error) => error.message)
    await waitForLock(lock)
    const stopping = performance.now()
    expect(await server.send('SIGTERM')).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(8_000)
    expect(await answer).toBe('fetch failed')
    await lock.query('COMMIT')
  })
})

test('npm run db:migrate makes the tables and opens no port, or fails with 1', async () => {
  const empty = await createDatabase({ from: 'empty' })
  const migrate = (url: string) =>
    run(['npm', 'run', '-s', 'db:migrate'], { DATABASE_URL: url, PORT: 'none' })
  expect(await migrate(empty.url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0005_placing') as string,
  })
  expect(await migrate(empty.url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('up to date') as string,
  })
  expect(await migrate(urlOf(empty.url, 'nowhere'))).toMatchObject({ code: 1 })
  expect(await migrate('')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^DATABASE_URL .*\n$/) as string,
  })
  await empty.drop()
}, 60_000)

async function ask(origin: string, query: string, headers = {}): Promise<unknown> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  return response.json()
}

async function waitForLock(lock: Client): Promise<void> {
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  while ((await lock.query(waiting)).rowCount === 0) await sleep(20)
}
