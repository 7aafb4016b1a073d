import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { fillSampleBakery } from '../../../dev/sample/fill.ts'
import { createApp, type AppOptions } from '../../../src/app.ts'
import type { Viewer } from '../../../src/domain/viewer.ts'
import { CATALOGUE_FIELDS } from '../../../src/serving/caching/catalogue-fields.ts'
import { jsonTypeFor } from '../../../src/serving/direct/accept.ts'
import { openDoor, type Door } from '../../../src/serving/door.ts'
import { EXAMPLES } from '../../../src/serving/graphiql/examples.ts'
import { ADMIN, openBakeryForFile, STAFF, type TestBakery } from '../../support/bakery.ts'
import { undated } from '../../support/past-node.ts'
import { openRaw } from '../../support/raw.ts'
import { operations, type Stock } from './operations.ts'

const RUNS = Number(process.env['ALIKE_RUNS'] ?? 300)
const JSON_TYPE = { 'content-type': 'application/json' }
const PATIENT = { timeout: 300_000 }
const NOW = Temporal.Instant.from('2026-11-23T09:00:00Z')
const ANNA: Viewer = { role: 'CUSTOMER', subject: 'sample|anna@example.com', email: 'anna@example.com' }
const VIEWERS = [null, ANNA, STAFF, ADMIN]
const ACCEPTED_BY_URQL =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed'
const ACCEPTS = [
  undefined,
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json;q=0.9',
  'application/json; charset=latin1, application/graphql-response+json',
  'text/html, application/*',
  'application/graphql-response+json, application/json, text/event-stream, multipart/mixed',
  ACCEPTED_BY_URQL,
  'text/event-stream, application/json',
  'multipart/mixed, application/json',
  'text/*, application/json',
  'Application/JSON',
  'image/png',
]

let bakery: TestBakery
let doors: [direct: Door, yoga: Door]
const agent = new Agent({ keepAlive: true })

beforeAll(async () => {
  bakery = await openBakeryForFile({ now: NOW.toString(), settings: false })
  await fillSampleBakery(bakery.db, { now: NOW })
  doors = await Promise.all([open({ direct: true }), open({ direct: false })])
})
afterAll(async () => {
  agent.destroy()
  await Promise.all(doors.map((door) => door.close(0)))
  await bakery.close()
})

describe('what is answered directly is what Yoga answers, to the byte', () => {
  test(`to ${RUNS} operations that anybody might write, of whoever asks`, PATIENT, async () => {
    const stock = await takeStock()
    let withData = 0
    await fc.assert(
      fc.asyncProperty(operations(stock), fc.constantFrom(...VIEWERS), async (query, viewer) => {
        const answer = await bothAnswer(JSON.stringify({ query }), viewer)
        if (answer.startsWith('{"data":{')) withData++
      }),
      { numRuns: RUNS },
    )
    // Were most of them refused, little would have been compared.
    expect(withData).toBeGreaterThan(RUNS / 10)
  })

  test(`to ${RUNS} questions about the catalogue, and to whoever asks again`, PATIENT, async () => {
    const stock = await takeStock()
    known = 0
    await fc.assert(
      fc.asyncProperty(operations({ ...stock, only: CATALOGUE_FIELDS }), async (query) => {
        await bothAnswer(JSON.stringify({ query }), null)
      }),
      { numRuns: RUNS },
    )
    expect(known).toBeGreaterThan(RUNS / 10)
  })

  test.each(
    EXAMPLES.filter(({ query }) => !/^\s*(mutation|subscription)/m.test(query)).map(({ name, query }) => [
      name,
      query,
    ]),
  )('to the question %s of GraphiQL, with and without what it needs to know', async (_, query) => {
    for (const viewer of VIEWERS)
      expect(await bothAnswer(JSON.stringify({ query, variables: {} }), viewer)).toMatch(/^{/)
  })

  test('to urql, which names streams behind JSON with all that it asks', () => {
    expect(jsonTypeFor(ACCEPTED_BY_URQL)).toBe('application/graphql-response+json')
    expect(jsonTypeFor('text/event-stream, application/json')).toBeUndefined()
  })

  test.each(ACCEPTS)('in the type that is accepted by “%s”', async (accept) => {
    for (const query of [
      '{ bakery { name } }',
      '{ cake(slug: "none") { id } orders { totalCount } }',
      '{ nothing }',
    ])
      expect(await bothAnswer(JSON.stringify({ query }), null, accept)).toMatch(/^({|$)/)
  })

  test.each([
    [
      'variables that do not fit',
      { query: 'query ($n: Int!) { cakes(first: $n) { totalCount } }', variables: { n: 'many' } },
    ],
    ['no variable where one is needed', { query: 'query ($n: Int!) { cakes(first: $n) { totalCount } }' }],
    ['variables that are a list', { query: '{ __typename }', variables: [] }],
    [
      'an operation that is not there',
      { query: 'query A { __typename } query B { __typename }', operationName: 'C' },
    ],
    [
      'one of two operations',
      { query: 'query A { __typename } query B { bakery { name } }', operationName: 'B' },
    ],
    ['two operations and no name', { query: 'query A { __typename } query B { __typename }' }],
    ['what it costs', { query: '{ cakes(first: 3) { nodes { name } } }', extensions: { cost: true } }],
    ['too much', { query: '{ cakes(first: 100) { nodes { variants { cake { variants { id } } } } } }' }],
    ['parameters that nobody knows', { query: '{ __typename }', wish: 'a cake' }],
    ['a document that is not known', { documentId: 'none' }],
    ['an empty query', { query: '' }],
    ['a query that is no text', { query: 1 }],
    ['a mutation that may not be', { mutation: 1, query: 'mutation { closeOrder }' }],
    [
      'a mutation without a token',
      { query: 'mutation { eraseCustomer(input: { customerId: "x" }) { __typename } }' },
    ],
    [
      'a mutation that is refused',
      {
        query:
          'mutation { createCake(input: { slug: "", name: "", allergens: [], variants: [] }) { __typename } }',
      },
    ],
  ])('to %s', async (_, body) => {
    for (const viewer of VIEWERS) expect(await bothAnswer(JSON.stringify(body), viewer)).toMatch(/^{/)
  })

  test('to whoever names no host, and is told no address of the machine', async () => {
    const query = '{ cakes(first: 1) { nodes { images { url } } } }'
    const hostless = await Promise.all([true, false].map((direct) => open({ direct, publicUrl: null })))
    onTestFinished(async () => {
      for (const door of hostless) await door.close(0)
    })
    const body = JSON.stringify({ query })
    for (const [line, more] of [
      [`GET ${addressOf(body)}`, '\r\n'],
      ['POST /graphql', `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`],
    ]) {
      const heard = async ({ port }: Door) => {
        const connection = await openRaw(port)
        connection.send(`${line} HTTP/1.1\r\nhost:\r\nx-request-id: a\r\nconnection: close\r\n${more}`)
        await connection.cut()
        return undated(connection.heard()).split('\r\n').toSorted()
      }
      const [direct, yoga] = await Promise.all(hostless.map(heard))
      expect(direct).toEqual(yoga)
      expect(String(direct)).toContain('"http://localhost/')
    }
  })

  test('to a token that is not good', async () => {
    const answer = await bothAnswer(JSON.stringify({ query: '{ bakery { name } }' }), 'nonsense')
    expect(answer).toMatch(/INTERNAL|UNAUTHENTICATED/)
  })
})

async function open(options: Partial<AppOptions>): Promise<Door> {
  const app = createApp({
    db: bakery.db,
    identify: async (authorization) => (authorization ? (JSON.parse(authorization) as Viewer) : null),
    clock: { now: () => NOW, decideAt: () => NOW },
    guestSecrets: [{ keyId: 'test', secret: 's'.repeat(32) }],
    guestOrdersAtMost: 5,
    publicUrl: 'http://bakery.test',
    corsOrigins: ['https://shop.example'],
    development: false,
    graphiql: true,
    log: () => {},
    ...options,
  })
  return openDoor(app, { port: 0 })
}

/** Asks both ways, compares all of both answers, and gives the body. */
async function bothAnswer(body: string, viewer: Viewer | string | null, accept?: string): Promise<string> {
  const headers = {
    ...(accept !== undefined && { accept }),
    ...(viewer && { authorization: typeof viewer === 'string' ? viewer : JSON.stringify(viewer) }),
  }
  await bothAnswerAddress(addressOf(body), headers)
  const answer = await alike({
    method: 'POST',
    headers: { ...headers, ...JSON_TYPE },
    body,
  })
  return answer.body
}

async function takeStock(): Promise<Stock> {
  const { data } = await bakery.admin(
    '{ cakes(first: 5) { nodes { id slug variants { id } } } orders(first: 5) { nodes { id } } }',
  )
  const cakes = data.cakes.nodes as { id: string; slug: string; variants: { id: string }[] }[]
  const ids = [
    ...cakes.flatMap(({ id, variants }) => [id, variants[0]!.id]),
    ...data.orders.nodes.map(({ id }: { id: string }) => id),
  ]
  return { ids, slugs: cakes.map(({ slug }) => slug) }
}

/** How many could be kept and were asked for again. */
let known = 0

/** The same asked by an address, and once more by whoever has the answer. */
async function bothAnswerAddress(address: string, headers: Record<string, string>): Promise<void> {
  const { etag } = (await alike({ method: 'GET', path: address, headers })).headers
  if (etag === undefined) return
  const { status } = await alike({
    method: 'GET',
    path: address,
    headers: { ...headers, 'if-none-match': etag },
  })
  // Whoever may be given a stream is told all of it again.
  const mayStream = /event-stream|multipart/.test(headers['accept'] ?? '')
  expect(status).toBe(mayStream ? '200 OK' : '304 Not Modified')
  known++
}

function addressOf(body: string): string {
  const params = Object.entries(JSON.parse(body) as object).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return `/graphql?${new URLSearchParams(params).toString()}`
}

interface Sent {
  method: 'GET' | 'POST'
  path?: string
  headers: Record<string, string>
  body?: string
}

async function alike(sent: Sent) {
  const [direct, yoga] = await Promise.all(doors.map(({ port }) => ask(port, sent)))
  expect(direct).toEqual(yoga)
  return direct!
}

async function ask(port: number, { method, path = '/graphql', headers, body }: Sent) {
  const same = { host: 'bakery.test', origin: 'https://shop.example', 'x-request-id': 'the-same' }
  const sent = request({ agent, host: '127.0.0.1', port, path, method, headers: { ...same, ...headers } })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const { date: _, ...told } = response.headers
  const status = `${response.statusCode} ${response.statusMessage}`
  return { status, headers: told, body: await text(response) }
}
