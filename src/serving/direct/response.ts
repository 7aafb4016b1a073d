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

export function send(
  exchange: Exchange,
  result: ExecutionResult,
  type: JsonType,
  { status, headers }: Required<Http>,
  more: Record<string, string>,
): void {
  const body = JSON.stringify(result.errors ? { ...result, errors: result.errors.map(shown) } : result)
  const told = {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'private, no-store',
    'content-length': Buffer.byteLength(body),
    ...headers,
    ...more,
  }
  exchange.send(status, told, body)
}

/** Without what is for the response as a whole. */
function shown(error: GraphQLError): object {
  const { extensions, ...rest } = error.toJSON()
  const { http: _, ...told } = extensions ?? {}
  return Object.keys(told).length > 0 ? { ...rest, extensions: told } : rest
}
