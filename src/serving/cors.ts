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

/**
 * Lets pages of these origins read what is answered, or those of all by `*`. Nobody is let send cookies along: none are
 * ever read, so a page can ask for no more than it has a token for.
 */
export function useCors(origins: readonly string[]): Plugin {
  if (origins.length === 0) return {}
  const isForAll = origins.includes('*')
  const allow = (request: Request, { headers }: Response): boolean => {
    // Also where it is not allowed: the next who asks may be.
    if (!isForAll) headers.append('vary', 'Origin')
    const origin = request.headers.get('origin')
    if (!isForAll && (origin === null || !origins.includes(origin))) return false
    headers.set('access-control-allow-origin', isForAll ? '*' : origin!)
    return true
  }
  return {
    onRequest(event) {
      if (isPreflight(event.request) && PATHS.has(event.url.pathname))
        event.endResponse(new Response(null, { status: 204 }))
    },
    onResponse({ request, response }) {
      if (!PATHS.has(new URL(request.url).pathname) || !allow(request, response)) return
      if (!isPreflight(request)) return response.headers.set('access-control-expose-headers', EXPOSED)
      for (const [name, value] of Object.entries(PREFLIGHT)) response.headers.set(name, value)
    },
  }
}

const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('access-control-request-method')
