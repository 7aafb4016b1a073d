import { Buffer } from 'node:buffer'
import type { ExecutionResult, GraphQLError } from 'graphql'
import { PRIVATE } from '../caching/catalogue-caching.ts'
import type { JsonType } from './accept.ts'
import type { Exchange } from './exchange.ts'

interface Http {
  status?: number
  headers?: Record<string, string>
}

/** What an answer is told with: the highest status of its errors, and the headers of all of them. */
export function httpOf({ errors }: ExecutionResult): Required<Http> {
  if (!errors) return FINE
  const http: Required<Http> = { status: 0, headers: {} }
  for (const { extensions } of errors) {
    const { status = 0, headers } = (extensions['http'] ?? {}) as Http
    http.status = Math.max(http.status, status)
    Object.assign(http.headers, headers)
  }
  http.status ||= 200
  return http
}

const FINE: Required<Http> = { status: 200, headers: {} }

const CONTENT_TYPES = {
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
  'application/json': 'application/json; charset=utf-8',
} satisfies Record<JsonType, string>

/** What a client is told that has the answer already. */
export const NOT_MODIFIED: Required<Http> = { status: 304, headers: {} }

export function send(
  exchange: Exchange,
  result: ExecutionResult,
  type: JsonType,
  { status, headers }: Required<Http>,
  more: Record<string, string>,
  id: string,
): void {
  const body = status === 304 ? '' : bodyOf(result)
  const told: Record<string, string | number> = { 'cache-control': PRIVATE }
  if (status !== 304) {
    told['content-type'] = CONTENT_TYPES[type]
    told['content-length'] = Buffer.byteLength(body)
  }
  for (const name in headers) told[name] = headers[name]!
  for (const name in more) told[name] = more[name]!
  told['x-request-id'] = id
  exchange.send(status, told, body)
}

const bodyOf = (result: ExecutionResult): string =>
  JSON.stringify(result.errors ? { ...result, errors: result.errors.map(shown) } : result)

/** All of both; each may name what the answer varies by. */
export function mergeHeaders(
  some: Record<string, string>,
  others: Record<string, string>,
): Record<string, string> {
  const vary = [some['vary'], others['vary']].filter((each) => each !== undefined)
  return { ...some, ...others, ...(vary.length > 0 && { vary: vary.join(', ') }) }
}

/** Without what is for the response as a whole. */
function shown(error: GraphQLError): object {
  const { extensions, ...rest } = error.toJSON()
  const { http: _, ...told } = extensions ?? {}
  return Object.keys(told).length > 0 ? { ...rest, extensions: told } : rest
}
