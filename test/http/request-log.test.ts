import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openDoor } from '../../src/serving/door.ts'
import { turnAway } from '../../src/serving/front.ts'
import { jsonLog, type Log } from '../../src/serving/log.ts'
import {
  ADMIN,
  customer,
  openBakery,
  openBakeryForFile,
  slotId,
  STAFF,
  type TestBakery,
} from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { place, ZOE } from '../support/operations.ts'
import { connectAsApp } from '../support/pooler.ts'
import { serve } from './serving.ts'

// A crowded machine takes its time.
const PATIENT = { timeout: 10_000 }

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/
const JSON_TYPE = { 'content-type': 'application/json' }

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await addCake(bakery.db, { slug: 'sponge' })
})
afterAll(() => bakery.close())

describe('the id of a request', () => {
  test.for(['/livez', '/readyz', '/', '/nothing', '/graphql?query={__typename}', '/graphql?query={'])(
    'stands in the answer of %s',
    async (where) => {
      const { get } = serve(bakery.db)
      const ids = [await get(where), await get(where)].map(({ headers }) => headers.get('x-request-id'))
      expect(ids).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)])
      expect(new Set(ids).size).toBe(2)
    },
  )

  test.for([
    ['a-UUID_of-a-proxy-0123456789', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['zoe@example.com', false],
    ['two words', false],
    ['"quoted"', false],
    ['', false],
  ] as const)('is what a proxy has called it, if that is a plain name: %s', async ([given, isTaken]) => {
    const { get, requests } = serve(bakery.db)
    const response = await get('/graphql?query={__typename}', { headers: { 'x-request-id': given } })
    const id = response.headers.get('x-request-id')
    expect(id === given).toBe(isTaken)
    expect(requests).toMatchObject([{ details: { requestId: id } }])
  })
})

describe('each request to GraphQL has one line', () => {
  test('that says what it was and what it took', async () => {
    const { ask, requests } = serve(bakery.db)
    const query = 'query Sponge { cake(slug: "sponge") { name } bakery { name } }'
    const { headers } = await ask(query)
    expect(requests).toEqual([
      {
        severity: 'INFO',
        message: expect.stringMatching(/^query Sponge: 200 in \d+ ms$/) as string,
        details: {
          requestId: headers.get('x-request-id'),
          operationType: 'query',
          operationName: 'Sponge',
          documentHash: createHash('sha256').update(query).digest('hex'),
          viewer: 'ANONYMOUS',
          method: 'POST',
          status: 200,
          cost: 2,
          durationMs: expect.any(Number) as number,
          statements: (await bakery.statementsOf(() => bakery.visitor(query))).length,
        },
      },
    ])
  })

  test('and nothing else has', async () => {
    const { get, requests } = serve(bakery.db, { graphiql: true })
    for (const where of ['/', '/livez', '/readyz', '/schema.graphql', '/nothing']) await get(where)
    await get('/graphql', { headers: { accept: 'text/html' } })
    await get('/graphql', { method: 'OPTIONS' })
    expect(requests).toEqual([])
  })

  test.for([
    ['{ cakes', 'GET', 400, ['GRAPHQL_PARSE_FAILED'], undefined],
    ['query Cookies { cookies }', 'GET', 400, ['GRAPHQL_VALIDATION_FAILED'], 'Cookies'],
    [
      'query Mine { cakes(filter: { status: DRAFT }) { totalCount } }',
      'GET',
      401,
      ['UNAUTHENTICATED'],
      'Mine',
    ],
    ['{ bakery { name } orders { totalCount } }', 'GET', 200, ['UNAUTHENTICATED'], undefined],
    ['mutation Change { __typename }', 'GET', 405, ['BAD_USER_INPUT'], 'Change'],
  ] as const)('also where it fails: %s', async ([query, method, status, codes, operationName]) => {
    const { get, requests } = serve(bakery.db)
    const headers = { accept: 'application/graphql-response+json' }
    await get(`/graphql?query=${encodeURIComponent(query)}`, { headers })
    expect(requests).toMatchObject([{ severity: 'INFO', details: { method, status, codes } }])
    expect(requests[0]).toHaveProperty('details.operationName', operationName)
  })

  test.for([
    ['no JSON', { method: 'POST', headers: JSON_TYPE, body: '{' }, 400],
    ['another type', { method: 'POST', headers: { 'content-type': 'text/html' }, body: '{' }, 415],
    ['another method', { method: 'PUT', headers: JSON_TYPE, body: '{}' }, 405],
  ] as const)('also where it never becomes one: %s', async ([, init, status]) => {
    const { get, requests } = serve(bakery.db)
    await get('/graphql', init)
    expect(requests).toMatchObject([{ details: { method: init.method, status, statements: 0 } }])
  })

  test('that warns where it is our trouble', async () => {
    const db = connectAsApp({ url: 'postgres://nobody@127.0.0.1:1/none' })
    const { ask, requests } = serve(db)
    const response = await ask('{ bakery { name } }')
    const details = { requestId: response.headers.get('x-request-id'), status: 503, codes: ['UNAVAILABLE'] }
    expect(requests).toMatchObject([{ severity: 'WARNING', details }])
  })

  test('with the operation that was chosen, its name cut, and what is no operation left out', async () => {
    const { get, requests } = serve(bakery.db)
    const long = 'L'.repeat(200)
    const query = `query One { __typename } mutation ${long} { __typename }`
    for (const operationName of ['One', long, 'Evil\r\n{"severity":"ALERT"}\u001b[2J'])
      await get('/graphql', {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ query, operationName }),
      })
    expect(requests.map(({ message, details }) => [message.replace(/\d+ ms/, ''), details])).toMatchObject([
      ['query One: 200 in ', { operationType: 'query', operationName: 'One' }],
      [`mutation ${'L'.repeat(100)}: 200 in `, { operationName: 'L'.repeat(100) }],
      ['POST: 400 in ', {}],
    ])
  })

  test('with who asked, by kind only', async () => {
    const own = await openBakery()
    const { guestToken } = await placeOrder(own)
    const { ask, requests } = serve(bakery.db)
    const TYPENAME = '{ __typename }'
    for (const as of [null, customer('eve'), STAFF, ADMIN]) await ask(TYPENAME, { as })
    await own.visitor(`{ guestOrder(token: "${guestToken}") { number } }`)
    const kinds = [...requests, own.requests.at(-1)!].map(({ details }) => details)
    expect(kinds).toMatchObject(
      ['ANONYMOUS', 'CUSTOMER', 'STAFF', 'ADMIN', 'GUEST'].map((viewer) => ({ viewer })),
    )
    expect(JSON.stringify(requests)).not.toMatch(/-eve|staff-1|example\.com/)
  })

  test('which is a line, whatever stands in it', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    onTestFinished(() => write.mockRestore())
    jsonLog('INFO', 'one\r\ntwo\u2028\u001b[2J', { name: 'three\nfour' })
    await expect.poll(() => write).toHaveBeenCalledTimes(1)
    expect(write.mock.calls[0]![0]).toMatch(
      /^\{"severity":"INFO","message":"one\\r\\ntwo[^\n]*\\u001b\[2J",[^\n]*\}\n$/,
    )
  })
})

describe('a subscription has its line when it is over', () => {
  const QUERY = `subscription Watch($id: ID!, $token: String) { orderChanged(id: $id, guestToken: $token) { version } }`

  test.for(['the server ends it', 'the client goes'] as const)('because %s', async (why) => {
    const own = await openBakery()
    const { order, guestToken } = await placeOrder(own)
    own.requests.length = 0
    const watch = await own.watch(null, QUERY, { id: order.id, token: guestToken })
    await watch.next()
    await sleep(100)
    expect(own.requests).toEqual([])
    if (why === 'the server ends it') own.endWatching()
    await (why === 'the client goes' ? watch.leave() : watch.next())
    await expect.poll(() => own.requests).toMatchObject([{ severity: 'INFO', details: SUBSCRIPTION }])
    const { durationMs, statements } = own.requests[0]!.details as Record<string, number>
    expect(durationMs).toBeGreaterThan(99)
    expect(statements).toBeGreaterThan(0)
  })

  const SUBSCRIPTION = {
    operationType: 'subscription',
    operationName: 'Watch',
    viewer: 'GUEST',
    status: 200,
    events: 1,
  }
})

test('whoever is turned away at the door is counted, and has an id', async () => {
  const lines: unknown[] = []
  const log: Log = (severity, message, details) => void lines.push({ severity, message, details })
  const first = Promise.withResolvers<void>()
  const door = turnAway(() => first.resolve(), 1, log)
  const opened = await openDoor(door, { port: 0 })
  onTestFinished(() => opened.close(0))
  const origin = `http://127.0.0.1:${opened.port}`
  const waiting = fetch(origin).catch(() => {})
  await first.promise
  const second = await fetch(origin, { headers: { 'x-request-id': 'mine' } })
  expect([second.status, second.headers.get('x-request-id')]).toEqual([503, 'mine'])
  expect((await fetch(origin)).headers.get('x-request-id')).toMatch(UUID)
  expect(lines).toEqual([
    {
      severity: 'WARNING',
      message: 'Requests are turned away: too many are open',
      details: { turnedAway: 1 },
    },
  ])
  await opened.close(0)
  await waiting
})

describe('a client that hangs up', () => {
  const SEND = { method: 'POST', headers: { ...JSON_TYPE, authorization: JSON.stringify(STAFF) } }

  test('in the middle of a query is no trouble of ours, and is told', async () => {
    const own = await openBakery()
    const { origin, requests } = await openOwnDoor(own)
    const lock = connectAsApp({ url: own.url })
    await lock.transaction().execute(async (trx) => {
      await sql`lock table cakes`.execute(trx)
      const leaving = new AbortController()
      const body = JSON.stringify({ query: '{ cakes { totalCount } }' })
      const answer = fetch(`${origin}/graphql`, { ...SEND, body, signal: leaving.signal })
      // pg_stat_activity would stay as this transaction first saw it; pg_locks is always now.
      const waiting = sql`select 1 from pg_locks join pg_database on pg_database.oid = database
        where datname = current_database() and not granted`
      await expect.poll(async () => (await waiting.execute(trx)).rows.length, PATIENT).toBeGreaterThan(0)
      leaving.abort()
      await expect(answer).rejects.toThrow('aborted')
      await expect
        .poll(() => requests, PATIENT)
        .toMatchObject([{ severity: 'INFO', details: { stopped: 'LEFT' } }])
    })
    await lock.destroy()
  })

  test('before it has read anything of its subscription leaves a line and no watch behind', async () => {
    const own = await openBakery({ watching: { everyMs: 50 } })
    const { get, requests } = serve(own.db, { watching: { everyMs: 50 } })
    const leaving = new AbortController()
    const body = JSON.stringify({ query: 'subscription { ordersChanged(date: "2026-11-25") { id } }' })
    const headers = { ...SEND.headers, accept: 'text/event-stream' }
    await get('/graphql', { ...SEND, headers, body, signal: leaving.signal })
    expect(requests).toEqual([])
    leaving.abort()
    await expect.poll(() => requests).toMatchObject([{ severity: 'INFO', details: { events: 0 } }])
    await sleep(100)
    expect(await own.statementsOf(() => sleep(300))).toEqual([])
  })

  test('has its subscription ended, with one line', async () => {
    const { origin, requests } = await openOwnDoor(await openBakery())
    const leaving = new AbortController()
    const body = JSON.stringify({ query: 'subscription { ordersChanged(date: "2026-11-25") { id } }' })
    const headers = { ...SEND.headers, accept: 'text/event-stream' }
    const response = await fetch(`${origin}/graphql`, { ...SEND, headers, body, signal: leaving.signal })
    expect(response.headers.get('x-request-id')).toMatch(UUID)
    await response.body!.getReader().read()
    leaving.abort()
    await expect
      .poll(() => requests)
      .toMatchObject([
        { severity: 'INFO', details: { operationType: 'subscription', status: 200, events: 0 } },
      ])
    await sleep(100)
    expect(requests).toHaveLength(1)
  })
})

async function openOwnDoor({ db }: TestBakery) {
  const { app, requests } = serve(db)
  const opened = await openDoor(app, { port: 0 })
  onTestFinished(() => opened.close(0))
  return { origin: `http://127.0.0.1:${opened.port}`, requests }
}

async function placeOrder({ db, visitor }: TestBakery) {
  const { variants } = await addCake(db, { slug: randomUUID() })
  const items = [{ variantId: variants[0] }]
  return place(visitor, { items, contact: ZOE, slotId: slotId('2026-11-25') })
}
