import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { openDoor, type Door } from '../../src/serving/door.ts'
import type { Answer } from './bakery.ts'
import { bothWays, type Plain, type Sent, type Told } from './both-ways.ts'

/** Where somebody else who is to answer alike is found, and undone. */
export interface PlainApp extends Pick<Plain, 'rehearse'> {
  listener(): Promise<RequestListener>
}

/** Where a test asks over a real socket; opened when the first does. What it asks of GraphQL is compared, if there is a plain app. */
export function openCounter(listener: RequestListener, plain?: PlainApp) {
  const agent = new Agent({ keepAlive: true })
  const doors = new Map<RequestListener, Promise<Door>>()
  const open = async (to: RequestListener, { body, ...sent }: Sent): Promise<IncomingMessage> => {
    const opening = doors.get(to) ?? openDoor(to, { port: 0 })
    doors.set(to, opening)
    const { port } = await opening
    const headers = { host: 'bakery.test', ...sent.headers }
    const asking = request({ agent, port, host: '127.0.0.1', ...sent, headers })
    asking.end(body)
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    return response
  }
  const send = async (to: RequestListener, sent: Sent): Promise<Told> => {
    const response = await open(to, sent)
    const status = `${response.statusCode} ${response.statusMessage}`
    return { status, headers: headersOf(response), body: await buffer(response) }
  }
  const alone = (sent: Sent) => send(listener, sent)
  const compared = plain
    ? bothWays(alone, {
        send: async (sent) => send(await plain.listener(), sent),
        rehearse: (action) => plain.rehearse(action),
      })
    : alone
  return {
    async ask(headers: Record<string, string>, body: { query: string; variables?: object }): Promise<Answer> {
      const sent = { method: 'POST', path: '/graphql', headers, body: JSON.stringify(body) }
      return JSON.parse(String((await compared(sent)).body)) as Answer
    },
    /** The same by fetch: not by the global one, which names the host as it likes. */
    async fetch(where: string, init: RequestInit = {}): Promise<Response> {
      const { pathname, search } = new URL(`http://bakery.test${where}`)
      const headers = { accept: '*/*', ...Object.fromEntries(new Headers(init.headers)) }
      const sent = {
        method: init.method ?? 'GET',
        path: pathname + search,
        headers,
        body: init.body as string | undefined,
        ...(init.signal && { signal: init.signal }),
      }
      if (headers.accept.startsWith('text/event-stream')) {
        const response = await open(listener, sent)
        return new Response(Readable.toWeb(response) as ReadableStream, {
          status: response.statusCode!,
          headers: listOf(headersOf(response)),
        })
      }
      // Who leaves hears nothing that could be compared.
      const told = await (pathname === '/graphql' && !init.signal ? compared : alone)(sent)
      const status = Number.parseInt(told.status, 10)
      return new Response(status === 204 || status === 304 ? null : new Uint8Array(told.body), {
        status,
        headers: listOf(told.headers),
      })
    },
    async close(): Promise<void> {
      agent.destroy()
      await Promise.all([...doors.values()].map(async (door) => (await door).close(0)))
    },
  }
}

const headersOf = ({ headersDistinct }: IncomingMessage) => headersDistinct as Record<string, string[]>

const listOf = (headers: Record<string, string[]>): [string, string][] =>
  Object.entries(headers).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]))
