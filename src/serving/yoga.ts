import { execute, type ExecutionArgs, type GraphQLError, type GraphQLSchema } from 'graphql'
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import { useAdmission, type Admission } from './admission.ts'
import { askedOf } from './asked.ts'
import type { CatalogueCaching } from './caching/catalogue-caching.ts'
import { useCaching } from './caching/use-caching.ts'
import { useCors } from './cors.ts'
import type { ContextOf } from './direct/answer.ts'
import { useDocuments, type Prepare } from './documents.ts'
import { useLifetime } from './lifetime.ts'
import type { Observing } from './observing/observers.ts'
import { useObservers } from './observing/requests.ts'
import { useReading } from './reading.ts'
import { useRoutes, type RouteOptions } from './routes.ts'
import { useStatusOfData } from './status.ts'
import { useTrustedDocuments, type TrustedOptions } from './trusted-documents.ts'

export interface ServerOptions {
  schema: GraphQLSchema
  contextOf: ContextOf
  tell: (error: unknown) => GraphQLError
  observing: Observing
  prepare: Prepare
  trusted: TrustedOptions
  admission: Admission
  deadlineMs: number
  /** Origins of pages in browsers that may ask; `*` for all. */
  corsOrigins: readonly string[]
  caching: CatalogueCaching
  routes: RouteOptions
}

/** Answers every request that there is. Loaded when the first comes that is not common: it takes longer than all the rest. */
export function createServer(options: ServerOptions): YogaServerInstance<object, object> {
  const { schema, contextOf, tell } = options
  return createYoga<object, object>({
    schema,
    graphqlEndpoint: '/graphql',
    context: async ({ request }) => ({
      ours: await contextOf(
        askedOf(request),
        request.headers.get('authorization'),
        () => new URL(request.url).origin,
      ),
    }),
    plugins: [
      useGraphqlJs() as Plugin,
      useObservers(options.observing),
      useCors(options.corsOrigins),
      useRoutes(options.routes),
      useReading(),
      useTrustedDocuments(options.trusted),
      useLifetime({ deadlineMs: options.deadlineMs }),
      useDocuments(options.prepare),
      useCaching(options.caching) as Plugin,
      useAdmission(options.admission),
      useStatusOfData(),
    ] as Plugin<object>[],
    maskedErrors: { maskError: tell },
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
}

/**
 * graphql-js itself, in place of Yoga's own executor: what is answered directly is held to it (`execution/`). Resolvers are given
 * what ours makes, not Yoga's copy of it with the request in it.
 */
const useGraphqlJs = (): Plugin<Holder> => ({
  onExecute: ({ setExecuteFn }) => setExecuteFn((args) => execute(withOurs(args as Args))),
  onSubscribe: ({ subscribeFn, setSubscribeFn }) =>
    setSubscribeFn((args) => subscribeFn(withOurs(args as Args))),
})

interface Holder {
  ours: object
}

type Args = ExecutionArgs & { contextValue: Holder }

const withOurs = (args: Args): ExecutionArgs => ({ ...args, contextValue: args.contextValue.ours })
