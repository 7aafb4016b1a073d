import { randomUUID } from 'node:crypto'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Kysely } from 'kysely'
import type { Identify } from './auth.ts'
import { createContext, systemClock, type Clock, type Context } from './context.ts'
import type { Database } from './db/tables.ts'
import type { GuestSecret } from './domain/guest-token.ts'
import { schema } from './schema/index.ts'
import { tellError } from './serving/errors.ts'
import { jsonLog, type Log } from './serving/log.ts'
import { useRoutes, type RouteOptions } from './serving/routes.ts'
import { useStatusOfData } from './serving/status.ts'

export interface AppOptions extends Omit<RouteOptions, 'schema'> {
  db: Kysely<Database>
  identify: Identify
  guestSecrets: readonly GuestSecret[]
  guestOrdersAtMost: number
  /** Scheme and host for absolute addresses, where a proxy hides them. */
  publicUrl: string | null
  clock?: Clock
  log?: Log
}

export type App = ReturnType<typeof createApp>

/** Wires the API together: a fetch handler, and a listener for node:http. */
export function createApp({ clock = systemClock, log = jsonLog, ...options }: AppOptions) {
  return createYoga<object, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: async ({ request }) => {
      const { db, guestSecrets, guestOrdersAtMost, publicUrl } = options
      const asker = await options.identify(request.headers.get('authorization'))
      const origin = publicUrl ?? new URL(request.url).origin
      const isGet = request.method === 'GET'
      return createContext({ db, asker, clock, guestSecrets, guestOrdersAtMost, isGet, origin })
    },
    plugins: [useRoutes({ ...options, schema }), useStatusOfData()] as Plugin<object>[],
    maskedErrors: { maskError: (error) => tellError(error, randomUUID(), log) },
    // Each of these is on unless told otherwise.
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    logging: false,
  })
}
