import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { sql, type Kysely } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/db/tables.ts'
import { openBakery, STAFF, type Answer } from '../support/bakery.ts'
import { layCable } from '../support/cable.ts'
import { addCake } from '../support/catalogue.ts'
import { connectAsApp } from '../support/pooler.ts'
import { codesOf, serve } from './serving.ts'

describe('what nobody expected', () => {
  test('is told by the id of the request only, and logged once under the same', async () => {
    const broken = await openBakery()
    const { ask, logged } = serve(broken.db)
    await sql`drop table delivery_zones`.execute(broken.db)
    const response = await ask('{ bakery { name } }')
    const text = await response.text()
    const { errors } = JSON.parse(text) as {
      errors: { path: string[]; extensions: Record<string, string> }[]
    }
    expect(response.status).toBe(500)
    expect(errors).toMatchObject([{ path: ['bakery'], extensions: { code: 'INTERNAL' } }])
    expect(text).not.toMatch(/delivery_zones|select|relation|42P01|\.ts|stack|postgres|127\.0\.0\.1/i)
    const { requestId } = errors[0]!.extensions
    expect(requestId).toBe(response.headers.get('x-request-id'))
    expect(logged).toMatchObject([
      { severity: 'ERROR', details: { requestId, path: 'bakery', error: { code: '42P01' } } },
    ])
    expect(JSON.stringify(logged)).toContain('delivery_zones')
  })

  test('beside data does not take the data away', async () => {
    const broken = await openBakery()
    const { ask, logged } = serve(broken.db)
    await sql`alter table cakes rename to cookies`.execute(broken.db)
    const response = await ask('{ bakery { name } a: cake(slug: "a") { id } b: cake(slug: "b") { id } }')
    const answer = (await response.json()) as Answer
    expect([response.status, answer.data]).toEqual([
      200,
      { bakery: { name: 'The Test Kitchen' }, a: null, b: null },
    ])
    const requestId = response.headers.get('x-request-id')
    expect(answer.errors).toMatchObject([{ extensions: { requestId } }, { extensions: { requestId } }])
    // Both are asked at once, and either may fail first.
    const paths = logged.map(({ details }) => details as { requestId: string; path: string })
    expect(paths.toSorted((one, other) => one.path.localeCompare(other.path))).toMatchObject([
      { requestId, path: 'a' },
      { requestId, path: 'b' },
    ])
  })

  test('is also a value that no type can show: it is our mistake and not the client’s', async () => {
    const broken = await openBakery()
    const { ask, logged } = serve(broken.db)
    await addCake(broken.db, { slug: 'sponge' })
    await sql`alter table cakes drop constraint cakes_diets_check`.execute(broken.db)
    await sql`update cakes set diets = '{RAW_FOOD}'`.execute(broken.db)
    const response = await ask('{ cakes { nodes { diets } } }')
    const text = await response.text()
    expect([response.status, codesOf(JSON.parse(text) as Answer)]).toEqual([500, ['INTERNAL']])
    expect(text).not.toContain('RAW_FOOD')
    expect(logged).toMatchObject([{ severity: 'ERROR' }])
  })
})

describe('while the database is away', () => {
  test('because it has stopped in the middle of things, all is told to be tried again', async () => {
    const own = await openBakery()
    const cable = await layCable(own.url)
    const db = connectAsApp({ url: cable.url() })
    onTestFinished(() => db.destroy())
    expect((await serve(db).get('/readyz')).status).toBe(200)
    await cable.close()
    expect(await away(db)).toEqual(AWAY)
  })

  test('because nobody listens there, all is told to be tried again', async () => {
    const port = await freePort()
    const db = connectAsApp({ url: `postgres://nobody:secret@127.0.0.1:${port}/none` })
    onTestFinished(() => db.destroy())
    expect(await away(db)).toEqual(AWAY)
  })

  test('for good, since the process is stopping, nothing hangs and nothing leaks', async () => {
    const own = await openBakery()
    const db = connectAsApp({ url: own.url })
    const { get, ask } = serve(db, { readiness: { goodFor: 0 } })
    expect((await get('/readyz')).status).toBe(200)
    await db.destroy()
    expect((await get('/readyz')).status).toBe(503)
    const text = await (await ask('{ bakery { name } }', { as: STAFF })).text()
    expect(text).not.toMatch(/driver|kysely|destroyed|\.ts/i)
  })
})

const AWAY = {
  ready: [503, 'not ready\n'],
  isReadyAnsweredInTime: true,
  live: 200,
  status: 503,
  retryAfter: '1',
  codes: ['UNAVAILABLE'],
  leaks: null,
  logged: ['ERROR'],
}

/** What is answered over a database that is away. */
async function away(db: Kysely<Database>): Promise<typeof AWAY> {
  const { get, ask, logged } = serve(db)
  const started = performance.now()
  const ready = await get('/readyz')
  const took = performance.now() - started
  const response = await ask('{ bakery { name } }')
  const text = await response.text()
  return {
    ready: [ready.status, await ready.text()],
    isReadyAnsweredInTime: took < 1_500,
    live: (await get('/livez')).status,
    status: response.status,
    retryAfter: response.headers.get('retry-after')!,
    codes: codesOf(JSON.parse(text) as Answer),
    leaks: /127\.0\.0\.1|ECONN|postgres|terminated|\.ts/i.exec(text) as null,
    logged: logged.map(({ severity }) => severity),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('what breaks beside GraphQL is told without how', async () => {
  const { get, logged } = serve((await openBakery()).db, {
    development: true,
    sampleTokens: () => Promise.reject(new Error('/secret/place')),
  })
  const response = await get('/dev/tokens')
  expect([response.status, await response.text()]).toEqual([
    500,
    'Something went wrong here; it was logged.\n',
  ])
  expect(JSON.stringify(logged)).toContain('/secret/place')
})
