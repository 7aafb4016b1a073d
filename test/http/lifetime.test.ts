import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import { openBakeryForFile, STAFF, type Answer, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { connectAsApp } from '../support/pooler.ts'
import { codesOf, serve } from './serving.ts'

let bakery: TestBakery
let watcher: Client
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await addCake(bakery.db, { slug: 'sponge' })
  watcher = await connected()
})
afterAll(async () => {
  await watcher.end()
  await bakery.close()
})

const CAKES = '{ cakes { nodes { name } } }'
const PLACE = `mutation { placeOrder(input: {
  idempotencyKey: "00000000-0000-4000-8000-000000000001", slotId: "UElDS1VQIDIwMjYtMTItMDEgMTI6MDA", items: [{ variantId: "${encodeId('CakeVariant', '0199d3f4-7ad5-7c3e-8b9a-6f1f0e2d4c5b')}" }],
  contact: { name: "Zoë", email: "zoe@example.com", phone: "+31612345678" } }) { __typename } }`

describe('what nobody waits for any more is stopped', () => {
  test('when its client has left: its statement ends in the database too, and nothing follows it', async () => {
    await hold('cakes')
    const leaving = new AbortController()
    const { get } = serve(bakery.db)
    const answer = get('/graphql', { ...asking(CAKES), signal: leaving.signal }).catch(() => {})
    await waiting(1)
    leaving.abort()
    await waiting(0)
    const asked = await bakery.statementsOf(() => answer)
    expect(asked).toEqual([])
  })

  test('when it takes too long: it is told to come back, and its statement ends too', async () => {
    const release = await hold('cakes')
    const { get, logged } = serve(bakery.db, { deadlineMs: 300 })
    const response = await get('/graphql', asking(CAKES))
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(codesOf((await response.json()) as Answer)).toEqual(['UNAVAILABLE'])
    await waiting(0)
    await release()
    expect(logged.filter(({ severity }) => severity === 'ERROR')).toEqual([])
    expect((await get('/graphql', asking(CAKES))).status).toBe(200)
  })

  test('in a transaction: nothing of it is kept, and its locks are free at once', async () => {
    const release = await hold('bakery')
    const { get } = serve(bakery.db, { deadlineMs: 300 })
    const rename = `mutation { updateBakery(input: { name: "Another" }) { __typename } }`
    const response = await get('/graphql', asking(rename, { ...STAFF, role: 'ADMIN' }))
    expect(codesOf((await response.json()) as Answer)).toEqual(['UNAVAILABLE'])
    await release()
    await waiting(0)
    expect((await bakery.visitor('{ bakery { name } }')).data.bakery.name).not.toBe('Another')
    const { rows } = await watcher.query(
      `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    )
    expect(rows).toEqual([])
  })

  test('and the connection that it used is never given to anybody in the middle of it', async () => {
    const { get } = serve(bakery.db, { deadlineMs: 100 })
    const { get: getPatiently } = serve(bakery.db)
    for (let round = 0; round < 10; round++) {
      const release = await hold('cakes')
      const slow = Promise.all(Array.from({ length: 5 }, () => get('/graphql', asking(CAKES))))
      const statuses = (await slow).map(({ status }) => status)
      expect(statuses).toEqual(Array(5).fill(503))
      await release()
      const fast = await Promise.all(Array.from({ length: 5 }, () => getPatiently('/graphql', asking(CAKES))))
      expect(fast.map(({ status }) => status)).toEqual(Array(5).fill(200))
    }
    await waiting(0)
  })
})

describe('while as many are served as can be', () => {
  test('others are told to come back at once, and a share is kept for orders', async () => {
    const release = await hold('cakes', 'bakery')
    const { get } = serve(bakery.db, { runningAtMost: 10 })
    const running = Array.from({ length: 8 }, () => get('/graphql', asking(CAKES)))
    await waiting(5)
    const started = performance.now()
    const refused = await get('/graphql', asking(CAKES))
    expect(performance.now() - started).toBeLessThan(50)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    const { errors } = (await refused.json()) as Answer
    expect(errors).toMatchObject([
      { message: expect.stringContaining('busy'), extensions: { code: 'UNAVAILABLE' } },
    ])
    const orders = [1, 2].map(() => get('/graphql', asking(PLACE)))
    expect((await get('/graphql', asking(PLACE))).status).toBe(503)
    await release()
    expect((await Promise.all([...running, ...orders])).map(({ status }) => status)).toEqual(
      Array(10).fill(200),
    )
    expect((await get('/graphql', asking(CAKES))).status).toBe(200)
  })

  test('who finds no free connection is told to come back in a few seconds', async () => {
    const release = await hold('cakes')
    const db = connectAsApp({ url: bakery.url })
    onTestFinished(() => db.destroy())
    const { get } = serve(db)
    const holding = Array.from({ length: 5 }, () => get('/graphql', asking(CAKES)))
    await waiting(5)
    const started = performance.now()
    const response = await get('/graphql', asking('{ bakery { name } }'))
    expect(response.status).toBe(503)
    expect(performance.now() - started).toBeLessThan(4_000)
    await release()
    await Promise.all(holding)
  })
})

const asking = (query: string, viewer?: object) => ({
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    ...(viewer && { authorization: JSON.stringify(viewer) }),
  },
  body: JSON.stringify({ query }),
})

async function connected(): Promise<Client> {
  const client = new Client({ connectionString: bakery.url })
  await client.connect()
  return client
}

/** Lets nobody read these tables until it is released. */
async function hold(...tables: string[]): Promise<() => Promise<void>> {
  const holder = await connected()
  let released: Promise<void> | undefined
  const release = () => (released ??= holder.end())
  onTestFinished(release)
  await holder.query(`begin; lock table ${tables.join(', ')}`)
  return release
}

/** Waits until that many statements wait for a table. */
async function waiting(count: number): Promise<void> {
  const deadline = performance.now() + 5_000
  for (;;) {
    const { rows } = await watcher.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rows.length === count) return
    if (performance.now() > deadline)
      throw new Error(`${rows.length} statements wait for a table, not ${count}`)
    await sleep(10)
  }
}
