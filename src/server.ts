import { createServer, type RequestListener, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { identifyBy, identifyNobody, keysAt, type Identify } from './auth.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { connect } from './db/connect.ts'
import { turnAway } from './serving/front.ts'
import { describeError, jsonLog, type Log } from './serving/log.ts'
import type { Tracer } from './serving/observing/tracer.ts'

/** Milliseconds that requests under way may take to finish once the process is told to stop. */
const DRAIN = 7_000
/** Milliseconds for leaving the database after that. */
const GOODBYE = 250

if (import.meta.main) await main()

async function main(): Promise<void> {
  try {
    const config = readConfig()
    const db = connectBy(config, tellLoss)
    // Only now: mistakes in the settings need not wait for the schema.
    const { createApp } = await import('./app.ts')
    const tracer = await tracerFor(config, jsonLog)
    const app = createApp({ ...config, db, identify: identifyFor(config), tracer })
    const server = await listen(turnAway(app, 2 * config.runningAtMost, jsonLog), config.port)
    jsonLog('INFO', `Bakehouse listens on port ${portOf(server)}`)
    onStop(async () => {
      app.endWatching()
      await drain(server)
      await Promise.all([leave(db), tracer?.close()])
      process.exit(0)
    })
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

function tellLoss(error: Error): void {
  jsonLog('WARNING', 'A database connection was lost', { error: describeError(error) })
}

/** Opens the port, or tells in one line why it could not. */
export function listen(listener: RequestListener, port: number): Promise<Server> {
  const server = createServer({ keepAlive: true }, listener)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '0.0.0.0', () => resolve(server))
  })
}

/** Takes nothing new, lets what runs finish, and closes what is left when the time is over. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  // Whoever is answered from now on does not keep the connection.
  server.keepAliveTimeout = 1
  server.keepAliveTimeoutBuffer = 0
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN)
  await closed
  clearTimeout(deadline)
}

/** Closes the connections, but waits for no statement that is stuck there. */
export async function leave(db: { destroy(): Promise<void> }): Promise<void> {
  await Promise.race([db.destroy(), sleep(GOODBYE)])
}

/** Runs once, at the first SIGTERM, Ctrl-C or closed terminal. */
export function onStop(stop: () => Promise<void>): void {
  let stopping: Promise<void> | undefined
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => (stopping ??= stop()))
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

export function portOf(server: Server): number {
  return (server.address() as { port: number }).port
}

function identifyFor({ issuer, audience, roleClaim, jwksUrl }: Config): Identify {
  if (issuer === null) return identifyNobody
  const keys = keysAt(new URL(jwksUrl ?? `${issuer}/.well-known/jwks.json`))
  return identifyBy({ issuer, audience, roleClaim, keys })
}
