import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Viewer } from '../../src/domain/viewer.ts'
import { MONDAY_MORNING, type Answer, type Ask } from './bakery.ts'

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
  as(viewer: Viewer | null): Ask
  visitor: Ask
  /** kill -9, which no code of ours can see coming. */
  kill(): Promise<void>
}

/** Starts servers with a pool each on one database, which know one another's guest tokens. Kill them at the end. */
export async function startServers(count: number, options: ServerOptions): Promise<TestServer[]> {
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
  const [port] = (await Promise.race([once(child, 'message'), exit.then(() => { throw new Error('A server did not start.') })])) as [number]
  const as = (viewer: Viewer | null) => async (query: string, variables?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(viewer && { authorization: JSON.stringify(viewer) }),
      },
      body: JSON.stringify({ query, variables }),
    })
    const body = await response.text()
    if (response.status >= 500) throw new Error(`${response.status} ${body}\n${logged.join('')}`)
    return JSON.parse(body) as Answer
  }
  return {
    as,
    visitor: as(null),
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
  }
}

const SECRET = randomBytes(32).toString('hex')
