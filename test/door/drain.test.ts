import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Client } from 'pg'
import { administer } from '../support/administer.ts'
import { openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { startHouse } from '../support/house.ts'
import { place, ZOE } from '../support/operations.ts'
import { head, openRaw } from '../support/raw.ts'

const CAKES = '{ cakes(first: 1) { totalCount } }'
const ORDER =
  'subscription ($id: ID!, $token: String) { orderChanged(id: $id, guestToken: $token) { version } }'

describe('at SIGTERM', { timeout: 60_000 }, () => {
  let bakery: TestBakery
  let order: { id: string; token: string }
  beforeAll(async () => {
    bakery = await openBakeryForFile()
    const { variants } = await addCake(bakery.db, { slug: 'sponge' })
    const placed = await place(bakery.visitor, {
      items: [{ variantId: variants[0] }],
      contact: ZOE,
      slotId: slotId('2026-11-25'),
    })
    order = { id: placed.order.id, token: placed.guestToken }
  })
  afterAll(() => bakery.close())

  test('whoever watches an order is told that it is complete', async () => {
    const { server, watch } = await startHouse(bakery.url)
    const watching = await watch(ORDER, order)
    expect((await watching.next())?.data).toEqual({ orderChanged: { version: 1 } })
    const stopping = performance.now()
    const exit = server.send('SIGTERM')
    expect(await watching.next()).toBeUndefined()
    expect(await exit).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(3_000)
  })

  test('balancers are told at once, and what they still send is served on connections that end', async () => {
    const { server, port, origin, watch } = await startHouse(bakery.url, { DRAIN_GRACE_MS: '1500' })
    const watching = await watch(ORDER, order)
    await watching.next()
    const kept = await openRaw(port)
    kept.send(head('GET /livez'))
    await kept.hears(/live\n/)
    expect(kept.heard()).toMatch(/connection: keep-alive/i)
    const exit = server.send('SIGTERM')
    const stopping = performance.now()
    await sleep(200)

    const ready = await fetch(`${origin}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([503, 'not ready\n'])
    const body = JSON.stringify({ query: CAKES })
    const headers = ['content-type: application/json', `content-length: ${body.length}`]
    kept.send(head('POST /graphql', ...headers) + body)
    await kept.cut()
    expect(kept.heard()).toMatch(/HTTP\/1\.1 200 OK[^]*connection: close[^]*"totalCount":1/i)
    // Whoever is sent away from a subscription must not come back to the same process.
    const late = await watch(ORDER, order)
    expect((await late.next())?.data).toEqual({ orderChanged: { version: 1 } })
    expect([await late.next(), await watching.next()]).toEqual([undefined, undefined])
    expect(performance.now() - stopping).toBeGreaterThan(1_400)
    expect(await exit).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(4_000)
  })

  test.each(['the first', 'a later one'])(
    'an answer under way is finished, %s of its connection, and ends it',
    async (which) => {
      const { server, port } = await startHouse(bakery.url)
      const lock = new Client({ connectionString: bakery.url })
      await lock.connect()
      onTestFinished(() => lock.end())
      await lock.query('BEGIN; LOCK TABLE bakery')
      const asking = await openRaw(port)
      if (which !== 'the first') {
        asking.send(head('GET /livez'))
        await asking.hears(/live\n/)
      }
      const body = JSON.stringify({ query: CAKES })
      asking.send(
        head('POST /graphql', 'content-type: application/json', `content-length: ${body.length}`) + body,
      )
      const waiting = `SELECT datname FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      while ((await administer(bakery.url, waiting)).length === 0) await sleep(20)
      const exit = server.send('SIGTERM')
      await sleep(300)
      await lock.query('COMMIT')
      await asking.cut()
      expect(asking.heard()).toMatch(/HTTP\/1\.1 200 OK[^]*connection: close[^]*"totalCount":1/i)
      expect(await exit).toBe(0)
    },
  )

  test('idle connections, used ones and never used ones, hold nobody up', async () => {
    const { server, port } = await startHouse(bakery.url)
    const used = await openRaw(port)
    used.send(head('GET /livez'))
    await used.hears(/live\n/)
    const unused = await openRaw(port)
    const stopping = performance.now()
    expect(await server.send('SIGTERM')).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(1_500)
    await Promise.all([used.cut(), unused.cut()])
  })

  test('a client that never finishes its request does not keep the process from stopping within 8 s', async () => {
    const { server, port } = await startHouse(bakery.url, { DRAIN_GRACE_MS: '2000' })
    const slow = await openRaw(port)
    slow.send(`${head('POST /graphql', 'content-type: application/json', 'content-length: 9')}{"que`)
    await sleep(100)
    const stopping = performance.now()
    expect(await server.send('SIGTERM')).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(8_000)
  })

  test('Ctrl-C waits for no balancer', async () => {
    const { server } = await startHouse(bakery.url, { DRAIN_GRACE_MS: '5000' })
    const stopping = performance.now()
    expect(await server.send('SIGINT')).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(2_000)
  })
})
