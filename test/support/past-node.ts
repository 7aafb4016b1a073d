import { onTestFinished } from 'vitest'
import type { CommonExchange, Listener } from '../../src/serving/direct/exchange.ts'
import { openDoor, type Door, type DoorLimits } from '../../src/serving/door.ts'
import { head, openRaw, type RawConnection } from './raw.ts'

export const BODY = '{"query":"{ __typename }"}'
export const JSON_TYPE = 'content-type: application/json'
export const ASKING_BY_ADDRESS = head('GET /graphql?query=%7B__typename%7D')
export const ASKING = head('POST /graphql', JSON_TYPE, `content-length: ${BODY.length}`) + BODY

const byNode: Listener = (request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => void parts.push(part))
  request.on('end', () => {
    const { headers, method, url } = request
    const body = Buffer.concat(parts).toString()
    const text = told(headers, `${method} ${url} ${body}`)
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) }).end(text)
  })
}

/** Tells what it read, by either way; the second way only where there is one. */
export function echo({ isPast = true, answer = tell }: { isPast?: boolean; answer?: typeof tell } = {}) {
  const past: CommonExchange[] = []
  const common = (exchange: CommonExchange, body: string) => {
    past.push(exchange)
    answer(exchange, body)
    return true
  }
  const listener: Listener = isPast ? Object.assign(byNode.bind(undefined), { common }) : byNode
  return { past, listener }
}

function told(headers: object, body: string): string {
  const read = NEEDED.map((name) => `${name}=${String((headers as Record<string, string>)[name])}`)
  return `${read.join('; ')}: ${body}`
}

const NEEDED = [
  'host',
  'content-type',
  'content-length',
  'accept',
  'authorization',
  'if-none-match',
  'origin',
  'x-request-id',
]

export function tell(exchange: CommonExchange, body: string): void {
  const text = told(exchange.headers, `${exchange.method} ${exchange.url} ${body}`)
  exchange.send(200, { 'content-length': Buffer.byteLength(text) }, text)
}

export async function open(listener: Listener, limits: Partial<DoorLimits> = {}): Promise<Door> {
  const door = await openDoor(listener, { port: 0, limits: { connectionsCheckingInterval: 50, ...limits } })
  onTestFinished(() => door.close(0))
  return door
}

/** A connection whose first request was answered. */
export async function known({ port }: Door): Promise<RawConnection> {
  const connection = await openRaw(port)
  connection.send(ASKING)
  await connection.hears(/__typename/)
  return connection
}

export const answersIn = (text: string): number => text.split('HTTP/1.1 ').length - 1
export const undated = (text: string): string => text.replaceAll(/Date: [^\r]+/g, 'Date: …')
