import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createApp } from '../src/app.ts'
import { readConfig, type Config } from '../src/config.ts'
import { connect } from '../src/db/connect.ts'
import { isConnectionLoss } from '../src/db/errors.ts'
import { migrateToLatest } from '../src/db/migrate.ts'
import { drain, explain, listen, onStop, portOf } from '../src/server.ts'
import { plainLog } from '../src/serving/log.ts'
import { DATA } from './data.ts'
import { openIssuer } from './issuer.ts'
import { startPostgres } from './postgres.ts'
import { fillSampleBakery } from './sample/fill.ts'

// `npm start`: a whole sample bakery on this machine, with its own Postgres unless DATABASE_URL names another.

const EMBEDDED = 'postgres://embedded'
const started = performance.now()
let cleanUp = async () => {}

try {
  await start()
} catch (error) {
  for (const line of explain(error)) console.error(line)
  await cleanUp()
  process.exit(1)
}

async function start(): Promise<void> {
  const config = developmentConfig()
  await refuseTakenPort(config.port)
  spawn(process.execPath, [path.join(import.meta.dirname, 'graphiql/build.ts')], { stdio: 'inherit' })

  const database = await openDatabase(config)
  cleanUp = database.stop
  const { url } = database
  const db = connect({ url, max: config.databasePoolMax, pooler: config.databasePooler })
  cleanUp = async () => {
    await db.destroy()
    await database.stop()
  }
  const migrated = await migrateToLatest(db).catch((error: unknown) => {
    throw isConnectionLoss(error) ? unreachable(url, error) : error
  })
  if (migrated.length > 0) say(`Made the tables: ${migrated.length} migrations`)
  await fillSampleBakery(db, { now: Temporal.Now.instant(), log: say })

  const { identify, tokenFor } = await openIssuer(DATA)
  const sampleTokens = async () => ({
    customer: await tokenFor('customer'),
    staff: await tokenFor('staff'),
    admin: await tokenFor('admin'),
  })
  const pictures = path.join(import.meta.dirname, 'sample/pictures')
  const server = await listen(
    createApp({ ...config, db, identify, pictures, sampleTokens, log: plainLog }),
    config.port,
  )
  onStop(async () => {
    say('\nStopping …')
    await drain(server)
    await cleanUp()
    process.exit(0)
  })
  say(welcome(`http://localhost:${portOf(server)}`, ((performance.now() - started) / 1000).toFixed(1)))
}

function welcome(origin: string, seconds: string): string {
  return `
Bakehouse is open, after ${seconds} s.

  GraphiQL   ${origin}/graphql
  Schema     ${origin}/schema.graphql
  Health     ${origin}/readyz
  A token    npm run -s token -- customer     (or staff, or admin)

Ctrl-C stops it; the data stays in ${path.relative(process.cwd(), DATA) || '.'}/.`
}

function developmentConfig(): Config {
  return readConfig({
    NODE_ENV: 'development',
    GUEST_TOKEN_SECRETS: `development:${keptSecret()}`,
    DATABASE_URL: EMBEDDED,
    ...Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
  })
}

async function openDatabase({ databaseUrl }: Config): Promise<{ url: string; stop: () => Promise<void> }> {
  if (databaseUrl === EMBEDDED) return startPostgres({ dataDir: path.join(DATA, 'postgres'), log: say })
  say('Using the Postgres of DATABASE_URL')
  return { url: databaseUrl, stop: async () => {} }
}

async function refuseTakenPort(port: number): Promise<void> {
  const probe = await listen(() => {}, port)
  await new Promise((resolve) => probe.close(resolve))
}

function unreachable(url: string, cause: unknown): Error {
  const { host } = new URL(url)
  const error = new Error(
    `DATABASE_URL: no Postgres answers at ${host}. Start it there, or unset DATABASE_URL.`,
    { cause },
  )
  error.stack = error.message
  return error
}

/** Guests' links go on working after a restart. */
function keptSecret(): string {
  const file = path.join(DATA, 'guest-secret')
  try {
    return readFileSync(file, 'utf8')
  } catch {
    mkdirSync(DATA, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
    return readFileSync(file, 'utf8')
  }
}

function say(line: string): void {
  console.log(line)
}
