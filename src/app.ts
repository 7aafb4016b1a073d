import type { RequestListener } from 'node:http'
import type { Kysely } from 'kysely'
import type { Identify } from './auth.ts'
import { createContext, systemClock, type Clock, type Context } from './context.ts'
import { poolSizes } from './db/connect.ts'
import { CatalogueMemory } from './db/catalogue-memory.ts'
import { createOrderFeed, type FeedOptions } from './db/order-feed.ts'
import type { Database } from './db/tables.ts'
import type { GuestSecret } from './domain/guest-token.ts'
import type { Asker } from './domain/viewer.ts'
import { forgetScopes } from './schema/builder.ts'
import { schema } from './schema/index.ts'
import { Admission } from './serving/admission.ts'
import { CatalogueCaching } from './serving/caching/catalogue-caching.ts'
import { corsFor } from './serving/cors.ts'
import { answerDirectly, type ContextOf } from './serving/direct/answer.ts'
import type { Listener } from './serving/direct/exchange.ts'
import { preparing } from './serving/documents.ts'
import { tellError } from './serving/errors.ts'
import { answerHealth, createHealth } from './serving/health.ts'
import { describeError, jsonLog, type Log } from './serving/log.ts'
import { Metrics } from './serving/observing/metrics.ts'
import { observing, type Observer } from './serving/observing/observers.ts'
import { logRequests } from './serving/observing/request-log.ts'
import type { RouteOptions } from './serving/routes.ts'

export interface AppOptions extends Omit<RouteOptions, 'schema' | 'measured' | 'health' | 'log'> {
  db: Kysely<Database>
  identify: Identify
  guestSecrets: readonly GuestSecret[]
  guestOrdersAtMost: number
  /** Scheme and host for absolute addresses, where a proxy hides them. */
  publicUrl: string | null
  /** What clients were built with, by the SHA-256 of each, and whether nothing else may be asked. */
  documents?: ReadonlyMap<string, string> | null
  trustedOnly?: boolean
  /** Origins of pages in browsers that may ask; `*` for all. */
  corsOrigins?: readonly string[]
  /** What is deployed, for example a commit. */
  revision?: string
  clock?: Clock
  /** How often changes of orders are looked for, and how long a subscription lasts. */
  watching?: Pick<FeedOptions, 'everyMs' | 'lifetimeMs'>
  /** Milliseconds that a look at the database is good for, and may take. */
  readiness?: { goodFor?: number; patience?: number }
  log?: Log
  /** What one operation may cost. */
  costAtMost?: number
  /** Operations that run at once. */
  runningAtMost?: number
  /** Milliseconds that one operation may take. */
  deadlineMs?: number
  /** Whether numbers are kept, and served at `/metrics`. */
  metrics?: boolean
  /** Makes traces, where they are wanted. */
  tracer?: Observer | null
  /** Whose traces they are, for Cloud Logging. */
  cloudProject?: string | null
  /** Whether common requests are answered without Yoga; the same is answered either way. */
  direct?: boolean
  /** What the process remembers of the catalogue. */
  memory?: CatalogueMemory
}

export interface App extends Listener {
  /** The same as a fetch handler, all by Yoga. */
  fetch(asked: string | Request, init?: RequestInit): Promise<Response>
  /** Tells balancers to go elsewhere: the first thing to do when the process is to stop. */
  leave(): void
  /** Ends every subscription, each with a `complete`, and starts no more. */
  endWatching(): void
}

/** Wires the API together: a listener for node:http, and for common requests that were read past it. */
export function createApp({
  clock = systemClock,
  log = jsonLog,
  costAtMost = 1_000,
  runningAtMost = 80,
  deadlineMs = 10_000,
  cloudProject = null,
  direct = true,
  memory = new CatalogueMemory(),
  ...options
}: AppOptions): App {
  const { db, guestSecrets, guestOrdersAtMost, publicUrl, corsOrigins = [] } = options
  const metrics = options.metrics ? new Metrics(() => poolSizes(db)) : undefined
  const releasing: Observer = { end: ({ release }) => release?.() }
  const observers = [options.tracer, logRequests(log, cloudProject), metrics, releasing].filter(
    (each) => each != null,
  )
  const feed = createOrderFeed({
    ...options.watching,
    db,
    decideAt: (databaseNow) => clock.decideAt(databaseNow),
    onError: (error) =>
      log('WARNING', 'The changes of orders could not be read', { error: describeError(error) }),
  })
  const health = createHealth(db, options.readiness)
  const house = { db, clock, guestSecrets, guestOrdersAtMost, feed, memory }
  const contextOf: ContextOf = (asked, authorization, askedAt) => {
    const origin = publicUrl === null ? askedAt : () => publicUrl
    const isGet = asked.method === 'GET'
    const contextFor = (asker: Asker) => {
      const context = createContext(house, { asker, isGet, origin })
      asked.viewer = () => kindOf(context)
      asked.release = () => {
        forgetScopes(context)
        context.letGo()
      }
      return context
    }
    const asker = options.identify(authorization)
    return asker instanceof Promise ? asker.then(contextFor) : contextFor(asker)
  }
  const tell = (error: unknown) => tellError(error, log, cloudProject)
  const shared = {
    schema,
    contextOf,
    tell,
    deadlineMs,
    observing: observing(observers),
    prepare: preparing({ schema, suggest: options.development }),
    trusted: { documents: options.documents ?? new Map(), only: options.trustedOnly ?? false },
    admission: new Admission({ costAtMost, runningAtMost }),
    caching: new CatalogueCaching({ now: () => clock.now(), revision: options.revision ?? '' }),
  }
  const openYoga = async () => {
    const { createServer } = await import('./serving/yoga.ts')
    const routes = { ...options, log, health, schema, measured: metrics && (() => metrics.text()) }
    return createServer({ ...shared, corsOrigins, routes })
  }
  let opening: ReturnType<typeof openYoga> | undefined
  const yoga = () => (opening ??= openYoga())
  // Where all is answered by it, nobody should wait for it later.
  if (!direct) void yoga()
  const byYoga: RequestListener = (request, response) =>
    void yoga().then((listener) => listener(request, response))
  const answer: Listener = direct
    ? answerDirectly({ ...shared, cors: corsFor(corsOrigins), otherwise: byYoga })
    : byYoga
  return Object.assign(answerHealth(health, answer), {
    common: answer.common,
    fetch: async (asked: string | Request, init: RequestInit = {}) =>
      (await yoga()).fetch(asked as string, init),
    leave: () => health.leave(),
    endWatching: () => feed.close(),
  })
}

function kindOf({ asker, granted }: Context): string {
  return asker?.role ?? (granted.size > 0 ? 'GUEST' : 'ANONYMOUS')
}
