import { createYoga, type Plugin } from 'graphql-yoga'
import type { Kysely } from 'kysely'
import type { Identify } from './auth.ts'
import { createContext, systemClock, type Clock, type Context } from './context.ts'
import { poolSizes } from './db/connect.ts'
import { createOrderFeed, type FeedOptions } from './db/order-feed.ts'
import type { Database } from './db/tables.ts'
import type { GuestSecret } from './domain/guest-token.ts'
import { schema } from './schema/index.ts'
import { useAdmission } from './serving/admission.ts'
import { askedOf } from './serving/asked.ts'
import { useCatalogueCaching } from './serving/caching/catalogue-caching.ts'
import { useCors } from './serving/cors.ts'
import { useDocuments } from './serving/documents.ts'
import { tellError } from './serving/errors.ts'
import { createHealth } from './serving/health.ts'
import { describeError, jsonLog, type Log } from './serving/log.ts'
import { useLifetime } from './serving/lifetime.ts'
import { Metrics } from './serving/observing/metrics.ts'
import { logRequests } from './serving/observing/request-log.ts'
import { useObservers, type Observer } from './serving/observing/requests.ts'
import { useReading } from './serving/reading.ts'
import { useRoutes, type RouteOptions } from './serving/routes.ts'
import { useStatusOfData } from './serving/status.ts'
import { useTrustedDocuments } from './serving/trusted-documents.ts'

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
}

export type App = ReturnType<typeof createApp>

/** Wires the API together: a fetch handler, and a listener for node:http. */
export function createApp({
  clock = systemClock,
  log = jsonLog,
  costAtMost = 1_000,
  runningAtMost = 80,
  deadlineMs = 10_000,
  cloudProject = null,
  ...options
}: AppOptions) {
  const metrics = options.metrics ? new Metrics(() => poolSizes(options.db)) : undefined
  const observers = [options.tracer, logRequests(log, cloudProject), metrics].filter((each) => each != null)
  const feed = createOrderFeed({
    ...options.watching,
    db: options.db,
    decideAt: (databaseNow) => clock.decideAt(databaseNow),
    onError: (error) =>
      log('WARNING', 'The changes of orders could not be read', { error: describeError(error) }),
  })
  const health = createHealth(options.db, options.readiness)
  const yoga = createYoga<object, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: async ({ request }) => {
      const { db, guestSecrets, guestOrdersAtMost, publicUrl } = options
      const asker = await options.identify(request.headers.get('authorization'))
      const origin = publicUrl ?? new URL(request.url).origin
      const isGet = request.method === 'GET'
      const parts = { db, asker, clock, guestSecrets, guestOrdersAtMost, feed, isGet, origin }
      const context = createContext(parts)
      askedOf(request).viewer = () => kindOf(context)
      return context
    },
    plugins: [
      useObservers(observers),
      useCors(options.corsOrigins ?? []),
      useRoutes({ ...options, log, health, schema, measured: metrics && (() => metrics.text()) }),
      useReading(),
      useTrustedDocuments({ documents: options.documents ?? new Map(), only: options.trustedOnly ?? false }),
      useLifetime({ deadlineMs }),
      useDocuments({ schema, suggest: options.development }),
      useCatalogueCaching({ db: options.db, now: () => clock.now(), revision: options.revision ?? '' }),
      useAdmission({ costAtMost, runningAtMost }),
      useStatusOfData(),
    ] as Plugin<object>[],
    maskedErrors: { maskError: (error) => tellError(error, log, cloudProject) },
    // Each of these is on unless told otherwise.
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    // Reading, parsing and validating within limits is ours.
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    batching: false,
    logging: false,
    // Yoga answers every address that ends so; no address ends so.
    healthCheckEndpoint: '\0',
  })
  /** Tells balancers to go elsewhere: the first thing to do when the process is to stop. */
  const leave = () => health.leave()
  /** Ends every subscription, each with a `complete`, and starts no more. */
  const endWatching = () => feed.close()
  return Object.assign(yoga, { leave, endWatching })
}

function kindOf({ asker, granted }: Context): string {
  return asker?.role ?? (granted.size > 0 ? 'GUEST' : 'ANONYMOUS')
}
