import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../dev/postgres-answers.ts'
import { MANY, perRequest, perSecond } from './compare.ts'
import { BAKEHOUSE, post, start, type Running, type StartOptions } from './contestants.ts'
import { memoryOf } from './cpu.ts'
import { requestOf } from './dialects.ts'
import { openInspector } from './inspector.ts'
import type { Load } from './load.ts'
import { pin, unpin } from './pinning.ts'
import { DOCUMENTS, PROOFS } from './questions.ts'
import { machine } from './results.ts'
import type { Stage } from './stage.ts'

const PAGES = [10, 100]
const REQUESTS = 30_000
const PROCESSES = [1, 2, 4]

/** How the cost of Bakehouse grows with rows, requests and processes. */
export async function growth(stage: Stage, seconds: number): Promise<string> {
  const { issuer, database } = stage
  // Pages of a hundred orders with all that hangs on them cost more than one operation may by default.
  const environment = { ...issuer.environment, QUERY_COST_AT_MOST: '100000' }
  const options = { url: database.url, tokens: issuer.tokens, environment }
  return [
    '## How cost grows',
    '',
    `\`npm run bench -- --growth\`, ${machine()}`,
    '',
    ...(await withRows(stage, options, seconds)),
    '',
    ...(await withRequests(stage, options)),
    '',
    ...(await withProcesses(stage, options, seconds)),
  ].join('\n')
}

async function withRows(stage: Stage, options: StartOptions, seconds: number): Promise<string[]> {
  const running = await start(BAKEHOUSE, options)
  try {
    const rows: string[] = []
    for (const page of PAGES) {
      const load = { ...loadOf(stage, [running]), requests: [ordersRequest(stage, running, page)] }
      await stage.loader.put({ ...load, connections: MANY, ramp: 0, seconds: 4, leastCpu: 5 })
      const many = await stage.loader.put({ ...load, connections: MANY, ramp: 0.3, seconds })
      const alone = await stage.loader.put({ ...load, connections: 1, ramp: 0.3, seconds })
      stage.say(`${page} orders a page: ${perRequest(many).toFixed(0)} µs, p50 ${alone.p50.toFixed(1)} ms`)
      rows.push(rowOf(page, perRequest(many), alone.p50))
    }
    const thousand = await readThousand(stage, running, seconds)
    return [
      '### With rows: orders with customer, lines and cakes, by a page',
      '',
      '| orders | CPU µs | µs an order | p50 alone, ms | ms an order |',
      '|---:|---:|---:|---:|---:|',
      ...rows,
      rowOf(1000, thousand.cpu, thousand.latency),
      '',
      'A thousand are ten pages of a hundred, one after another, each by the cursor of the one before.',
    ]
  } finally {
    await running.stop()
  }
}

const rowOf = (orders: number, cpu: number, latency: number): string =>
  `| ${orders} | ${cpu.toFixed(0)} | ${(cpu / orders).toFixed(0)} | ${latency.toFixed(1)} | ${(latency / orders).toFixed(3)} |`

const WALK = DOCUMENTS.Q2.replace('($first: Int!)', '($first: Int!, $after: String)')
  .replace('first: $first', 'first: $first, after: $after')
  .replace('nodes', 'pageInfo { endCursor } nodes')

async function readThousand({ issuer, loader, database }: Stage, running: Running, seconds: number) {
  const bodies: string[] = []
  let after: string | null = null
  for (let page = 0; page < 10; page++) {
    const body: object = { query: WALK, variables: { first: 100, after } }
    bodies.push(requestOf(running.dialect, { authorization: issuer.tokens.staff, body }))
    const response = await post(running.port, running.dialect, JSON.stringify(body), issuer.tokens.staff)
    const { data } = (await response.json()) as { data: { orders: { pageInfo: { endCursor: string } } } }
    after = data.orders.pageInfo.endCursor
  }
  const outcome = await loader.put({
    ports: [running.port],
    servers: [running.pid],
    postgres: database.pid,
    requests: bodies,
    proof: PROOFS.Q2,
    connections: 1,
    ramp: 0.5,
    seconds: 2 * seconds,
  })
  return { cpu: perRequest(outcome) * 10, latency: (outcome.seconds / outcome.requests) * 10_000 }
}

async function withRequests(stage: Stage, options: StartOptions): Promise<string[]> {
  const port = await freePort(0)
  const running = await start(BAKEHOUSE, { ...options, flags: [`--inspect=127.0.0.1:${port}`] })
  try {
    const inspector = await openInspector(port)
    const rows: string[] = []
    const load = { ...loadOf(stage, [running]), requests: mixOf(stage, running) }
    for (let quarter = 0; quarter <= 4; quarter++) {
      const count = quarter === 0 ? REQUESTS / 10 : REQUESTS / 4
      await stage.loader.put({ ...load, connections: MANY, ramp: 0, seconds: 600, count })
      await sleep(500)
      const rss = memoryOf(running.pid)
      await inspector.send('HeapProfiler.collectGarbage')
      const { usedSize } = await inspector.send<{ usedSize: number }>('Runtime.getHeapUsage')
      const heap = usedSize / 2 ** 20
      stage.say(
        `${(quarter * REQUESTS) / 4} requests: heap ${heap.toFixed(1)} MiB, RSS ${rss.toFixed(0)} MiB`,
      )
      rows.push(`| ${(quarter * REQUESTS) / 4} | ${heap.toFixed(1)} | ${rss.toFixed(0)} |`)
    }
    inspector.close()
    return [
      `### With requests: Q1, Q2 and Q3 in turn, after ${REQUESTS / 10} to warm up`,
      '',
      '| requests | heap after a collection, MiB | RSS, MiB |',
      '|---:|---:|---:|',
      ...rows,
    ]
  } finally {
    await running.stop()
  }
}

/** A third of each. */
const mixOf = ({ stock }: Stage, { requests }: Running): string[] => {
  const [cakes, orders] = [requests('Q1', stock)[0]!, requests('Q2', stock)[0]!]
  return requests('Q3', stock).flatMap((order) => [cakes, orders, order])
}

async function withProcesses(stage: Stage, options: StartOptions, seconds: number): Promise<string[]> {
  const rows: string[] = []
  unpin(stage.database.pid)
  for (const count of PROCESSES) {
    const running = await Promise.all(
      Array.from({ length: count }, () => start(BAKEHOUSE, { ...options, isPinned: false })),
    )
    try {
      const load = { ...loadOf(stage, running), requests: mixOf(stage, running[0]!) }
      await stage.loader.put({ ...load, connections: MANY, ramp: 0, seconds: 4, leastCpu: 3 * count })
      const outcome = await stage.loader.put({ ...load, connections: MANY, ramp: 0.3, seconds: 2 * seconds })
      stage.say(`${count} processes: ${perSecond(outcome).toFixed(0)} req/s`)
      rows.push(
        `| ${count} | ${perSecond(outcome).toFixed(0)} | ${perRequest(outcome).toFixed(0)} | ${outcome.p99.toFixed(0)} |`,
      )
    } finally {
      await Promise.all(running.map((each) => each.stop()))
    }
  }
  pin(1, stage.database.pid)
  return [
    `### With processes: the same mix at ${MANY} connections, all on the same processors as Postgres and the load`,
    '',
    '| processes | req/s together | CPU µs a request | p99, ms |',
    '|---:|---:|---:|---:|',
    ...rows,
  ]
}

const ordersRequest = ({ issuer }: Stage, { dialect }: Running, first: number): string =>
  requestOf(dialect, {
    authorization: issuer.tokens.staff,
    body: { query: DOCUMENTS.Q2, variables: { first } },
  })

const loadOf = (
  { database }: Stage,
  running: Running[],
): Pick<Load, 'ports' | 'servers' | 'postgres' | 'proof'> => ({
  ports: running.map(({ port }) => port),
  servers: running.map(({ pid }) => pid),
  postgres: database.pid,
  proof: '"',
})
