import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Contestant {
  name: string
  command: [string, ...string[]]
  env?: Record<string, string>
  /** Where it runs in a container, the name of that: its process is another than the one that is started. */
  container?: string
}

export interface Start {
  /** Milliseconds from the start until the port takes connections. */
  open: number
  /** And until the first list of cakes is there, over the first connection to the database. */
  first: number
  /** Milliseconds of the processor until then. */
  cpu: number
  /** Megabytes after it. */
  rss: number
}

const CAKES = JSON.stringify({
  query: '{ cakes(first: 20) { nodes { slug name priceFrom { amount } allergens } } }',
})
const PATIENCE = 20_000

/** Starts it, asks once as soon as it can be asked, and stops it. */
export async function start(contestant: Contestant, port: number, databaseUrl: string): Promise<Start> {
  const { command, env } = contestant
  const settings = settingsFor(port, databaseUrl)
  const began = performance.now()
  const child = spawn(
    command[0],
    command.slice(1).map((part) => filled(part, settings)),
    {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const exited = once(child, 'exit')
  try {
    while (!(await isOpen(port))) {
      if (child.exitCode !== null || performance.now() - began > PATIENCE)
        throw new Error(`${contestant.name} did not start.`)
      await sleep(1)
    }
    const open = performance.now() - began
    const answer = await ask(port)
    const first = performance.now() - began
    if (!answer.startsWith('{"data":'))
      throw new Error(`${contestant.name} answered: ${answer.slice(0, 500)}`)
    const pid = pidOf(contestant, child)
    return { open, first, cpu: cpuOf(pid), rss: rssOf(pid) }
  } finally {
    child.kill()
    await exited
  }
}

/** What every contestant is told; the floor looks at two of these. */
const settingsFor = (port: number, databaseUrl: string): Record<string, string> => ({
  NODE_ENV: 'production',
  PORT: String(port),
  DATABASE_URL: databaseUrl,
  DATABASE_CONNECT_TIMEOUT_MS: '10000',
  DRAIN_GRACE_MS: '0',
  GUEST_TOKEN_SECRETS: `cold:${'s'.repeat(32)}`,
})

/** A container is told by arguments. */
const filled = (part: string, settings: Record<string, string>): string =>
  part.replace(/^(\w+)=$/, (_, name: string) => `${name}=${settings[name]}`)

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (isHere: boolean) => {
      socket.destroy()
      resolve(isHere)
    }
    socket.once('connect', () => settle(true)).once('error', () => settle(false))
  })
}

async function ask(port: number): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(CAKES) }
  const sent = request({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', headers, agent: false })
  sent.end(CAKES)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return text(response)
}

function pidOf({ container }: Contestant, child: ChildProcess): number {
  if (!container) return child.pid!
  return Number(execFileSync('podman', ['inspect', '--format', '{{.State.Pid}}', container]))
}

/** Of all its threads, to the nanosecond. */
function cpuOf(pid: number): number {
  const times = readdirSync(`/proc/${pid}/task`).map((task) =>
    Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
  )
  return times.reduce((sum, time) => sum + time, 0) / 1e6
}

const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_024
