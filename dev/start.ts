import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { DatabaseError } from 'pg'
import { ConfigError, readConfig, type Config } from '../src/config.ts'
import { isConnectionLoss } from '../src/db/errors.ts'
import { migrateToLatest } from '../src/db/migrate.ts'
import type { Database } from '../src/db/tables.ts'
import { connectBy, DRAIN, explain, leave, onStop, tracerFor } from '../src/server.ts'
import { openDoor } from '../src/serving/door.ts'
import { plainLog } from '../src/serving/log.ts'
import { DATA, joinUsers, keep } from './data.ts'
import { openIssuer } from './issuer.ts'
import { handOver } from './postgres-home.ts'
import { startPostgres } from './postgres.ts'
import { fillSampleBakery } from './sample/fill.ts'
import { welcome } from './welcome.ts'

// `npm start`: a whole sample bakery on this machine, with its own Postgres unless DATABASE_URL names another.

const EMBEDDED = 'postgres://embedded'
const NO_PERMISSION = '42501'

/** Of a subscription, in milliseconds: for tests that do not wait for a minute. */
const LIFETIME = process.env['WATCH_LIFETIME_MS']

/** What `npm run demo` serves beside us. */
const frontends = JSON.parse(process.env['DEMO_FRONTENDS'] || '{}') as Record<string, string>

/** What is to be closed, the newest first. */
const opened = new AsyncDisposableStack()
let closing: Promise<void> | undefined
const close = () => (closing ??= opened.disposeAsync())

onStop(stop)
stopWithNpm()
try {
  await start()
} catch (error) {
  // The terminal sends Ctrl-C to the programs that we run as well, and that they failed is told before our own signal is.
  await sleep(50)
  if (!closing) await fail(error)
}

async function start(): Promise<void> {
  const config = developmentConfig()
  await refuseTakenPort(config.port)
  const opening = openDatabase(config)
  // The schema is built while Postgres starts.
  const loading = import('../src/app.ts')
  const url = await opening
  const db = connectBy({ ...config, databaseUrl: url })
  opened.defer(() => leave(db))
  await refuseDatabase(db, placeOf(url))
  buildGraphiql()
  await makeTables(db, placeOf(url))
  await fillSampleBakery(db, { now: Temporal.Now.instant(), log: say })

  const { identify, tokenFor } = await openIssuer()
  const sampleTokens = async () => ({
    customer: await tokenFor('customer'),
    staff: await tokenFor('staff'),
    admin: await tokenFor('admin'),
  })
  const pictures = path.join(import.meta.dirname, 'sample/pictures')
  const { createApp } = await loading
  const tracer = await tracerFor(config, plainLog)
  const watching = LIFETIME ? { lifetimeMs: Number(LIFETIME) } : undefined
  const parts = { db, identify, pictures, sampleTokens, frontends, tracer, watching }
  const app = createApp({ ...config, ...parts, log: plainLog })
  const door = await openDoor(app, config)
  opened.defer(() => {
    app.endWatching()
    return door.close(DRAIN).then(() => tracer?.close())
  })
  say(welcome(door.port, config.databaseUrl === EMBEDDED, frontends))
}

async function stop(): Promise<void> {
  if (closing) return
  say('\nStopping …')
  await close()
  process.exit(0)
}

async function fail(error: unknown): Promise<void> {
  for (const line of explain(error)) console.error(line)
  await close()
  process.exit(1)
}

/** For an npm that was killed, or whose shell kept the signal to itself. */
function stopWithNpm(): void {
  const npm = process.ppid
  if (process.env['npm_lifecycle_event'] !== 'start') return
  setInterval(() => {
    if (process.ppid !== npm) void stop()
  }, 250).unref()
}

function developmentConfig(): Config {
  return readConfig({
    NODE_ENV: 'development',
    // Guests' links go on working after a restart.
    GUEST_TOKEN_SECRETS: `development:${keep('guest-secret', () => randomBytes(32).toString('base64url'))}`,
    DATABASE_URL: EMBEDDED,
    DATABASE_CONNECT_TIMEOUT_MS: '5000',
    ...Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
  })
}

async function refuseTakenPort(port: number): Promise<void> {
  const probe = await openDoor(() => {}, { port })
  await probe.close(0)
}

async function openDatabase({ databaseUrl }: Config): Promise<string> {
  if (databaseUrl !== EMBEDDED) {
    say(`Using the Postgres of DATABASE_URL, at ${placeOf(databaseUrl)}`)
    return databaseUrl
  }
  const leaveData = joinUsers()
  const starting = startPostgres({ dataDir: path.join(DATA, 'postgres'), log: say })
  opened.defer(async () => {
    const postgres = await starting.catch(() => undefined)
    // Another `npm start`, on another port, may use the same server.
    await leaveData(async () => postgres?.stop())
  })
  const { url } = await starting.catch((error: Error) => {
    throw new ConfigError([error.message])
  })
  return url
}

async function refuseDatabase(db: Kysely<Database>, place: string): Promise<void> {
  const { rows } = await sql<{ version: number }>`
    SELECT current_setting('server_version_num')::int AS version
  `
    .execute(db)
    .catch((error: Error) => {
      if (error instanceof DatabaseError)
        throw unusable(`${place} answers “${error.message}”. Set that right`)
      if (/password must be a string/.test(error.message))
        throw unusable(`${place} asks for a password. Put it in as in postgres://user:password@host`)
      if (isConnectionLoss(error))
        throw unusable(`no Postgres answers at ${place}. Start it there, correct the address`)
      throw unusable(`${place} is of no use: ${error.message}. Correct it`)
    })
  if ((rows[0]?.version ?? 0) < 150_000)
    throw unusable(`${place} is older than Postgres 15. Take a newer one`)
}

async function makeTables(db: Kysely<Database>, place: string): Promise<void> {
  const migrated = await migrateToLatest(db).catch((error: Error & { code?: string }) => {
    if (error.code !== NO_PERMISSION) throw error
    throw unusable(`this user may not make tables in ${place}: ${error.message}. Let its owner do it`)
  })
  if (migrated.length > 0) say(`Made the tables: ${migrated.length} migrations`)
}

function unusable(why: string): Error {
  return new ConfigError([`DATABASE_URL: ${why}, or unset DATABASE_URL to use the embedded Postgres.`])
}

function placeOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url)
  return `${decodeURIComponent(host) || searchParams.get('host') || 'localhost'}${pathname}`
}

function buildGraphiql(): void {
  const script = path.join(import.meta.dirname, 'graphiql/build.ts')
  const builder = spawn(process.execPath, [script], { stdio: 'inherit' })
  const ended = once(builder, 'exit')
  opened.defer(async () => {
    builder.kill()
    await ended
    const dist = path.join(import.meta.dirname, '../dist')
    // What it could not finish, and for whom root built.
    await rm(path.join(dist, `graphiql.${builder.pid}`), { recursive: true, force: true })
    handOver(dist, path.dirname(dist))
  })
}

function say(line: string): void {
  console.log(line)
}
