import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../../src/app.ts'
import type { CommonExchange } from '../../../src/serving/direct/exchange.ts'
import { CommonHeaders } from '../../../src/serving/direct/head.ts'
import { openBakeryForFile, type TestBakery } from '../../support/bakery.ts'

let bakery: TestBakery
beforeAll(async () => void (bakery = await openBakeryForFile()))
afterAll(() => bakery.close())

const MUTATION = 'mutation { removeSpecialDay(date: "2026-12-24") { __typename } }'
const QUERY = '{ bakery { name } }'
const JSON_TYPE = { 'content-type': 'application/json' }

const inAddress = (params: object) => `/graphql?${new URLSearchParams(Object.entries(params)).toString()}`

interface Asked {
  url?: string
  headers?: object
  body?: object
}

const post = (body: object, headers: object = {}): Asked => ({ body, headers: { ...JSON_TYPE, ...headers } })
const get = (params: object, headers: object = {}): Asked => ({ url: inAddress(params), headers })

/** The status that a request was answered with directly; undefined where it is left to Yoga. */
async function directly({ url = '/graphql', headers, body }: Asked): Promise<number | undefined> {
  const { common } = createApp({
    db: bakery.db,
    identify: async () => null,
    guestSecrets: [],
    guestOrdersAtMost: 5,
    publicUrl: null,
    development: false,
    graphiql: false,
    log: () => {},
  })
  const text = body ? JSON.stringify(body) : ''
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const exchange: CommonExchange = {
    method: body ? 'POST' : 'GET',
    url,
    headers: Object.assign(
      new CommonHeaders(),
      { host: 'a', 'content-length': text ? String(text.length) : undefined },
      headers,
    ),
    startedAt: 0,
    complete: true,
    isOpen: true,
    onLeft: undefined,
    onOver: undefined,
    send: resolve,
    abandon: () => resolve(undefined),
  }
  if (!common!(exchange, text)) resolve(undefined)
  return promise
}

describe('answered without Yoga is', () => {
  test.each<[string, Asked]>([
    ['a query', post({ query: QUERY })],
    [
      'a query with all that may be said',
      post({ query: QUERY, operationName: null, variables: {}, extensions: {} }),
    ],
    ['a mutation', post({ query: MUTATION })],
    ['a query in an address', get({ query: QUERY })],
    [
      'one with variables',
      get({ query: 'query ($n: Int) { cakes(first: $n) { totalCount } }', variables: '{"n":1}' }),
    ],
    [
      'one of several in an address',
      get({ query: 'query A { __typename } query B { __typename }', operationName: 'B' }),
    ],
    [
      'a query in an address, of somebody who has the answer',
      get({ query: QUERY }, { 'if-none-match': '"x"' }),
    ],
    ['a query in an address, of staff', get({ query: QUERY }, { authorization: 'Bearer x' })],
  ])('%s', async (_, asked) => expect(await directly(asked)).toBe(200))
})

describe('left to Yoga is', () => {
  test.each<[string, Asked]>([
    ['what is not right', post({ query: '{ nothing }' })],
    ['a body without a question', post({})],
    ['a subscription', post({ query: 'subscription { orderUpdated { id } }' })],
    ['a stream', post({ query: QUERY }, { accept: 'text/event-stream' })],
    ['a body of another type', post({ query: QUERY }, { 'content-type': 'text/plain' })],
    ['a mutation in an address', get({ query: MUTATION })],
    ['an address without a question', get({})],
    ['variables in an address that are no JSON', get({ query: QUERY, variables: '{' })],
    ['a parameter that nobody knows', get({ query: QUERY, wish: 'a cake' })],
    [
      'an address that a browser may show as a page',
      get({ query: QUERY }, { accept: 'text/html,*/*;q=0.8' }),
    ],
    ['an address with a body', get({ query: QUERY }, { 'content-length': '5' })],
    ['an address with a body of chunks', get({ query: QUERY }, { 'transfer-encoding': 'chunked' })],
  ])('%s', async (_, asked) => expect(await directly(asked)).toBeUndefined())
})
