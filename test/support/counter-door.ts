import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { openDoor, type Door } from '../../src/serving/door.ts'
import type { Answer } from './bakery.ts'

/** Where a test asks over a real socket; opened when the first does. */
export function openCounter(listener: RequestListener) {
  const agent = new Agent({ keepAlive: true })
  let opening: Promise<Door> | undefined
  return {
    async ask(headers: Record<string, string>, body: object): Promise<Answer> {
      const { port } = await (opening ??= openDoor(listener, { port: 0 }))
      const to = { agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST' }
      const sent = request({ ...to, headers: { host: 'bakery.test', ...headers } })
      sent.end(JSON.stringify(body))
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      return JSON.parse(await text(response)) as Answer
    },
    /** The same by fetch. */
    async fetch(where: string, init: RequestInit = {}): Promise<Response> {
      const { port } = await (opening ??= openDoor(listener, { port: 0 }))
      const headers = new Headers(init.headers)
      headers.set('host', 'bakery.test')
      return fetch(`http://127.0.0.1:${port}${where}`, { ...init, headers })
    },
    async close(): Promise<void> {
      agent.destroy()
      const door = await opening
      await door?.close(0)
    },
  }
}
