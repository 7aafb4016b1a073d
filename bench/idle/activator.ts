import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import type { ServerProcess } from '../../dev/server-process.ts'
import type { Platform } from './model.ts'
import { exchange, type Launch } from './server.ts'
import type { Life, Served, Trace } from './trace.ts'

export interface Activator {
  port: number
  /** Takes no more, lets its instances go, and tells what happened. */
  close(): Promise<Trace>
}

interface Instance {
  nth: number
  life: Life
  server: ServerProcess | undefined
  agent: Agent
  open: number
  timer: NodeJS.Timeout | undefined
}

interface Held {
  served: Served
  body: string
  response: ServerResponse
}

/**
 * What a platform does that scales to zero, in small: holds a request until there is an instance, starts one where none
 * has room, and sends it SIGTERM when it had nothing to do for a while.
 */
export async function openActivator(
  launch: Launch,
  { concurrency, keepAliveSeconds, maxInstances }: Omit<Platform, 'coldStartMs'>,
): Promise<Activator> {
  const beganAt = performance.now()
  const now = () => performance.now() - beganAt
  const requests: Served[] = []
  const lives: Life[] = []
  const queue: Held[] = []
  const running = new Set<Instance>()
  const stopping: Promise<unknown>[] = []
  const starting = () => [...running].filter(({ server }) => server === undefined).length

  const arrive = async (incoming: IncomingMessage, response: ServerResponse) => {
    const served = { arrivedAt: now(), startedAt: NaN, finishedAt: NaN, instance: -1 }
    requests.push(served)
    const held = { served, response, body: await text(incoming) }
    const free = [...running].find(({ server, open }) => server && open < concurrency)
    if (free) return forward(free, held)
    queue.push(held)
    if (starting() * concurrency < queue.length && running.size < maxInstances) void start()
  }
  const start = async () => {
    const life = { startedAt: now(), upAt: Infinity, stoppedAt: Infinity }
    const agent = new Agent({ keepAlive: true })
    const instance: Instance = {
      nth: lives.push(life) - 1,
      life,
      server: undefined,
      agent,
      open: 0,
      timer: undefined,
    }
    running.add(instance)
    instance.server = await launch()
    life.upAt = now()
    for (const held of queue.splice(0, concurrency)) void forward(instance, held)
    if (instance.open === 0) rest(instance)
  }
  const forward = async (instance: Instance, { served, body, response }: Held) => {
    instance.open++
    clearTimeout(instance.timer)
    served.startedAt = now()
    served.instance = instance.nth
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const answered = await exchange(instance.server!.port, instance.agent, headers, body).catch(
      (error: Error): [number, string] => [502, String(error)],
    )
    response.writeHead(answered[0], { 'content-type': 'application/json' }).end(answered[1])
    served.finishedAt = now()
    instance.open--
    const next = queue.shift()
    if (next) void forward(instance, next)
    else if (instance.open === 0) rest(instance)
  }
  const rest = (instance: Instance) => {
    instance.timer = setTimeout(() => stop(instance), keepAliveSeconds * 1_000)
  }
  const stop = (instance: Instance) => {
    clearTimeout(instance.timer)
    instance.life.stoppedAt = now()
    running.delete(instance)
    instance.agent.destroy()
    stopping.push(instance.server!.stop())
  }

  const door = createServer((incoming, response) => void arrive(incoming, response))
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  return {
    port: (door.address() as AddressInfo).port,
    async close() {
      const untilMs = now()
      const closed = once(door, 'close')
      door.close()
      door.closeIdleConnections()
      await closed
      for (const instance of running) stop(instance)
      await Promise.all(stopping)
      return { requests, instances: lives, untilMs }
    },
  }
}
