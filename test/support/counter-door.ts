import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { openDoor, type Door } from '../../src/serving/door.ts'
import type { Answer } from './bakery.ts'

/**
 * Where a test asks over a real socket; opened when the first does. What reads only is asked of the other listener as well,
 * if there is one, and has to be answered alike, to the byte.
 */
export function openCounter(listener: RequestListener, other?: () => RequestListener) {
  const agent = new Agent({ keepAlive: true })
  const doors = new Map<RequestListener, Promise<Door>>()
  const doorOf = (to: RequestListener): Promise<Door> => {
    const opening = doors.get(to) ?? openDoor(to, { port: 0 })
    doors.set(to, opening)
    return opening
  }
  const send = async (to: RequestListener, headers: Record<string, string>, body: object): Promise<Told> => {
    const { port } = await doorOf(to)
    const where = { agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST' }
    const sent = request({ ...where, headers: { host: 'bakery.test', ...headers } })
    sent.end(JSON.stringify(body))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const { date: _, 'x-request-id': id, ...told } = response.headers as Record<string, string>
    return { status: response.statusCode!, headers: told, id, body: await text(response) }
  }
  // Not by the global one, which names the host as it likes.
  const fetchFrom = async (
    to: RequestListener,
    where: string,
    { method, headers, body, signal }: RequestInit,
  ) => {
    const { port } = await doorOf(to)
    const { pathname, search } = new URL(`http://bakery.test${where}`)
    const sent = request({
      agent,
      port,
      host: '127.0.0.1',
      path: pathname + search,
      method: method ?? 'GET',
      headers: { accept: '*/*', host: 'bakery.test', ...Object.fromEntries(new Headers(headers)) },
      ...(signal && { signal }),
    })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const status = response.statusCode!
    const told = Object.entries(response.headersDistinct).flatMap(([name, values]) =>
      values!.map((value): [string, string] => [name, value]),
    )
    const isEmpty = status === 204 || status === 304
    return new Response(isEmpty ? null : (Readable.toWeb(response) as ReadableStream), {
      status,
      headers: told,
    })
  }
  return {
    async ask(headers: Record<string, string>, body: { query: string; variables?: object }): Promise<Answer> {
      const answer = await send(listener, headers, body)
      if (other && isRead(body.query)) {
        const both = async (): Promise<[Told, Told]> => [
          await send(listener, headers, body),
          await send(other(), headers, body),
        ]
        await expectAlike(body, answer, await send(other(), headers, body), both)
      }
      return JSON.parse(answer.body) as Answer
    },
    /** The same by fetch, where what is asked in an address is compared. */
    async fetch(where: string, init: RequestInit = {}): Promise<Response> {
      const response = await fetchFrom(listener, where, init)
      if (other && where.startsWith('/graphql?') && (init.method ?? 'GET') === 'GET') {
        const told = async (to: RequestListener) => toldBy(await fetchFrom(to, where, init))
        const both = async (): Promise<[Told, Told]> => [await told(listener), await told(other())]
        await expectAlike({ where, init }, await toldBy(response), await told(other()), both)
      }
      return response
    },
    async close(): Promise<void> {
      agent.destroy()
      await Promise.all([...doors.values()].map(async (door) => (await door).close(0)))
    },
  }
}

async function toldBy(response: Response): Promise<Told> {
  const { date: _, 'x-request-id': id, ...headers } = Object.fromEntries(response.headers)
  return { status: response.status, headers, id, body: await response.clone().text() }
}

interface Told {
  status: number
  headers: object
  /** Of the request; an error without a known cause names it. */
  id: string | undefined
  body: string
}

const withoutId = ({ id, body, ...told }: Told) => ({ ...told, body: id ? body.replaceAll(id, '…') : body })

const isRead = (query: string): boolean => !/^\s*(mutation|subscription)\b/m.test(query)

/** Once the bakery is as it was for both: in a test that races somebody may have written in between. */
async function expectAlike(
  body: object,
  answer: Told,
  others: Told,
  again: () => Promise<[Told, Told]>,
  left = 5,
): Promise<void> {
  if (isDeepStrictEqual(withoutId(answer), withoutId(others))) return
  if (left === 0)
    throw new Error(`Answered in two ways: ${JSON.stringify({ body, answer, others }, null, 2)}`)
  await sleep(30)
  const [next, nextOfOther] = await again()
  await expectAlike(body, next, nextOfOther, again, left - 1)
}
