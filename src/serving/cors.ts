import type { Plugin } from 'graphql-yoga'

const PATHS = new Set(['/graphql', '/schema.graphql'])

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'accept, authorization, content-type, if-none-match, traceparent, tracestate, x-request-id',
  // Browsers ask again after two hours at the latest.
  'access-control-max-age': '7200',
}
const EXPOSED = 'etag, retry-after, x-request-id'

/** What to tell a page of an origin: who may read the answer. */
export type Cors = (origin: string | null | undefined) => Record<string, string>

/**
 * Lets pages of these origins read what is answered, or those of all by `*`. Nobody is let send cookies along: none are
 * ever read, so a page can ask for no more than it has a token for.
 */
export function corsFor(origins: readonly string[]): Cors {
  if (origins.length === 0) return () => NOTHING
  const expose = { 'access-control-expose-headers': EXPOSED }
  if (origins.includes('*')) return () => ({ 'access-control-allow-origin': '*', ...expose })
  // Also where it is not allowed: the next who asks may be.
  const vary = { vary: 'Origin' }
  return (origin) =>
    origin && origins.includes(origin) ? { ...vary, 'access-control-allow-origin': origin, ...expose } : vary
}

const NOTHING: Record<string, string> = {}

export function useCors(origins: readonly string[]): Plugin {
  if (origins.length === 0) return {}
  const cors = corsFor(origins)
  return {
    onRequest(event) {
      if (isPreflight(event.request) && PATHS.has(event.url.pathname))
        event.endResponse(new Response(null, { status: 204 }))
    },
    onResponse({ request, response: { headers } }) {
      if (!PATHS.has(new URL(request.url).pathname)) return
      const { vary, ...allowed } = cors(request.headers.get('origin'))
      if (vary) headers.append('vary', vary)
      const isAllowed = 'access-control-allow-origin' in allowed
      if (isPreflight(request)) delete allowed['access-control-expose-headers']
      const more = isAllowed && isPreflight(request) ? PREFLIGHT : {}
      for (const [name, value] of Object.entries<string>({ ...allowed, ...more })) headers.set(name, value)
    },
  }
}

const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('access-control-request-method')
