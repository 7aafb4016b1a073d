import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { DOOR_LIMITS, openDoor, type Door, type DoorLimits } from '../../src/serving/door.ts'
import { WATCHES_AT_MOST } from '../../src/db/order-feed.ts'
import { turnAway } from '../../src/serving/front.ts'
import { openBakeryForFile, STAFF, type TestBakery } from '../support/bakery.ts'
import { head, openRaw } from '../support/raw.ts'

const SECRET = 'not-a-secret-but-as-long-as-one-has-to-be'
const LIFETIME = 2_000
const JSON_TYPE = 'content-type: application/json'

let bakery: TestBakery
const logged: string[] = []
beforeAll(async () => void (bakery = await openBakeryForFile()))
afterAll(() => bakery.close())

/** The bakery behind a real port, until the test ends. */
async function open(limits: Partial<DoorLimits>, openAtMost = 160): Promise<Door> {
  const app = createApp({
    db: bakery.db,
    identify: async () => STAFF,
    guestSecrets: [{ keyId: 'test', secret: SECRET }],
    guestOrdersAtMost: 5,
    publicUrl: null,
    development: false,
    graphiql: false,
    watching: { everyMs: 100, lifetimeMs: LIFETIME },
    log: (severity, message) => void logged.push(`${severity} ${message}`),
  })
  const door = await openDoor(
    turnAway(app, openAtMost, () => {}),
    {
      port: 0,
      limits: { connectionsCheckingInterval: 50, ...limits },
    },
  )
  onTestFinished(() => door.close(0))
  return door
}

const QUICK = { headersTimeout: 400, requestTimeout: 800 }

describe('a client that is too slow is cut off', () => {
  test('with one letter of its headers at a time', async () => {
    const { port } = await open(QUICK)
    const slow = await openRaw(port)
    slow.send('GET /livez HTTP/1.1\r\nhost: bakery.test\r\nx-slow: ')
    const drip = setInterval(() => slow.send('a'), 50)
    onTestFinished(() => clearInterval(drip))
    expect(await slow.cut()).toBeLessThan(1_200)
    expect(slow.heard()).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('without a word', async () => {
    const { port } = await open(QUICK)
    const silent = await openRaw(port)
    expect(await silent.cut()).toBeLessThan(1_200)
  })

  test('with one letter of its body at a time, and it is nobody’s mistake', async () => {
    const { port } = await open(QUICK)
    const before = logged.length
    const slow = await openRaw(port)
    slow.send(`${head('POST /graphql', JSON_TYPE, 'content-length: 1000')}{"query":"`)
    const drip = setInterval(() => slow.send('a'), 50)
    onTestFinished(() => clearInterval(drip))
    expect(await slow.cut()).toBeLessThan(1_600)
    expect(slow.heard()).toMatch(/^HTTP\/1\.1 408 /)
    await sleep(100)
    expect(logged.slice(before).filter((line) => !line.startsWith('INFO '))).toEqual([])
  })

  test('that does not read what it asked for', async () => {
    const big = Buffer.alloc(64 * 1024 * 1024)
    const over = Promise.withResolvers<void>()
    const limits = { stallTimeout: 500 }
    const door = await openDoor(
      (_request, response) => {
        response.on('close', over.resolve)
        response.end(big)
      },
      { port: 0, limits },
    )
    onTestFinished(() => door.close(0))
    const deaf = await openRaw(door.port)
    deaf.socket.pause()
    deaf.send(head('GET /'))
    const started = performance.now()
    await over.promise
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  test('while a hundred of them keep nobody else waiting', async () => {
    const { port } = await open(QUICK)
    const slow = await Promise.all(Array.from({ length: 100 }, () => openRaw(port)))
    for (const each of slow) each.send('POST /graphql HTTP/1.1\r\nhost: bak')
    const started = performance.now()
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
    expect(performance.now() - started).toBeLessThan(400)
    for (const each of slow) expect(await each.cut()).toBeLessThan(2_000)
  })
})

test('whoever sends slowly does not take the place of those who are ready', async () => {
  const { port } = await open({}, 2)
  const slow = await Promise.all(Array.from({ length: 5 }, () => openRaw(port)))
  for (const each of slow) each.send(`${head('POST /graphql', JSON_TYPE, 'content-length: 1000')}{"query":"`)
  await sleep(200)
  expect((await fetch(`http://127.0.0.1:${port}/graphql?query={__typename}`)).status).toBe(200)
})

describe('a client that takes its time is not', () => {
  test('between two requests on one connection', async () => {
    const { port } = await open({ ...QUICK, stallTimeout: 500 })
    const patient = await openRaw(port)
    patient.send(head('GET /livez'))
    await patient.hears(/live\n/)
    expect(patient.heard()).toMatch(/\r\nconnection: keep-alive\r\n/i)
    await sleep(1_500)
    patient.send(head('GET /schema.graphql'))
    await patient.hears(/type Query/)
  })

  test('while it watches for longer than a request may take to come', async () => {
    const { port } = await open(QUICK)
    const watching = await openRaw(port)
    const body = JSON.stringify({ query: 'subscription { ordersChanged(date: "2026-11-25") { id } }' })
    const headers = [JSON_TYPE, 'accept: text/event-stream', `content-length: ${body.length}`]
    watching.send(head('POST /graphql', ...headers) + body)
    const started = performance.now()
    await watching.hears(/event: complete/)
    expect(performance.now() - started).toBeGreaterThan(LIFETIME - 100)
  })
})

test('a process that can take no more is busy, and not broken for its balancer', async () => {
  const { port } = await open({}, 0)
  const statusOf = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status
  expect(await statusOf('/graphql?query={__typename}')).toBe(503)
  expect([await statusOf('/livez'), await statusOf('/readyz')]).toEqual([200, 200])
})

test('nor is it passed by asking for a stream', async () => {
  const { port } = await open({}, -WATCHES_AT_MOST)
  const headers = { accept: 'text/event-stream' }
  expect((await fetch(`http://127.0.0.1:${port}/graphql?query={__typename}`, { headers })).status).toBe(503)
})

test('the connection that has rested longest makes room when there are too many', async () => {
  const { port } = await open({ connectionsAtMost: 10 })
  const resting = []
  for (let count = 0; count < 9; count++) {
    const each = await openRaw(port)
    each.send(head('GET /livez'))
    await each.hears(/live\n/)
    resting.push(each)
  }
  const next = await openRaw(port)
  expect(await resting[0]!.cut()).toBeLessThan(1_000)
  for (const each of [...resting.slice(1), next]) {
    each.send(head('GET /schema.graphql'))
    await each.hears(/type Query/)
  }
})

test('an enormous body is refused before it comes, and is not waited for', async () => {
  const { port } = await open({})
  const sender = await openRaw(port)
  sender.send(`${head('POST /graphql', JSON_TYPE, 'content-length: 10000000')}{"query":"`)
  await sender.hears(/^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/)
  expect(await sender.cut()).toBeLessThan(1_000)
})

test('nothing is answered behind a stream, where it would wait for its end', async () => {
  const { port } = await open({})
  const watching = await openRaw(port)
  const body = JSON.stringify({ query: 'subscription { ordersChanged(date: "2026-11-25") { id } }' })
  const headers = [JSON_TYPE, 'accept: text/event-stream', `content-length: ${body.length}`]
  watching.send(head('POST /graphql', ...headers) + body + head('GET /schema.graphql'))
  expect(await watching.cut()).toBeLessThan(1_000)
})

test('no more than so many connections are held: the next is let in when one has gone', async () => {
  const { port } = await open({ connectionsAtMost: 2 })
  const [first] = await Promise.all([openRaw(port), openRaw(port)])
  const third = await openRaw(port)
  expect(await third.cut()).toBeLessThan(1_000)
  first.socket.destroy()
  await sleep(100)
  const fourth = await openRaw(port)
  fourth.send(head('GET /livez'))
  await fourth.hears(/live\n/)
})

test('headers of more than 16 kB are refused, and the server goes on', async () => {
  const { port } = await open({})
  const token = await openRaw(port)
  token.send(head('POST /graphql', JSON_TYPE, `authorization: Bearer ${'a'.repeat(100_000)}`))
  await token.cut()
  expect(token.heard()).toMatch(/^(HTTP\/1\.1 431 |$)/)
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
})

test('in production a request has seconds to come, and a balancer closes its idle connections before we do', () => {
  expect(DOOR_LIMITS).toEqual({
    keepAliveTimeout: 620_000,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    stallTimeout: 60_000,
    connectionsCheckingInterval: 5_000,
    connectionsAtMost: 2_000,
  })
})
