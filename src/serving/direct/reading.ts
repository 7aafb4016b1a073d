import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { LIMITS } from '../limits.ts'
import { jsonTypeFor, type JsonType } from './accept.ts'
import type { Exchange } from './exchange.ts'

/**
 * The type of the answer, if the request is one of the common kind: JSON of a told length, or an address and nothing more,
 * and JSON back.
 */
export function commonType({ method, headers }: Exchange): JsonType | undefined {
  if (headers['transfer-encoding'] !== undefined) return undefined
  const length = Number(headers['content-length'] ?? 0)
  if (method === 'GET') {
    // Somebody at a browser may be shown a page.
    const isPlain = length === 0 && !headers.accept?.includes('text/html')
    return isPlain ? jsonTypeFor(headers.accept) : undefined
  }
  const type = headers['content-type']
  if (type !== 'application/json' && !/^application\/json; ?charset=utf-8$/i.test(type ?? ''))
    return undefined
  if (headers['content-encoding'] !== undefined || length === 0 || length > LIMITS.body) return undefined
  return jsonTypeFor(headers.accept)
}

/** Gives the body once it is here. A client that leaves before has nobody who waits for an answer. */
export function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => void chunks.push(chunk))
  request.once('end', () => then(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
}

/** Lets somebody else read what was read. */
export function putBack(request: IncomingMessage, body: Buffer): void {
  Object.assign(request, { body: Readable.from([body]) })
}
