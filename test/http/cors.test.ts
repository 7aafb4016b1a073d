import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBakeryForFile, STAFF, type TestBakery } from '../support/bakery.ts'
import { addressOf } from './caching/keeping.ts'
import { serve } from './serving.ts'

const SHOP = 'https://shop.example'
const KITCHEN = 'http://localhost:3000'
const NAME = '{ bakery { name } }'

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
})
afterAll(() => bakery.close())

const serveTo = (...corsOrigins: string[]) => serve(bakery.db, { corsOrigins })

/** What a browser asks before it lets a page of that origin send an order with a token. */
const preflight = (origin: string, method = 'POST') => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization,content-type,traceparent,x-request-id',
  },
})

const posted = (origin: string, as?: object) => ({
  method: 'POST',
  headers: {
    origin,
    'content-type': 'application/json',
    ...(as && { authorization: JSON.stringify(as) }),
  },
  body: JSON.stringify({ query: NAME }),
})

/** The headers that tell a browser what it may do. */
const toldIn = ({ status, headers }: Response) => ({
  status,
  vary: headers.get('vary'),
  ...Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-'))),
})

describe('a page of an origin that is on the list', () => {
  test('may ask with a token, which browsers make sure of beforehand', async () => {
    const { get } = serveTo(SHOP, KITCHEN)
    const statements = await bakery.statementsOf(async () => {
      for (const origin of [SHOP, KITCHEN])
        expect(toldIn(await get('/graphql', preflight(origin)))).toEqual({
          status: 204,
          vary: 'Origin',
          'access-control-allow-origin': origin,
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': expect.stringMatching(
            /\bauthorization, content-type,.*\btraceparent,.*\bx-request-id\b/,
          ),
          'access-control-max-age': '7200',
        })
    })
    expect(statements).toEqual([])
  })

  test('can read what it is answered, mistakes too', async () => {
    const { get } = serveTo(SHOP, KITCHEN)
    const told = {
      'access-control-allow-origin': SHOP,
      'access-control-expose-headers': 'etag, retry-after, x-request-id',
    }
    expect(toldIn(await get('/graphql', posted(SHOP)))).toEqual({ status: 200, vary: 'Origin', ...told })
    expect(toldIn(await get('/graphql', posted(SHOP, STAFF)))).toMatchObject({ status: 200, ...told })
    expect(toldIn(await get('/graphql?query={', { headers: { origin: SHOP } }))).toMatchObject(told)
    expect(toldIn(await get('/graphql', { method: 'PUT', headers: { origin: SHOP } }))).toMatchObject(told)
    const plain = { ...posted(SHOP), headers: { origin: SHOP, 'content-type': 'text/plain' } }
    expect(toldIn(await get('/graphql', plain))).toMatchObject({ status: 415, ...told })
    expect(toldIn(await get('/schema.graphql', { headers: { origin: SHOP } }))).toMatchObject(told)
  })

  test('is told so where nothing has changed, and what is kept is kept for its origin', async () => {
    const { get } = serveTo(SHOP, KITCHEN)
    const first = await get(addressOf(NAME), { headers: { origin: SHOP } })
    const headers = { origin: KITCHEN, 'if-none-match': first.headers.get('etag')! }
    expect(toldIn(await get(addressOf(NAME), { headers }))).toEqual({
      status: 304,
      vary: 'Origin, Accept, Authorization',
      'access-control-allow-origin': KITCHEN,
      'access-control-expose-headers': 'etag, retry-after, x-request-id',
    })
  })
})

describe('a page of any other origin', () => {
  test.for([
    'https://evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'https://SHOP.example',
    'null',
    '*',
    `${SHOP}, https://evil.example`,
  ])('%s is told nothing that a browser would let it read', async (origin) => {
    const { get } = serveTo(SHOP, KITCHEN)
    expect(toldIn(await get('/graphql', preflight(origin)))).toEqual({ status: 204, vary: 'Origin' })
    expect(toldIn(await get('/graphql', posted(origin)))).toEqual({ status: 200, vary: 'Origin' })
    const address = await get(addressOf(NAME), { headers: { origin } })
    expect(toldIn(address)).toEqual({ status: 200, vary: 'Origin, Accept, Authorization' })
  })

  test('cannot send anything but JSON or an address, so a browser always asks before it posts', async () => {
    const { get } = serveTo(SHOP)
    const body = JSON.stringify({ query: NAME })
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
      'application/graphql',
      '',
    ]) {
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type }
      const { status } = await get('/graphql', { method: 'POST', headers, body })
      expect([type, status]).toEqual([type, 415])
    }
    const mutation = 'mutation { removeSpecialDay(date: "2026-12-24") { __typename } }'
    expect((await get(addressOf(mutation))).status).toBe(405)
  })
})

test('with a star any page can read, and may never send cookies along', async () => {
  const { get } = serveTo('*')
  const told = { vary: null, 'access-control-allow-origin': '*' }
  const asked = toldIn(await get('/graphql', preflight('https://any.example')))
  expect(asked).toMatchObject({ status: 204, ...told })
  expect(toldIn(await get('/graphql', posted('https://any.example')))).toMatchObject({ status: 200, ...told })
  expect(asked).not.toHaveProperty('access-control-allow-credentials')
})

test('without a list no page of another origin can read anything', async () => {
  const { get } = serveTo()
  const asked = toldIn(await get('/graphql', preflight(SHOP)))
  expect(asked).toEqual({ status: 405, vary: null })
  expect(toldIn(await get('/graphql', posted(SHOP)))).toEqual({ status: 200, vary: null })
})

test('beside GraphQL and its schema nothing is shared with other pages', async () => {
  const { get } = serve(bakery.db, { corsOrigins: ['*'], sampleTokens: async () => ({ admin: 'secret' }) })
  for (const where of ['/', '/dev/tokens', '/livez', '/readyz', '/nothing']) {
    expect(toldIn(await get(where, { headers: { origin: SHOP } }))).toEqual({
      status: where === '/nothing' ? 404 : 200,
      vary: null,
    })
    expect(toldIn(await get(where, preflight(SHOP)))).toEqual({ status: 404, vary: null })
  }
})
