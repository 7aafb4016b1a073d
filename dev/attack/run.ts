import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request, type IncomingMessage } from 'node:http'
import { cpus } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { openSampleDatabase } from '../sample/database.ts'
import { startServer } from '../server-process.ts'
import { HOSTILE_BODIES, HOSTILE_DOCUMENTS } from './hostile.ts'

// `npm run attack`: what each attack costs a real server in production's settings, as a table for the documentation.
// The server gets the heap that it has in a container of 256 MiB. Exits with 1 where one costs more than it may.

const ROUNDS = 40
const CPU_AT_MOST = 50
const P99_AT_MOST = 100
const agent = new Agent({ keepAlive: true })
const HEALTHY = JSON.stringify({ query: '{ cakes(first: 10) { nodes { name priceFrom { amount } } } }' })

const HEAD = `# What attacks cost

Made by \`npm run attack > docs/attacks.md\` on ${cpus().length} processors (${cpus()[0]!.model.trim()}), Node ${process.version}: a server in
production's settings with the heap of a container of 256 MiB, and its attacker beside it on the same machine. CPU is the
server's, of the best of three times ${ROUNDS} attacks. The last column is what a healthy query takes at worst (the 99th of a hundred)
while two attackers send as fast as they are answered; more than ${CPU_AT_MOST} ms of CPU, or ${P99_AT_MOST} ms there, ends the script with 1.
`

const database = await openSampleDatabase()
const server = await startServer({
  args: ['--max-old-space-size=128', path.join(import.meta.dirname, '../../src/server.ts')],
  databaseUrl: database.url,
})
let worst = 0
try {
  console.log(HEAD)
  console.log('| attack | status | CPU ms each | RSS MB after | healthy query beside it, p99 ms |')
  console.log('|---|---|---|---|---|')
  await measure('nothing: a healthy query', HEALTHY, 200)
  const documents = Object.entries(HOSTILE_DOCUMENTS).map(([name, query]) => [
    name,
    JSON.stringify({ query }),
  ])
  for (const [name, body] of [...documents, ...Object.entries(HOSTILE_BODIES)])
    await measure(name!, body!, 400)
  await measure('a body of ten megabytes', 'a'.repeat(10_000_000), 413)
  await measureMany()
} finally {
  await server.stop()
  await database.close()
}
process.exit(worst > 1 ? 1 : 0)

async function measure(name: string, body: string, expected: number): Promise<void> {
  for (let round = 0; round < 3; round++) await send(body)
  const statuses = new Set<number>()
  let cpu = Infinity
  for (let time = 0; time < 3; time++) {
    const before = cpuOf(server.process)
    for (let round = 0; round < ROUNDS; round++) statuses.add(await send(body))
    cpu = Math.min(cpu, (cpuOf(server.process) - before) / ROUNDS)
  }
  const p99 = await besides(() => send(body))
  report(name, statuses, cpu, p99, expected)
}

/** Ten thousand documents that are all different, so that none is found again. */
async function measureMany(): Promise<void> {
  const before = cpuOf(server.process)
  const statuses = new Set<number>()
  for (let i = 0; i < 10_000; i++)
    statuses.add(await send(JSON.stringify({ query: `{ a${i}: __typename ${' '.repeat(5_000)} }` })))
  report('ten thousand different documents', statuses, (cpuOf(server.process) - before) / 10_000, NaN, 200)
}

function report(name: string, statuses: Set<number>, cpu: number, p99: number, expected: number): void {
  const isRight = statuses.size === 1 && statuses.has(expected)
  worst = Math.max(worst, cpu / CPU_AT_MOST, (p99 || 0) / P99_AT_MOST, isRight ? 0 : 2)
  const rss =
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))![1]) / 1024
  const healthy = Number.isNaN(p99) ? '' : p99.toFixed(0)
  console.log(
    `| ${name} | ${[...statuses].join(', ')} | ${cpu.toFixed(1)} | ${rss.toFixed(0)} | ${healthy} |`,
  )
}

/** How long healthy queries take at worst while two attackers send as fast as they are answered. */
async function besides(attack: () => Promise<number>): Promise<number> {
  const probe = new Worker(new URL('probe.ts', import.meta.url), {
    workerData: { port: server.port, body: HEALTHY },
  })
  const over = new AbortController()
  const attacking = [1, 2].map(async () => {
    while (!over.signal.aborted) await attack()
  })
  const [p99] = (await once(probe, 'message')) as [number]
  over.abort()
  await Promise.all(attacking)
  return p99
}

/** Milliseconds of the processor, from the kernel's hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** The status; of a body that is cut off before it is sent the status that was heard, or 413 where none came through. */
async function send(body: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    'content-length': Buffer.byteLength(body),
  }
  const sent = request({ port: server.port, path: '/graphql', method: 'POST', headers, agent })
  return new Promise((resolve, reject) => {
    sent.on('error', (error) => (body.length > 1_000_000 ? resolve(413) : reject(error)))
    sent.on('response', (response: IncomingMessage) => {
      response.resume().on('error', () => {})
      response.on('close', () => resolve(response.statusCode!))
    })
    sent.end(body)
  })
}
