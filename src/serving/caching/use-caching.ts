import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import { askedOf } from '../asked.ts'
import { PRIVATE, type CatalogueCaching, type Source } from './catalogue-caching.ts'

interface Holder extends YogaInitialContext {
  ours: Source
}

export function useCaching(caching: CatalogueCaching): Plugin<Holder> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { schema, document, contextValue } = args
      const { request, params, ours } = contextValue
      const asked = askedOf(request)
      const question = { schema, document, params, header: (name: string) => request.headers.get(name) }
      if (caching.isShared(asked, question))
        setExecuteFn((given) => caching.answer(asked, question, ours, () => executeFn(given)))
    },
    onResponse(event) {
      const { request, response } = event
      if (!isGraphql(request, response)) return
      const asked = askedOf(request)
      const { kept } = asked
      const { headers } = response
      // A stream has one, and to set it in small letters would add another.
      if (headers.has('cache-control')) headers.delete('cache-control')
      if (!kept || response.status !== 200 || !isJson(response)) return headers.set('cache-control', PRIVATE)
      const { vary, ...more } = caching.headersOf(kept)
      headers.append('vary', vary)
      for (const [name, value] of Object.entries(more)) headers.set(name, value)
      if (!kept.isKnown) return
      const told = unchanged(headers)
      asked.status = told.status
      event.setResponse(told)
    },
  }
}

const isGraphql = (request: Request, response: Response): boolean =>
  new URL(request.url).pathname === '/graphql' && !typeOf(response).startsWith('text/html')

const isJson = (response: Response): boolean => /^application\/[\w-]*\+?json\b/.test(typeOf(response))

const typeOf = (response: Response): string => response.headers.get('content-type') ?? ''

function unchanged(headers: Headers): Response {
  const kept = new Headers(headers)
  kept.delete('content-type')
  kept.delete('content-length')
  return new Response(null, { status: 304, statusText: 'Not Modified', headers: kept })
}
