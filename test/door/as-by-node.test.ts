import { setTimeout as sleep } from 'node:timers/promises'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Door } from '../../src/serving/door.ts'
import { answersIn, ASKING, BODY, echo, JSON_TYPE, known, open, undated } from '../support/past-node.ts'
import { head } from '../support/raw.ts'

const LINES = [
  'host: bakery.test',
  'Host: bakery.test',
  'host: other.test:8080',
  'host: bad host',
  JSON_TYPE,
  'Content-Type:application/json',
  'content-type: text/plain',
  'accept: application/json',
  'ACCEPT: \t*/* \t',
  'authorization: Bearer a.b.c',
  'authorization: Bearer d.e.f',
  'if-none-match: W/"one"',
  'If-None-Match: "two", *',
  'x-request-id: one',
  'x-request-id: two',
  'origin: https://shop.example',
  'user-agent: a browser (of some kind)',
  'cookie: a=b',
  'connection: keep-alive',
  'connection: close',
  'Connection: Keep-Alive',
  'connection: x-request-id',
  'keep-alive: timeout=5',
  'proxy-connection: close',
  'expect: 100-continue',
  'upgrade: h2c',
  'te: trailers',
  'transfer-encoding: chunked',
  'transfer-encoding: identity',
  'content-encoding: gzip',
  'content-length: 5',
  'content-length: 0',
  'content-length: +5',
  'content-length: 5, 5',
  'content-length : 5',
  ' folded: value',
  'x-nothing:',
  'x-tab: a\tb',
  'x-umlaut: ä',
  'x-bell: \u0007',
  'x-bare: a\rb',
  'x-feed: a\nb: c',
  'no colon',
  ': no name',
  'wei rd: name',
]
const ADDRESSES = [
  '/graphql?query={__typename}',
  '/graphql?query=%7Ba%7D&variables=%7B%22n%22:1%7D&operationName=A',
  '/graphql?query=a+b%20c%ff%',
  '/graphql?',
  '/graphql?a?b#c',
  '/graphql?a|b^c`d"<e>\\',
  '/graphql?ä',
  '/graphql?\u0007',
  '/graphql?\t',
  '/graphql',
  '/graphql/?a',
  '//graphql?a',
  '/./graphql?a',
  '/Graphql?a',
  'http://other.test/graphql?a',
]
const [BY_ADDRESS] = ADDRESSES
const common = fc
  .tuple(
    fc.boolean(),
    fc.subarray(['accept: */*', 'x-request-id: one', 'User-Agent: x', 'connection: keep-alive']),
  )
  .map(([isPost, more]) =>
    isPost
      ? head('POST /graphql', JSON_TYPE, ...more, `content-length: ${BODY.length}`) + BODY
      : head(`GET ${BY_ADDRESS}`, ...more),
  )
const others = fc.constantFrom(
  head('GET /x'),
  head('GET /x', 'content-length: 0'),
  head('OPTIONS /graphql', 'origin: https://shop.example'),
  head('POST /y', 'content-length: 5') + '12345',
  head('POST /graphql', 'content-type: text/plain', 'content-length: 5') + '12345',
  head('POST /graphql', JSON_TYPE, 'transfer-encoding: chunked') + '5\r\nabcde\r\n0\r\n\r\n',
)
const odd = fc
  .record({
    line: fc.constantFrom(
      'POST /graphql HTTP/1.1',
      'POST /graphql HTTP/1.0',
      `GET ${BY_ADDRESS} HTTP/1.1`,
      `GET ${BY_ADDRESS} HTTP/1.0`,
      `HEAD ${BY_ADDRESS} HTTP/1.1`,
      'GET /x HTTP/1.1',
      'POST  /graphql HTTP/1.1',
    ),
    host: fc.constantFrom(['host: a'], ['host: a'], ['host: bad host'], []),
    lines: fc.array(fc.constantFrom(...LINES), { maxLength: 5 }),
    body: fc.constantFrom('', '12345', BODY, '5\r\nabcde\r\n0\r\n\r\n'),
    hasLength: fc.boolean(),
    end: fc.constantFrom('\r\n', '\r\n', '\r\n', '\n'),
  })
  .map(({ line, host, lines, body, hasLength, end }) =>
    [line, ...host, ...lines, ...(hasLength ? [`content-length: ${body.length}`] : []), '', body].join(end),
  )
const piece = fc.record({
  text: fc.oneof({ weight: 2, arbitrary: common }, { weight: 1, arbitrary: others }),
  cut: fc.option(fc.nat(200), { freq: 3 }),
  isWaitedFor: fc.boolean(),
})

interface Piece {
  text: string
  cut: number | null
  isWaitedFor: boolean
}

/** One that reads past node:http, and one that does not. */
function bothDoors(listener = echo().listener): Promise<Door[]> {
  // Whatever does not come to its end is cut off.
  const limits = { headersTimeout: 1_000, requestTimeout: 1_500 }
  return Promise.all([listener, echo({ isPast: false }).listener].map((each) => open(each, limits)))
}

/** What is heard by both ways, ten connections at once, and how much of it was answered past node:http. */
async function heardByBoth<T>(each: fc.Arbitrary<T>, piecesOf: (each: T) => Piece[]) {
  const { listener, past } = echo()
  const doors = await bothDoors(listener)
  const compare = async (one: T) => {
    const [ours, nodes] = await Promise.all(doors.map((door) => heardOf(door, piecesOf(one))))
    expect(ours).toBe(nodes)
  }
  await fc.assert(
    fc.asyncProperty(fc.array(each, { minLength: 10, maxLength: 10 }), async (together) => {
      await Promise.all(together.map(compare))
    }),
    { numRuns: 30, endOnFailure: true },
  )
  return { past: past.length }
}

/** All that is heard on a connection, until it is cut. */
async function heardOf(door: Door, pieces: readonly Piece[]): Promise<string> {
  const connection = await known(door)
  let isCut = false
  connection.socket.once('close', () => (isCut = true))
  for (const { text, cut, isWaitedFor } of pieces) {
    const before = answersIn(connection.heard())
    for (const part of cut === null ? [text] : [text.slice(0, cut), text.slice(cut)]) {
      if (part) connection.socket.write(part, 'latin1')
      if (cut !== null) await sleep(3)
    }
    const turnsAtMost = isWaitedFor ? 20 : 0
    for (let turns = 0; turns < turnsAtMost && answersIn(connection.heard()) === before; turns++)
      await sleep(3)
  }
  if (!isCut) connection.send(head('GET /end', 'connection: close'))
  await connection.cut()
  return undated(connection.heard())
}

// Were little read past node:http, little would have been compared.
describe(
  'whatever comes in whatever pieces is answered as if there were only node:http',
  { timeout: 120_000 },
  () => {
    test('300 streams of requests as they should be', async () => {
      const { past } = await heardByBoth(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => pieces)
      expect(past).toBeGreaterThan(50)
    })

    test.each(LINES)('a request with the line “%s”', async (line) => {
      const lines = ['host: a', JSON_TYPE, line].filter(
        (each) => !/^host|^content-type/i.test(line) || each === line,
      )
      const isSized = /length|encoding: (chunked|identity)/.test(line)
      const text = [
        'POST /graphql HTTP/1.1',
        ...(lines.some((each) => /^host/i.test(each)) ? lines : ['host: a', ...lines]),
        ...(isSized ? [] : ['content-length: 5']),
        '',
        '12345',
      ].join('\r\n')
      const before = { text: ASKING, cut: null, isWaitedFor: true }
      const pieces = [before, { text, cut: null, isWaitedFor: true }]
      const doors = await bothDoors()
      const [ours, nodes] = await Promise.all(doors.map((door) => heardOf(door, pieces)))
      expect(ours).toBe(nodes)
    })

    test.each(ADDRESSES)('a request for the address “%s”', async (address) => {
      const before = { text: ASKING, cut: null, isWaitedFor: true }
      const heard = async (text: string) => {
        const doors = await bothDoors()
        const pieces = [before, { text, cut: null, isWaitedFor: true }]
        return Promise.all(doors.map((door) => heardOf(door, pieces)))
      }
      for (const text of [
        head(`GET ${address}`),
        head(`GET ${address}`, 'content-length: 0'),
        `${head(`GET ${address}`, JSON_TYPE, 'content-length: 5')}12345`,
        `${head(`POST ${address}`, JSON_TYPE, 'content-length: 5')}12345`,
      ]) {
        const [ours, nodes] = await heard(text)
        expect(ours).toBe(nodes)
      }
    })

    test('300 requests that are written as they should not be', async () => {
      const before = { text: ASKING, cut: null, isWaitedFor: true }
      const { past } = await heardByBoth(odd, (text) => [before, { text, cut: null, isWaitedFor: true }])
      expect(past).toBeGreaterThan(50)
    })
  },
)
