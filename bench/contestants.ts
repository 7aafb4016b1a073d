import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DATA } from '../dev/data.ts'
import { FLAGS } from '../dev/image/flags.ts'
import { freePort } from '../dev/postgres-answers.ts'
import { bare, ours, requestOf, theirs, type Dialect, type Tokens } from './dialects.ts'
import { postgraphileDialect } from './dialect-of-postgraphile.ts'
import { pinned } from './pinning.ts'
import type { Name, Stock } from './questions.ts'

export interface Contestant {
  name: string
  title: string
  /** From the root of the repository. */
  program: string
  /** Of Node. */
  flags?: string[]
  environment?: Record<string, string>
  dialect: (tokens: Tokens) => Dialect
}

const ROOT = path.join(import.meta.dirname, '..')
const BUILT = 'dist/server/server.blob'
/** As the image has it; the snapshot stands in place of a program. */
const IN_THE_IMAGE = [...FLAGS, '--snapshot-blob']
export const POOL = 10

export const BAKEHOUSE: Contestant = {
  name: 'bakehouse',
  title: 'Bakehouse',
  ...(existsSync(path.join(ROOT, BUILT))
    ? { program: BUILT, flags: IN_THE_IMAGE }
    : { program: 'src/server.ts' }),
  dialect: ours,
}

/** Not bundled: in its own files. */
export const WRITTEN: Contestant = { ...BAKEHOUSE, program: 'src/server.ts', flags: FLAGS }

export const CONTESTANTS: readonly Contestant[] = [
  BAKEHOUSE,
  peer('mercurius-jit', 'Mercurius 16, jit', 'mercurius', { JIT: 'on' }),
  peer('mercurius', 'Mercurius 16', 'mercurius'),
  {
    ...peer('postgraphile', 'PostGraphile 5', 'postgraphile', { GRAPHILE_ENV: 'production' }),
    dialect: () => postgraphileDialect,
  },
  peer('apollo', 'Apollo Server 5', 'apollo'),
  peer('yoga', 'Yoga, Pothos, Kysely', 'yoga'),
  { ...peer('floor', 'node:http and one SQL', 'floor'), dialect: () => bare },
]

function peer(
  name: string,
  title: string,
  file: string,
  environment: Record<string, string> = {},
): Contestant {
  return { name, title, program: `bench/peers/${file}.ts`, environment, dialect: () => theirs }
}

export interface Running {
  contestant: Contestant
  dialect: Dialect
  port: number
  pid: number
  requests: (name: Name, stock: Stock) => string[]
  stop: () => Promise<void>
}

export interface StartOptions {
  url: string
  tokens: Tokens
  /** Of the issuer, and what else Bakehouse is told. */
  environment: Record<string, string>
  flags?: string[]
  /** Whether it has a processor of its own. */
  isPinned?: boolean
}

const PATIENCE = 60_000
const children = new Set<ChildProcess>()
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')))

/** Starts a contestant in production's settings, its log in a file, and waits until it answers. */
export async function start(contestant: Contestant, options: StartOptions): Promise<Running> {
  const { url, tokens, environment, flags = [], isPinned = true } = options
  const port = await freePort(0)
  const folder = path.join(DATA, 'bench/logs')
  mkdirSync(folder, { recursive: true })
  const log = path.join(folder, `${contestant.name}.${port}.log`)
  const output = openSync(log, 'w')
  const line = [process.execPath, ...flags, ...(contestant.flags ?? []), path.join(ROOT, contestant.program)]
  const [command, ...args] = isPinned ? pinned(0, line) : line
  const child = spawn(command!, args, {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: url,
      DATABASE_POOL_MAX: String(POOL),
      ...(contestant.name === BAKEHOUSE.name && {
        GUEST_TOKEN_SECRETS: `bench:${'s'.repeat(32)}`,
        DRAIN_GRACE_MS: '0',
        ...environment,
      }),
      ...contestant.environment,
    },
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  children.add(child)
  child.on('exit', () => children.delete(child))
  const dialect = contestant.dialect(tokens)
  const deadline = Date.now() + PATIENCE
  while (!(await answers(port, dialect))) {
    if (child.exitCode === null && Date.now() < deadline) await sleep(50)
    else throw new Error(`${contestant.title} did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
  }
  return {
    contestant,
    dialect,
    port,
    pid: child.pid!,
    requests: (name, stock) => dialect.bodies(name, stock).map((body) => requestOf(dialect, body)),
    stop: () => stop(child),
  }
}

async function answers(port: number, dialect: Dialect): Promise<boolean> {
  const [body] = dialect.bodies('Q5', { orderIds: [], baskets: [] })
  return (await post(port, dialect, JSON.stringify(body!.body)).catch(() => undefined))?.status === 200
}

/** For looks between the loads; the loads themselves have a client of their own. */
export function post(
  port: number,
  { path: where }: Dialect,
  body: string,
  authorization?: string,
): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
  return fetch(`http://127.0.0.1:${port}${where}`, { method: 'POST', headers, body })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  const killing = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await once(child, 'exit')
  clearTimeout(killing)
}
