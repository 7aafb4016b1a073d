import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openTracer } from '../../src/serving/observing/tracer.ts'
import { openBakery, openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { openBlackHole, openCollector, valuesOf, type TakenSpan } from '../support/collector.ts'
import { PLACE_ORDER } from '../support/operations.ts'
import { POOLER_ENV } from '../support/pooler.ts'
import { killAll, startProgram } from '../support/started.ts'
import { serve } from './serving.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await addCake(bakery.db, { slug: 'sponge' })
})
afterAll(() => bakery.close())
afterAll(killAll)

describe('a request is a span', () => {
  test('below the one that asked, and above one for each of its statements', async () => {
    const { collector, get, requests, sent } = await tracing()
    const headers = { traceparent: `00-${TRACE}-${SPAN}-01` }
    const before = Date.now()
    await get(`/graphql?query=${encodeURIComponent('query Sponge { cake(slug: "sponge") { name } }')}`, {
      headers,
    })
    const [request, ...statements] = await sent()
    expect(request).toMatchObject({
      traceId: TRACE,
      parentSpanId: SPAN,
      name: 'graphql query',
      kind: 2,
      status: { code: 0 },
    })
    const details = requests[0]!.details as Record<string, unknown>
    expect(valuesOf(request!)).toEqual({
      'http.request.method': 'GET',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Sponge',
      'bakehouse.document.hash': details['documentHash'],
      'bakehouse.request.id': details['requestId'],
      'bakehouse.viewer': 'ANONYMOUS',
      'bakehouse.statements': statements.length,
      'bakehouse.cost': details['cost'],
    })
    expect(details).toMatchObject({ traceId: TRACE, spanId: request!.spanId, traceSampled: true })
    expect(statements.length).toBe(details['statements'])
    for (const statement of statements) {
      expect(statement).toMatchObject({
        traceId: TRACE,
        parentSpanId: request!.spanId,
        name: 'SELECT',
        kind: 3,
      })
      expect(valuesOf(statement)['db.system.name']).toBe('postgresql')
      expectWithin(statement, request!)
    }
    expect(new Set([request!, ...statements].map(({ spanId }) => spanId)).size).toBe(1 + statements.length)
    expect(millisecondsOf(request!.startTimeUnixNano)).toBeGreaterThan(before - 1_000)
    expect(millisecondsOf(request!.endTimeUnixNano)).toBeLessThan(Date.now() + 1_000)
    expect(valuesOf(collector.taken[0]!.message.resourceSpans[0]!.resource)).toEqual({
      'service.name': 'oven',
    })
    expect(collector.taken[0]!.headers).toMatchObject({
      'api-key': 'hunter2',
      'content-type': 'application/json',
    })
  })

  test('with a trace of its own where nobody sent one', async () => {
    const { ask, requests, sent } = await tracing()
    await ask('{ __typename }')
    const [request, ...others] = await sent()
    expect(others).toEqual([])
    expect(request!.traceId).toMatch(/^[\da-f]{32}$/)
    expect(request).not.toHaveProperty('parentSpanId')
    expect(requests[0]!.details).toMatchObject({ traceId: request!.traceId, spanId: request!.spanId })
  })

  test('that tells what failed, and where', async () => {
    const broken = await openBakery()
    await sql`drop table delivery_zones`.execute(broken.db)
    const { ask, sent } = await tracing({}, broken)
    await ask('{ bakery { name } }')
    const [request, ...statements] = await sent()
    expect(request).toMatchObject({ status: { code: 2, message: 'INTERNAL' } })
    expect(statements.map(({ status }) => status)).toContainEqual({ code: 2, message: '42P01' })
  })

  test('without anything that a person typed', async () => {
    const { get, sent } = await tracing()
    const { variants } = await addCake(bakery.db, { slug: 'another' })
    const input = {
      idempotencyKey: 'canary-canary-0001',
      items: [{ variantId: variants[0], inscription: 'Canary' }],
      slotId: slotId('2026-11-25'),
      contact: { name: 'Canary', email: 'canary@example.com' },
      note: 'Canary',
    }
    const body = JSON.stringify({ query: PLACE_ORDER, variables: { input } })
    await get('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const spans = await sent()
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['BEGIN', 'WITH', 'COMMIT']))
    expect(JSON.stringify(spans)).not.toMatch(/canary/i)
  })
})

describe('what is not sampled is not sent', () => {
  test.for([
    ['by who asked', 1, '00', 0],
    ['by who asked, though hardly any begins here', 0, '01', 1],
    ['since none begins here', 0, undefined, 0],
    ['but all that begin here are', 1, undefined, 1],
  ] as const)('%s', async ([, share, flags, expected]) => {
    const { get, requests, sent } = await tracing({ share })
    const headers: HeadersInit = flags ? { traceparent: `00-${TRACE}-${SPAN}-${flags}` } : {}
    await get('/graphql?query={__typename}', { headers })
    expect(await sent()).toHaveLength(expected)
    expect(requests).toMatchObject([{ details: { traceSampled: expected === 1 } }])
  })
})

describe('a collector that is in trouble', () => {
  test('harms no request, and is told of once, and once more when it is well again', async () => {
    const { collector, ask, logged, sent } = await tracing()
    collector.answerWith(503)
    for (let index = 0; index < 3; index++) {
      expect((await ask('{ __typename }')).status).toBe(200)
      await sent()
    }
    expect(logged).toMatchObject([{ severity: 'WARNING', details: { status: 503 } }])
    collector.answerWith(200)
    for (let index = 0; index < 3; index++) {
      await ask('{ __typename }')
      await sent()
    }
    expect(logged.slice(1)).toMatchObject([{ severity: 'INFO' }])
    expect(collector.spans()).toHaveLength(3)
  })

  test.for(['away', 'silent'] as const)('or %s holds nobody up', async (how) => {
    const endpoint = how === 'away' ? 'http://127.0.0.1:1' : await openBlackHole()
    const { ask, sent } = await tracing({ endpoint })
    expect((await ask('{ __typename }')).status).toBe(200)
    const started = performance.now()
    await sent()
    expect(performance.now() - started).toBeLessThan(1_500)
  })
})

describe('a started bakery', { timeout: 60_000 }, () => {
  test('sends the last spans before it ends', async () => {
    const collector = await openCollector()
    const { server, origin } = await openDoor({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint })
    await fetch(`${origin}/graphql?query={__typename}`)
    expect(await server.send('SIGTERM')).toBe(0)
    expect(collector.spans()).toHaveLength(1)
  })

  test('ends in time although the collector is silent', async () => {
    const { server, origin } = await openDoor({ OTEL_EXPORTER_OTLP_ENDPOINT: await openBlackHole() })
    await fetch(`${origin}/graphql?query={__typename}`)
    const stopping = performance.now()
    expect(await server.send('SIGTERM')).toBe(0)
    expect(performance.now() - stopping).toBeLessThan(2_500)
  })

  test.for([
    ['loads nothing for traces that nobody wants', {}, 0],
    ['loads what makes them where they are wanted', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, 2],
  ] as const)('%s', async ([, env, expected]) => {
    const { server, origin } = await openDoor(env)
    await fetch(`${origin}/graphql?query={__typename}`)
    await server.send('SIGTERM')
    expect(server.errors().match(/^Loaded .*/gm) ?? []).toHaveLength(expected)
  })
})

async function tracing(
  options: Partial<Parameters<typeof openTracer>[0]> = {},
  { db }: Pick<TestBakery, 'db'> = bakery,
) {
  const collector = await openCollector()
  const served = serve(db, {
    clock: { now: () => MONDAY, decideAt: () => MONDAY },
    tracer: {
      begin: (asked) => tracer.begin!(asked),
      end: (asked) => tracer.end(asked),
    },
  })
  const tracer = openTracer(
    {
      endpoint: collector.endpoint,
      headers: { 'api-key': 'hunter2' },
      service: 'oven',
      share: 1,
      ...options,
    },
    (severity, message, details = {}) => void served.logged.push({ severity, message, details }),
  )
  onTestFinished(() => tracer.close())
  /** What the collector has got once all is sent. */
  const sent = async (): Promise<TakenSpan[]> => {
    await tracer.close()
    return collector.spans()
  }
  return { ...served, collector, sent }
}

const MONDAY = Temporal.Instant.from('2026-11-23T09:00:00Z')

const millisecondsOf = (nanoseconds: string): number => Number(BigInt(nanoseconds) / 1_000_000n)

function expectWithin(inner: TakenSpan, outer: TakenSpan): void {
  // Each is told by two clocks that tick apart.
  const [start, end] = [
    millisecondsOf(outer.startTimeUnixNano) - 2,
    millisecondsOf(outer.endTimeUnixNano) + 2,
  ]
  for (const moment of [inner.startTimeUnixNano, inner.endTimeUnixNano].map(millisecondsOf)) {
    expect(moment).toBeGreaterThanOrEqual(start)
    expect(moment).toBeLessThanOrEqual(end)
  }
  expect(BigInt(inner.endTimeUnixNano)).toBeGreaterThan(BigInt(inner.startTimeUnixNano))
}

async function openDoor(env: Record<string, string>) {
  const required = {
    DRAIN_GRACE_MS: '0',
    DATABASE_URL: bakery.url,
    ...POOLER_ENV,
    GUEST_TOKEN_SECRETS: `test:${'s'.repeat(32)}`,
  }
  const command = [process.execPath, '--import', TELL_LOADED, 'src/server.ts'] as const
  const server = startProgram([...command], { ...required, ...env })
  const port = await server.says(/"message":"Bakehouse listens on port (\d+)"/)
  return { server, origin: `http://127.0.0.1:${port}` }
}

const TELL_LOADED = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({
    load(url, context, next) {
      if (/observing.(tracer|otlp)/.test(url)) console.error('Loaded', url)
      return next(url, context)
    },
  })`)}`
