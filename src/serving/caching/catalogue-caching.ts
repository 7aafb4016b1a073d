import { createHash } from 'node:crypto'
import type { ExecutionResult } from 'graphql'
import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import type { Kysely } from 'kysely'
import type { Settings } from '../../db/bakery.ts'
import type { Database } from '../../db/tables.ts'
import { isOfCatalogue } from './catalogue-fields.ts'
import { createWindows } from './windows.ts'

export interface CachingOptions {
  db: Kysely<Database>
  now: () => Temporal.Instant
  /** What is deployed: an answer of other code is another. */
  revision: string
}

interface Asked extends YogaInitialContext {
  ours: { now: Temporal.Instant; origin: string; settings(): Promise<Settings> }
}

interface Shared {
  etag: string
  until: Temporal.Instant
  /** The client has it already. */
  isKnown: boolean
  /** It was answered without an error. */
  isWhole: boolean
}

const LONGEST = 60

/**
 * Lets caches keep what anybody may see of the catalogue, for a minute and never past its next change, and tells who
 * still has it that it is the same without asking for it again. Nothing else may be kept by anybody.
 */
export function useCatalogueCaching({ db, now, revision }: CachingOptions): Plugin<Asked> {
  const windowAt = createWindows(db)
  const answers = new WeakMap<Request, Shared>()
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { request, params, ours } = args.contextValue
      const { query, operationName, variables, extensions } = params
      const isAnonymousGet = request.method === 'GET' && !request.headers.has('authorization')
      if (!isAnonymousGet || extensions || !isOfCatalogue(args.schema, args.document, operationName)) return
      setExecuteFn(async (given) => {
        const { version, until } = await windowAt(ours.now, () => ours.settings())
        const etag = etagOf([
          query,
          operationName,
          variables,
          ours.origin,
          version,
          until.toString(),
          revision,
        ])
        const isKnown = !mayStream(request) && names(request.headers.get('if-none-match'), etag)
        answers.set(request, { etag, until, isKnown, isWhole: false })
        return isKnown ? { data: {} } : executeFn(given)
      })
    },
    onExecutionResult({ request, result }) {
      const shared = answers.get(request)
      const { data, errors, extensions } = (result ?? {}) as ExecutionResult
      if (shared) shared.isWhole = Boolean(data) && !errors && !extensions
    },
    onResponse(event) {
      const { request, response } = event
      if (!isGraphql(request, response)) return
      const shared = answers.get(request)
      const { headers } = response
      if (!shared?.isWhole || response.status !== 200 || !isJson(response))
        return headers.set('cache-control', 'private, no-store')
      const left = Math.floor(now().until(shared.until).total('seconds'))
      headers.set('cache-control', `public, max-age=${Math.max(0, Math.min(left, LONGEST))}`)
      headers.set('etag', shared.etag)
      headers.append('vary', 'Accept, Authorization')
      if (shared.isKnown) event.setResponse(unchanged(headers))
    },
  }
}

// Weak: the same answer can be packed in several ways.
const etagOf = (parts: unknown[]): string =>
  `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}"`

/** Whether If-None-Match holds the tag. `*` names whatever there is, and before it is asked for nobody knows. */
const names = (header: string | null, etag: string): boolean =>
  header !== null && header.split(',').some((tag) => tag.trim().replace(/^(W\/)?/, 'W/') === etag)

// A stream of one answer is never 304.
const mayStream = (request: Request): boolean =>
  /event-stream|multipart/.test(request.headers.get('accept') ?? '')

const isGraphql = (request: Request, response: Response): boolean =>
  new URL(request.url).pathname === '/graphql' && !typeOf(response).startsWith('text/html')

const isJson = (response: Response): boolean => /^application\/[\w-]*\+?json\b/.test(typeOf(response))

const typeOf = (response: Response): string => response.headers.get('content-type') ?? ''

function unchanged(headers: Headers): Response {
  const kept = new Headers(headers)
  kept.delete('content-type')
  kept.delete('content-length')
  return new Response(null, { status: 304, headers: kept })
}
