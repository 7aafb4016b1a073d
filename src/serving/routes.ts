import { createHash } from 'node:crypto'
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { askedOf } from './asked.ts'
import { HEALTH_HEADERS, sayHealth, type Health } from './health.ts'
import { describeError, type Log } from './log.ts'
import { createPages } from './pages.ts'
import { picture } from './pictures.ts'

export interface RouteOptions {
  log: Log
  health: Health
  schema: GraphQLSchema
  development: boolean
  graphiql: boolean
  /** Numbers for Prometheus, where they are served. */
  measured?: (() => string) | undefined
  /** A folder of pictures to serve, where the bakery's own are not elsewhere. */
  pictures?: string
  /** Tokens of sample people, for GraphiQL; in development only. */
  sampleTokens?: () => Promise<Record<string, string>>
  /** Pages on this API that the overview leads to, by name. */
  frontends?: Record<string, string>
}

/** Everything that is served beside /graphql. */
export function useRoutes(options: RouteOptions): Plugin {
  const pages = createPages(options)
  const sdl = lazySdl(options.schema)
  const answer = async (request: Request, url: URL): Promise<Response | undefined> => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const said = isRead && (await sayHealth(url.pathname, options.health))
    if (said) return new Response(said[1], { status: said[0], headers: HEALTH_HEADERS })
    if (isRead && url.pathname === '/schema.graphql') return sdl(request)
    if (isRead && options.measured && url.pathname === '/metrics') return metrics(options.measured())
    if (isRead && options.pictures && url.pathname.startsWith('/images/')) {
      const found = await picture(options.pictures, url.pathname)
      if (found) return found
    }
    if (isRead && options.sampleTokens && url.pathname === '/dev/tokens') return tokens(options.sampleTokens)
    return (await pages(request, url)) ?? (url.pathname === '/graphql' ? undefined : notFound())
  }
  return {
    async onRequest(event) {
      const response = await answer(event.request, event.url).catch((error: unknown) => {
        // Beside GraphQL nothing masks errors but this.
        options.log('ERROR', 'Unexpected error', { error: describeError(error) })
        return failed()
      })
      if (!response) return
      askedOf(event.request).isBeside = true
      event.endResponse(response)
    },
  }
}

function lazySdl(schema: GraphQLSchema): (request: Request) => Response {
  let text: string | undefined
  return (request) => {
    text ??= printSchema(lexicographicSortSchema(schema)) + '\n'
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache', etag }
    const isKnown = request.headers.get('if-none-match')?.includes(etag)
    return isKnown ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
  }
}

const metrics = (text: string): Response =>
  new Response(text, {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  })

async function tokens(sampleTokens: () => Promise<Record<string, string>>): Promise<Response> {
  return Response.json(await sampleTokens(), { headers: { 'cache-control': 'no-store' } })
}

const failed = (): Response =>
  new Response('Something went wrong here; it was logged.\n', {
    status: 500,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })

const notFound = (): Response =>
  new Response('Not found. GraphQL is at /graphql.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
