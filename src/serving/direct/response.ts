import { Buffer } from 'node:buffer'
import type { ExecutionResult, GraphQLError } from 'graphql'
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

export function send(
  exchange: Exchange,
  result: ExecutionResult,
  type: JsonType,
  { status, headers }: Required<Http>,
  more: Record<string, string>,
  id: string,
): void {
  const body = JSON.stringify(result.errors ? { ...result, errors: result.errors.map(shown) } : result)
  const told: Record<string, string | number> = {
    'content-type': CONTENT_TYPES[type],
    'cache-control': 'private, no-store',
    'content-length': Buffer.byteLength(body),
  }
  for (const name in headers) told[name] = headers[name]!
  for (const name in more) told[name] = more[name]!
  told['x-request-id'] = id
  exchange.send(status, told, body)
}

/** Without what is for the response as a whole. */
function shown(error: GraphQLError): object {
  const { extensions, ...rest } = error.toJSON()
  const { http: _, ...told } = extensions ?? {}
  return Object.keys(told).length > 0 ? { ...rest, extensions: told } : rest
}
