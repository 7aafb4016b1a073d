import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { openDoor, type Door } from '../../src/serving/door.ts'
import type { Answer } from './bakery.ts'
import { KnownNames } from './new-names.ts'

/** The same bakery, answered by Yoga and graphql-js. */
export interface Plain {
  listener(): Promise<RequestListener>
  /** What is done in it is undone after it. */
  rehearse<T>(action: () => Promise<T>): Promise<T>
}

/**
 * Where a test asks over a real socket; opened when the first does. Whatever is asked is asked of the plain one as well, if
 * there is one, and has to be answered alike, to the byte: questions after it, and what is to be done before it, in a
 * rehearsal.
 */
export function openCounter(listener: RequestListener, plain?: Plain) {
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
  const names = new KnownNames()
  const read = async (headers: Record<string, string>, body: Body): Promise<Told> => {
    const answer = await send(listener, headers, body)
    names.hear(answer.body)
    if (!plain || isWatching(body.query)) return answer
    const others = async () => send(await plain.listener(), headers, body)
    const both = async (): Promise<[Told, Told]> => [await send(listener, headers, body), await others()]
    await expectAlike(body, answer, await others(), both)
    return answer
  }
  let [writes, writing] = [0, 0]
  const write = async (headers: Record<string, string>, body: Body): Promise<Told> => {
    const count = ++writes
    writing++
    // Of those who race nobody is rehearsed: what comes of them depends on the others.
    const isAlone = () => writing === 1 && writes === count
    try {
      if (plain) await nextTurn()
      const rehearsed =
        plain && isAlone()
          ? await plain.rehearse(async () => send(await plain.listener(), headers, body))
          : undefined
      const answer = await send(listener, headers, body)
      names.hear(JSON.stringify(body))
      if (rehearsed && isAlone() && !isDeepStrictEqual(alike(answer), alike(rehearsed)))
        throw differently(body, answer, rehearsed)
      names.hear(answer.body)
      return answer
    } finally {
      writing--
    }
  }
  const alike = (told: Told) => ({ ...told, id: '', body: names.withNewOnesCounted(withoutId(told).body) })
  return {
    async ask(headers: Record<string, string>, body: Body): Promise<Answer> {
      const answer = await (isWrite(body.query) ? write : read)(headers, body)
      return JSON.parse(answer.body) as Answer
    },
    /** The same by fetch, where what is asked in an address is compared. */
    async fetch(where: string, init: RequestInit = {}): Promise<Response> {
      const response = await fetchFrom(listener, where, init)
      if (plain && where.startsWith('/graphql?') && (init.method ?? 'GET') === 'GET') {
        const told = async (to: RequestListener) => toldBy(await fetchFrom(to, where, init))
        const others = async () => told(await plain.listener())
        const both = async (): Promise<[Told, Told]> => [await told(listener), await others()]
        await expectAlike({ where, init }, await toldBy(response), await others(), both)
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

interface Body {
  query: string
  variables?: object
}

const isWrite = (query: string): boolean => /^\s*mutation\b/m.test(query)
const isWatching = (query: string): boolean => /^\s*subscription\b/m.test(query)

const differently = (body: object, answer: object, others: object) =>
  new Error(`Answered in two ways: ${JSON.stringify({ body, answer, others }, null, 2)}`)

/** Once the bakery is as it was for both: in a test that races somebody may have written in between. */
async function expectAlike(
  body: object,
  answer: Told,
  others: Told,
  again: () => Promise<[Told, Told]>,
  left = 5,
): Promise<void> {
  if (isDeepStrictEqual(withoutId(answer), withoutId(others))) return
  if (left === 0) throw differently(body, answer, others)
  await sleep(30)
  const [next, nextOfOther] = await again()
  await expectAlike(body, next, nextOfOther, again, left - 1)
}
