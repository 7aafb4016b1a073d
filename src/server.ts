import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.ts'
import { identifyBy, identifyNobody, type Identify } from './auth.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { connect } from './db/connect.ts'
import { connectionBudget, warmUp } from './db/connection-budget.ts'
import { isConnectionLoss } from './db/errors.ts'
import { keysOf } from './issuer.ts'
import { openDoor, type Door } from './serving/door.ts'
import { turnAway } from './serving/front.ts'
import { describeError, jsonLog, type Log } from './serving/log.ts'
import type { Tracer } from './serving/observing/tracer.ts'

/** Milliseconds from the signal to stop until requests under way are cut off. */
export const DRAIN = 7_000
/** Milliseconds for leaving the database after that. */
const GOODBYE = 250

// Not awaited: CommonJS, which starts sooner, could not.
if (import.meta.main) void main()

/** Starts it, until a signal comes. */
export async function main(): Promise<void> {
  // From the first moment on: the first process of a container has no other way to be stopped.
  let opened: Opened | undefined
  onStop(async (signal) => {
    if (opened) await close(opened, signal)
    process.exit(0)
  })
  try {
    opened = await open(readConfig())
    jsonLog('INFO', `Bakehouse listens on port ${opened.door.port}`)
    void tellBudget(opened, jsonLog)
  } catch (error) {
    for (const mistake of explain(error)) console.error(mistake)
    process.exit(1)
  }
}

/** Opens nothing yet. */
export function connectBy(config: Config, onError?: (error: Error) => void): ReturnType<typeof connect> {
  return connect({
    url: config.databaseUrl,
    max: config.databasePoolMax,
    pooler: config.databasePooler,
    connectTimeoutMs: config.databaseConnectTimeoutMs,
    onError,
  })
}

interface Opened {
  app: App
  door: Door
  db: ReturnType<typeof connect>
  tracer: Tracer | null
  config: Config
}

async function open(config: Config): Promise<Opened> {
  const db = connectBy(config, tellLoss)
  // Only now: mistakes in the settings need not wait for the schema.
  const { createApp } = await import('./app.ts')
  const tracer = await tracerFor(config, jsonLog)
  const app = createApp({ ...config, db, identify: identifyFor(config), tracer })
  const door = await openDoor(turnAway(app, 2 * config.runningAtMost, jsonLog), config)
  return { app, door, db, tracer, config }
}

/** Never awaited: a database that is slow or away keeps nobody from asking. It leaves a connection for the first who does. */
async function tellBudget({ db, config }: Pick<Opened, 'db' | 'config'>, log: Log): Promise<void> {
  const [instances, poolMax] = [config.instancesAtMost, config.databasePoolMax]
  const wanted = `${instances} instances × ${poolMax} connections may open ${instances * poolMax}`
  try {
    if (config.databasePooler === 'transaction') {
      await warmUp(db)
      return log('INFO', `${wanted}; the pooler decides how many reach the database`, { instances, poolMax })
    }
    const given = await connectionBudget(db)
    const isEnough = instances * poolMax <= given
    const advice = isEnough ? '' : ': lower DATABASE_POOL_MAX or INSTANCES_AT_MOST, or put a pooler between'
    const line = `${wanted}, and this database gives ${given}${advice}`
    log(isEnough ? 'INFO' : 'WARNING', line, { instances, poolMax, given })
  } catch (error) {
    const why = isConnectionLoss(error)
      ? 'cannot be reached yet'
      : 'did not tell how many connections it gives'
    log('WARNING', `The database ${why}`, { error: describeError(error) })
  }
}

async function close({ app, door, db, tracer, config }: Opened, signal: NodeJS.Signals): Promise<void> {
  // At a terminal there is no balancer to wait for.
  const grace = signal === 'SIGTERM' ? config.drainGrace : 0
  app.leave()
  door.sendAway()
  await sleep(grace)
  app.endWatching()
  await door.close(DRAIN - grace)
  await Promise.all([leave(db), tracer?.close()])
}

function tellLoss(error: Error): void {
  jsonLog('WARNING', 'A database connection was lost', { error: describeError(error) })
}

/** Closes the connections, but waits for no statement that is stuck there. */
export async function leave(db: { destroy(): Promise<void> }): Promise<void> {
  await Promise.race([db.destroy(), sleep(GOODBYE)])
}

/** Runs once, at the first SIGTERM, Ctrl-C or closed terminal. */
export function onStop(stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let stopping: Promise<void> | undefined
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => (stopping ??= stop(signal)))
}

/** What to tell whoever started the process: a line for each mistake, with what to do about it. */
export function explain(error: unknown): string[] {
  if (error instanceof ConfigError) return error.mistakes
  const { code, syscall, port } = error as { code?: string; syscall?: string; port?: number }
  if (code === 'EADDRINUSE')
    return [`PORT ${port} is taken: stop what listens there, or set PORT to another.`]
  if (code === 'EACCES' && syscall === 'listen')
    return [`PORT ${port} may not be opened by this user: set PORT to one above 1023.`]
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
}

/** Loads what makes traces only where they are wanted. */
export async function tracerFor({ tracing }: Config, log: Log): Promise<Tracer | null> {
  return tracing && (await import('./serving/observing/tracer.ts')).openTracer(tracing, log)
}

function identifyFor({ issuer, audience, roleClaim, jwksUrl, development }: Config): Identify {
  if (issuer === null) return identifyNobody
  const keys = keysOf({ issuer, jwksUrl, allowPlainHttp: development })
  return identifyBy({ issuer, audience, roleClaim, keys })
}
