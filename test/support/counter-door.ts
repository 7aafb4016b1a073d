import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
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
  const send = async (to: RequestListener, headers: Record<string, string>, body: object) => {
    const { port } = await doorOf(to)
    const where = { agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST' }
    const sent = request({ ...where, headers: { host: 'bakery.test', ...headers } })
    sent.end(JSON.stringify(body))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const { date: _date, 'x-request-id': _id, ...told } = response.headers
    return { status: response.statusCode, headers: told, body: await text(response) }
  }
  return {
    async ask(headers: Record<string, string>, body: { query: string; variables?: object }): Promise<Answer> {
      const answer = await send(listener, headers, body)
      if (other && isRead(body.query)) {
        const both = async () => [await send(listener, headers, body), await send(other(), headers, body)]
        await expectAlike(body, answer, await send(other(), headers, body), both)
      }
      return JSON.parse(answer.body) as Answer
    },
    /** The same by fetch. */
    async fetch(where: string, init: RequestInit = {}): Promise<Response> {
      const { port } = await doorOf(listener)
      const headers = new Headers(init.headers)
      headers.set('host', 'bakery.test')
      return fetch(`http://127.0.0.1:${port}${where}`, { ...init, headers })
    },
    async close(): Promise<void> {
      agent.destroy()
      await Promise.all([...doors.values()].map(async (door) => (await door).close(0)))
    },
  }
}

const isRead = (query: string): boolean => !/^\s*(mutation|subscription)\b/m.test(query)

/** Once the bakery is as it was for both: in a test that races somebody may have written in between. */
async function expectAlike(
  body: object,
  answer: unknown,
  others: unknown,
  again: () => Promise<unknown[]>,
  left = 5,
): Promise<void> {
  if (isDeepStrictEqual(answer, others)) return
  if (left === 0)
    throw new Error(`Answered in two ways: ${JSON.stringify({ body, answer, others }, null, 2)}`)
  await sleep(30)
  const [next, nextOfOther] = await again()
  await expectAlike(body, next, nextOfOther, again, left - 1)
}
