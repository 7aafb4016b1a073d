import { readFileSync, readdirSync } from 'node:fs'
import { Agent, request, type IncomingMessage } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { FLAGS } from '../../dev/image/flags.ts'
import { startServer, type ServerProcess } from '../../dev/server-process.ts'
import { median } from '../results.ts'

const AS_IN_CONTAINER = [...FLAGS, '--snapshot-blob', 'dist/server/server.blob']

// The server as it is deployed, and what one start and one request of it cost.

export type Launch = () => Promise<ServerProcess>

/** As the image starts it: bundled, with its compile cache. */
export function launcher(databaseUrl: string, cache: string): Launch {
  const env = { NODE_COMPILE_CACHE: cache }
  return () => startServer({ args: AS_IN_CONTAINER, databaseUrl, env })
}

export const QUERY = JSON.stringify({
  query: '{ cakes(first: 10, sort: PRICE_ASC) { totalCount nodes { name slug priceFrom { formatted } } } }',
})

export interface Costs {
  /** From the order to start until the port is open, of each start. */
  coldStartMs: number[]
  /** What the first answer of a process takes longer than later ones. */
  firstExtraMs: number
  cpuMs: number
  /** What of an answer is no work of the process: the database, and the way there and back. */
  waitMs: number
}

const LATER = 8

/** Starts it several times and asks each process as a visitor would: of young processes, for these are what is met. */
export async function measureCosts(launch: Launch, starts: number): Promise<Costs> {
  const [coldStartMs, firsts, laters, cpus]: [number[], number[], number[], number[]] = [[], [], [], []]
  for (let nth = 0; nth < starts; nth++) {
    const startedAt = performance.now()
    const server = await launch()
    coldStartMs.push(performance.now() - startedAt)
    const agent = new Agent({ keepAlive: true })
    firsts.push(await timed(() => send(server.port, agent, QUERY)))
    for (let turn = 0; turn < LATER; turn++) {
      await sleep(50)
      const before = cpuOf(server.process.pid!)
      laters.push(await timed(() => send(server.port, agent, QUERY)))
      cpus.push(cpuOf(server.process.pid!) - before)
    }
    agent.destroy()
    await server.stop()
  }
  const cpuMs = median(cpus)
  const firstExtraMs = median(firsts) - median(laters)
  return { coldStartMs, firstExtraMs, cpuMs, waitMs: Math.max(0, median(laters) - cpuMs) }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** The body of an answer without errors. */
export async function send(port: number, agent: Agent, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const [status, text] = await exchange(port, agent, headers, body)
  if (status !== 200 || text.includes('"errors"')) throw new Error(`${status} ${text}`)
  return text
}

export function exchange(
  port: number,
  agent: Agent,
  headers: Record<string, string | number>,
  body: string,
): Promise<[status: number, body: string]> {
  return new Promise((resolve, reject) => {
    const call = request({ port, agent, path: '/graphql', method: 'POST', headers })
    call.on('error', reject)
    call.on('response', (response: IncomingMessage) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => resolve([response.statusCode!, text]))
      response.on('error', reject)
    })
    call.end(body)
  })
}

/** Milliseconds of processor of all threads, to the nanosecond where `stat` has hundredths of a second; Linux only. */
function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const spent = threads.map((id) =>
    Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]),
  )
  return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1_000_000
}
