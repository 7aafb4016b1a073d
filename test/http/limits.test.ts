import { setTimeout as sleep } from 'node:timers/promises'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { getIntrospectionQuery, isCompositeType, isListType, getNamedType, getNullableType } from 'graphql'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { schema } from '../../src/schema/index.ts'
import { openDoor } from '../../src/serving/door.ts'
import { LIST_SIZES } from '../../src/serving/list-sizes.ts'
import { openBakeryForFile, type Answer, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { head, openRaw, type RawConnection } from '../support/raw.ts'
import { HARMLESS_DOCUMENTS, HOSTILE_BODIES, HOSTILE_DOCUMENTS } from '../../dev/attack/hostile.ts'
import { codesOf, serve } from './serving.ts'

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await addCake(bakery.db, { slug: 'sponge' })
  await post(JSON.stringify({ query: '{ bakery { name } cakes { totalCount } }' }))
})
afterAll(() => bakery.close())

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }

async function post(body: string, headers: Record<string, string> = JSON_HEADERS) {
  const response = await bakery.fetch('/graphql', { method: 'POST', headers, body })
  const text = await response.text()
  return { status: response.status, text, answer: JSON.parse(text) as Answer }
}

const ask = (query: string, variables?: object, extensions?: object) =>
  post(JSON.stringify({ query, variables, extensions }))

const CHUNK = `3e8\r\n${' '.repeat(1_000)}\r\n`
const LAST_CHUNK = '0\r\n\r\n'

async function openInChunks(): Promise<RawConnection> {
  const door = await openDoor(bakery.listener, { port: 0 })
  onTestFinished(() => door.close(0))
  const connection = await openRaw(door.port)
  connection.send(head('POST /graphql', 'content-type: application/json', 'transfer-encoding: chunked'))
  return connection
}

/** Milliseconds of the processor, in the best of several rounds: others use it too. */
async function cpuOf(attack: () => Promise<unknown>): Promise<number> {
  await attack()
  let least = Infinity
  for (let round = 0; round < 10 && (round < 2 || least > 50); round++) {
    const before = process.cpuUsage()
    await attack()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

describe('who wants to keep the bakery busy is told off in less than 50 ms of its time', () => {
  test.for(Object.entries(HOSTILE_DOCUMENTS))('by %s', async ([, document]) => {
    const cpu = await cpuOf(() => ask(document))
    const { status, answer, text } = await ask(document)
    expect({ status, codes: new Set(codesOf(answer)) }).toEqual({
      status: 400,
      codes: new Set([expect.stringMatching(/^(QUERY_TOO_COMPLEX|GRAPHQL_(PARSE|VALIDATION)_FAILED)$/)]),
    })
    expect(answer.errors!.length).toBeLessThanOrEqual(11)
    expect(text.length).toBeLessThan(10_000)
    expect(cpu).toBeLessThan(50)
  })

  test.for(Object.entries(HARMLESS_DOCUMENTS))('or is answered in less, as to %s', async ([, document]) => {
    expect((await ask(document)).status).toBe(200)
    expect(await cpuOf(() => ask(document))).toBeLessThan(50)
  })

  test.for(Object.entries(HOSTILE_BODIES))('by a body of %s', async ([, body]) => {
    const cpu = await cpuOf(() => post(body))
    const { status, answer, text } = await post(body)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(answer.data ?? null).toBeNull()
    expect(text.length).toBeLessThan(10_000)
    expect(cpu).toBeLessThan(50)
  })
})

describe('a body', () => {
  test('of 100,000 bytes is read, and one byte more is not', async () => {
    expect((await post(padded(100_000))).answer.data).toEqual({ __typename: 'Query' })
    const { status, answer } = await post(padded(100_001), { ...JSON_HEADERS, 'content-length': '100001' })
    expect([status, codesOf(answer)]).toEqual([413, ['PAYLOAD_TOO_LARGE']])
  })

  test.for([101_000, 990_000])('of %i bytes that did not tell its length is told so', async (bytes) => {
    const connection = await openInChunks()
    for (let sent = 0; sent < bytes; sent += 1_000) connection.send(CHUNK)
    connection.send(LAST_CHUNK)
    await connection.hears(/^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/)
    connection.send(head('GET /livez'))
    await connection.hears(/PAYLOAD_TOO_LARGE[^]*HTTP\/1\.1 200 OK/)
    expect(connection.socket.destroyed).toBe(false)
  })

  test('without an end is told so, and not read further', async () => {
    const connection = await openInChunks()
    let sent = 0
    while (!connection.socket.destroyed && sent < 100_000_000) {
      sent += 1_000
      if (!connection.socket.write(CHUNK)) await sleep(1)
    }
    expect(connection.heard()).toMatch(/^HTTP\/1\.1 413 [^]*connection: close[^]*PAYLOAD_TOO_LARGE/i)
    // The system holds some of it.
    expect(sent).toBeLessThan(20_000_000)
  })

  test.for([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'text/plain',
    'application/graphql',
    'application/json; charset=utf-16',
    'application/jsonx',
    '',
  ])('of type “%s” is told what would do', async (type) => {
    const { status, answer } = await post('{"query":"{__typename}"}', { 'content-type': type })
    expect([status, codesOf(answer)]).toEqual([415, ['BAD_USER_INPUT']])
  })
})

describe('what a request may ask for', () => {
  test('is 1,000 tokens, 12 levels, 15 times a field in a place and 10 root fields', async () => {
    expect((await ask(aliases(15))).status).toBe(200)
    expect(codesOf((await ask(aliases(16))).answer)).toEqual(['QUERY_TOO_COMPLEX'])
    expect((await ask(roots(10))).status).toBe(200)
    expect(codesOf((await ask(roots(11))).answer)).toEqual(['QUERY_TOO_COMPLEX'])
    // Nobody may see orders without a token, but how deep they are asked for is told first.
    expect(codesOf((await ask(deep(3))).answer)).toEqual(['UNAUTHENTICATED'])
    expect(codesOf((await ask(deep(4))).answer)).toEqual(['QUERY_TOO_COMPLEX'])
    expect(codesOf((await ask(tokens(2_000))).answer)).toEqual(['QUERY_TOO_COMPLEX'])
  })

  test('does not grow by fragments, whatever they are on', async () => {
    const part = Array.from({ length: 8 }, (_, i) => `a${i}: name`).join(' ')
    const other = Array.from({ length: 8 }, (_, i) => `b${i}: name`).join(' ')
    const { answer } = await ask(
      `{ cakes { nodes { ...A ... on Cake { ${other} } } } } fragment A on Cake { ${part} }`,
    )
    expect(codesOf(answer)).toEqual(['QUERY_TOO_COMPLEX'])
  })

  test('is the whole schema, as every tool asks for it', async () => {
    const { status, answer } = await ask(
      getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }),
    )
    expect(status).toBe(200)
    expect(answer.data).toMatchObject({ __schema: { queryType: { name: 'Query' } } })
  })

  test('costs an object each, told to who asks', async () => {
    const costOf = async (query: string, variables?: object) => {
      const { answer } = await ask(query, variables, { cost: true })
      return (answer as Answer & { extensions: { cost: number } }).extensions.cost
    }
    expect(await costOf('{ __typename }')).toBe(0)
    expect(await costOf('{ bakery { name } }')).toBe(1)
    expect(await costOf('{ cakes { nodes { name } } }')).toBe(21)
    expect(await costOf('query ($n: Int = 7) { cakes(first: $n) { nodes { name } } }')).toBe(8)
    expect(await costOf('query ($n: Int = 7) { cakes(first: $n) { nodes { name } } }', { n: 3 })).toBe(4)
    expect(await costOf('{ cakes(last: 3) { edges { node { name } } } }')).toBe(7)
    expect(await costOf('query ($b: Boolean!) { bakery @skip(if: $b) { name } }', { b: true })).toBe(0)
    expect(await costOf('query ($b: Boolean!) { bakery @include(if: $b) { name } }', { b: true })).toBe(1)
    const month = `{ availability(items: [{ variantId: "a" }], method: PICKUP, from: "2026-11-24", to: "2026-12-24") {
      ... on Availability { days { date available slots { available slot { id } } } } } }`
    expect(await costOf(month)).toBeLessThan(200)
    const { answer } = await ask('{ bakery { name } }')
    expect(answer).not.toHaveProperty('extensions')
  })

  test('is counted anew for each request: what passed with few does not pass with many', async () => {
    const query = `query ($n: Int!) { cakes(first: $n) { nodes { variants { id } optionGroups { options { id } } } } }`
    expect((await ask(query, { n: 1 })).status).toBe(200)
    const { status, answer } = await ask(query, { n: 100 })
    expect([status, codesOf(answer)]).toEqual([400, ['QUERY_TOO_COMPLEX']])
    expect((await ask(query, { n: 1 })).status).toBe(200)
  })

  test('is counted of the operation that is chosen', async () => {
    const query = `query Small { bakery { name } }
      query Large { cakes(first: 100) { nodes { optionGroups { options { id } } variants { id } } } }`
    const named = (operationName: string) => post(JSON.stringify({ query, operationName }))
    expect((await named('Small')).status).toBe(200)
    expect(codesOf((await named('Large')).answer)).toEqual(['QUERY_TOO_COMPLEX'])
  })

  test('has a size for every list', () => {
    const unsized = Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type && !type.name.startsWith('__')
        ? Object.values(type.getFields()).flatMap(({ name, type: of }) => {
            const isPage = type.name.endsWith('Connection')
            const isList = isListType(getNullableType(of)) && isCompositeType(getNamedType(of))
            const isKnown = `${type.name}.${name}` in LIST_SIZES || `${type.name}.${name}` === 'Query.nodes'
            return 'isDeprecated' in type || !isList || isPage || isKnown ? [] : [`${type.name}.${name}`]
          })
        : [],
    )
    expect(unsized).toEqual([])
  })
})

test('no mistake in a document is answered by what else there is', async () => {
  const { text } = await ask('{ bakery { nam } cake(slugg: "a") { id } }')
  expect(text).not.toMatch(/did you mean/i)
})

test('a suggestion is made to who develops', async () => {
  const { ask: askInDevelopment } = serve(bakery.db, { development: true })
  expect(await (await askInDevelopment('{ bakery { nam } }')).text()).toMatch(/did you mean/i)
})

test('whatever is sent in place of a request is the client’s mistake', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.jsonValue().map((value) => JSON.stringify({ query: value })),
      ),
      async (body) => {
        const { status } = await post(body)
        expect(status).toBe(400)
      },
    ),
    { numRuns: 200 },
  )
})

test(
  'ten thousand different documents leave no more behind than two thousand',
  { timeout: 120_000 },
  async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const heapAfter = async (from: number, to: number) => {
      for (let i = from; i < to; i++) await ask(`{ a${i}: __typename ${' '.repeat(3_000)} b: __typename }`)
      bakery.requests.length = 0
      collect()
      return getHeapStatistics().used_heap_size / 1e6
    }
    const early = await heapAfter(0, 2_000)
    const late = await heapAfter(2_000, 10_000)
    expect(late - early).toBeLessThan(8)
  },
)

const nest = (open: string, times: number, close: string): string =>
  `{ ${`${open} `.repeat(times)}id${` ${close}`.repeat(times)} }`

const padded = (bytes: number) => {
  const query = '{ __typename }'
  return JSON.stringify({ query: query + ' '.repeat(bytes - JSON.stringify({ query }).length) })
}
const aliases = (count: number) =>
  `{ cakes { ${Array.from({ length: count }, (_, i) => `a${i}: totalCount`).join(' ')} } }`
const roots = (count: number) =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')} }`
const deep = (orders: number) => nest('orders(first: 1) { nodes { customer {', orders, '} } }')
const tokens = (count: number) => `query (${'$v: Int '.repeat((count - 8) / 4)}$w: Int) { a }`
