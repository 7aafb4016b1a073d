import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Viewer } from '../../src/domain/viewer.ts'
import { MONDAY_MORNING, type Answer, type Ask } from './bakery.ts'
import { headersOf } from './front.ts'

export interface ServerOptions {
  url: string
  now?: string
  guestSecret?: string
  guestOrdersAtMost?: number
  poolMax?: number
}

/** A server of the same bakery in another process. */
export interface TestServer {
  /** Asks by HTTP; an answer of 500 or more is thrown. */
  as: (viewer: Viewer | null) => Ask
  visitor: Ask
  /** kill -9, which no code of ours can see coming. */
  kill: () => Promise<void>
}

// Enough to keep every connection of a pool busy, and few enough that nobody waits for one until the pool gives up.
const CALLS_AT_ONCE = 30

/** Starts servers with a pool each on one database, which know one another's guest tokens. Kill them at the end. */
export function startServers(count: number, options: ServerOptions): Promise<TestServer[]> {
  return Promise.all(Array.from({ length: count }, () => startServer(options)))
}

async function startServer(options: ServerOptions): Promise<TestServer> {
  const all = { now: MONDAY_MORNING, guestSecret: SECRET, guestOrdersAtMost: 5, poolMax: 5, ...options }
  const child = fork(join(import.meta.dirname, 'serve.ts'), [JSON.stringify(all)], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const logged: string[] = []
  child.stdout!.on('data', (lines: Buffer) => logged.push(String(lines)))
  const exit = once(child, 'exit')
  const failed = exit.then(() => Promise.reject(new Error(`A server did not start. ${logged.join('')}`)))
  const [port] = (await Promise.race([once(child, 'message'), failed])) as [number]
  failed.catch(() => {})
  const agent = new Agent({ keepAlive: true, maxSockets: CALLS_AT_ONCE })
  const as = (viewer: Viewer | null) => async (query: string, variables?: object) => {
    const call = request({ agent, port, path: '/graphql', method: 'POST', headers: headersOf(viewer) })
    call.end(JSON.stringify({ query, variables }))
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    const body = await text(response)
    if (response.statusCode! >= 500) throw new Error(`${response.statusCode} ${body}\n${logged.join('')}`)
    return JSON.parse(body) as Answer
  }
  return {
    as,
    visitor: as(null),
    kill: async () => {
      child.kill('SIGKILL')
      await exit
      agent.destroy()
    },
  }
}

const SECRET = randomBytes(32).toString('hex')
