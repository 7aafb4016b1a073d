import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN, openBakery, openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { place, ZOE } from '../support/operations.ts'
import { watching } from '../support/watching.ts'
import { serve } from './serving.ts'

let bakery: TestBakery
beforeAll(async () => void (bakery = await openBakeryForFile()))
afterAll(() => bakery.close())

test('no numbers are told unless they are wanted', async () => {
  const { get } = serve(bakery.db)
  expect((await get('/metrics')).status).toBe(404)
  const { get: measured } = serve(bakery.db, { metrics: true })
  const response = await measured('/metrics')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('requests are counted by kind and status, with their statements, durations and errors', async () => {
  const { get, ask, requests } = serve(bakery.db, { metrics: true })
  await ask('query A { bakery { name } }')
  await ask('query B { bakery { name } cakes { totalCount } }')
  await ask('mutation { changeOrder(input: { orderId: "x", version: 1, action: CANCEL }) { __typename } }')
  await ask('{ cakes(filter: { status: DRAFT }) { totalCount } }')
  await ask('{ bakery { name } orders { totalCount } customers { totalCount } }')
  await ask('{ cookies')
  for (const where of ['/', '/livez', '/readyz', '/metrics', '/nothing']) await get(where)
  const samples = await numbersOf(get)
  expect(samples).toMatchObject({
    'bakehouse_requests_total{type="query",status="200"}': 3,
    'bakehouse_requests_total{type="query",status="401"}': 1,
    'bakehouse_requests_total{type="mutation",status="200"}': 1,
    'bakehouse_requests_total{type="none",status="400"}': 1,
    'bakehouse_errors_total{code="UNAUTHENTICATED"}': 2,
    'bakehouse_errors_total{code="GRAPHQL_PARSE_FAILED"}': 1,
    'bakehouse_request_duration_seconds_count{type="query"}': 4,
    'bakehouse_request_duration_seconds_count{type="none"}': 1,
    bakehouse_requests_in_flight: 0,
    bakehouse_database_waiting: 0,
  })
  const statements = requests.map(({ details }) => (details as { statements: number }).statements)
  const counted = ['query', 'mutation', 'none'].map(
    (type) => samples[`bakehouse_statements_total{type="${type}"}`]!,
  )
  expect(sum(counted)).toBe(sum(statements))
  expect(samples['bakehouse_database_connections{state="idle"}']).toBeGreaterThan(0)
  expect(samples['process_resident_memory_bytes']).toBeGreaterThan(10e6)
})

test('strangers cannot make the numbers many, whatever they ask', async () => {
  const { get, ask } = serve(bakery.db, { metrics: true })
  for (const attack of attacks('First')) await ask(attack)
  const before = Object.keys(await numbersOf(get))
  for (let index = 0; index < 50; index++) for (const attack of attacks(`Attack${index}`)) await ask(attack)
  expect(Object.keys(await numbersOf(get)).toSorted()).toEqual(before.toSorted())
})

test('whoever watches is in flight until they leave', async () => {
  const own = await openBakery()
  const { variants } = await addCake(own.db, { slug: 'sponge' })
  const items = [{ variantId: variants[0] }]
  const { order } = await place(own.visitor, { items, contact: ZOE, slotId: slotId('2026-11-25') })
  const { get } = serve(own.db, { metrics: true })
  const response = await get('/graphql', {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: JSON.stringify(ADMIN),
    },
    body: JSON.stringify({ query: `subscription { orderChanged(id: "${order.id}") { version } }` }),
  })
  const watch = watching(response)
  await watch.next()
  expect(await numbersOf(get)).toMatchObject({ bakehouse_requests_in_flight: 1 })
  await watch.leave()
  await expect
    .poll(() => numbersOf(get))
    .toMatchObject({
      bakehouse_requests_in_flight: 0,
      'bakehouse_requests_total{type="subscription",status="200"}': 1,
    })
})

const attacks = (name: string) => [
  `query ${name} { __typename }`,
  `{ ${name} }`,
  `mutation ${name} { __typename }`,
  `${name} {`,
]

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

/** What Prometheus would read: every family told before its samples, no sample twice, histograms that add up. */
async function numbersOf(get: (where: string) => Promise<Response>): Promise<Record<string, number>> {
  const text = await (await get('/metrics')).text()
  expect(text).toMatch(/\n$/)
  const types = new Map<string, string>()
  const samples = new Map<string, number>()
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('# HELP ')) continue
    const [, family, type] = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line) ?? []
    if (family && type) types.set(family, type)
    if (family) continue
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? []
    expect(name, line).toBeDefined()
    expect(types.has(name!) || types.get(name!.replace(/_(bucket|sum|count)$/, '')) === 'histogram').toBe(
      true,
    )
    expect(samples.has(name! + labels), line).toBe(false)
    samples.set(name! + labels, Number(value))
  }
  for (const [key, count] of samples) if (key.includes('_count{')) expectHistogram(samples, key, count)
  return Object.fromEntries(samples)
}

const SAMPLE = /^([a-z_]+)(\{(?:[a-z]+="[^"\\\n]*",?)+\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/

function expectHistogram(samples: Map<string, number>, key: string, count: number): void {
  const start = key.replace('_count{', '_bucket{').replace('}', ',le=')
  const buckets = [...samples].flatMap(([name, value]) => (name.startsWith(start) ? [value] : []))
  expect(buckets.length).toBeGreaterThan(2)
  expect(buckets).toEqual(buckets.toSorted((a, b) => a - b))
  expect(buckets.at(-1)).toBe(count)
}
