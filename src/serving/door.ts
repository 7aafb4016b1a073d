import { createServer, ServerResponse, type ServerOptions } from 'node:http'
import { Server, type AddressInfo, type Socket } from 'node:net'
import type { Listener } from './direct/exchange.ts'
import { Line } from './direct/line.ts'

export interface DoorLimits {
  /** A connection may rest for so long between two requests. */
  keepAliveTimeout: number
  /** The headers of a request must be here in this time, also the first ones of a new connection. */
  headersTimeout: number
  /** And all of its body in this. */
  requestTimeout: number
  /** A connection on which nothing moves while it is answered, since the client does not read, is cut. */
  stallTimeout: number
  /** How often the three are looked after. */
  connectionsCheckingInterval: number
  connectionsAtMost: number
}

// Times are milliseconds.
export const DOOR_LIMITS: DoorLimits = {
  // Longer than any balancer keeps one (60 s on AWS, 90 s in Traefik, 600 s at Google): whoever closes first must be the
  // balancer, or a request meets a connection that was closed as it was sent.
  keepAliveTimeout: 620_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // A subscription sends something every 12 s.
  stallTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  connectionsAtMost: 2_000,
}

/** The share of connections from which on the longest rest is ended for each new one. */
const CROWDED = 0.9

/** Where requests come in. */
export interface Door {
  port: number
  /** From now on every answer ends its connection, so that its next request goes elsewhere. New ones are still taken. */
  sendAway(): void
  /** Takes nothing new, lets what runs finish, and cuts off what is left after so many milliseconds. */
  close(patience: number): Promise<void>
}

/** Opens the port; rejects with the system's error where it cannot. */
export function openDoor(
  listener: Listener,
  { port, limits }: { port: number; limits?: Partial<DoorLimits> },
): Promise<Door> {
  const { stallTimeout, connectionsAtMost, ...times } = { ...DOOR_LIMITS, ...limits }
  let isSendingAway = false
  class Answer extends ServerResponse {
    // oxlint-disable-next-line typescript/no-explicit-any -- one body stands in for all overloads
    override writeHead(...head: any[]): this {
      if (isSendingAway) this.shouldKeepAlive = false
      return super.writeHead(...(head as [number]))
    }
  }
  const options: ServerOptions = {
    ...times,
    keepAlive: true,
    // Two Authorization headers are a list then, which is refused; Node would take the first, and a proxy before us the last.
    joinDuplicateHeaders: true,
    ServerResponse: Answer as typeof ServerResponse,
  }
  const lines = new Map<Socket, Line>()
  const server = createServer(options, (request, response) => {
    const line = lines.get(request.socket)
    line?.begin()
    response.on('close', () => line?.end(request.complete))
    // Nobody is told the address of the socket, which Yoga would take then.
    request.headers.host ||= 'localhost'
    if (isAddressed(request.url, request.headers.host)) listener(request, response)
    else response.writeHead(400, { connection: 'close', 'content-type': 'text/plain' }).end('Bad request.\n')
  })
  server.timeout = stallTimeout
  server.maxConnections = connectionsAtMost
  const ofLines = {
    answer: listener.common,
    keepAliveTimeout: times.keepAliveTimeout,
    stallTimeout,
    isAddressed,
    isSendingAway: () => isSendingAway,
  }
  server.on('connection', (socket) => {
    lines.set(socket, new Line({ socket, ...ofLines }))
    socket.once('close', () => lines.delete(socket))
    // Before nobody else is let in, whoever has rested longest makes room.
    if (lines.size > connectionsAtMost * CROWDED) longestResting(lines.values())?.cut()
  })
  const sendAway = () => void (isSendingAway = true)
  const close = async (patience: number): Promise<void> => {
    sendAway()
    // Not yet that of node:http, which would cut off what is answered past it.
    const closed = new Promise<void>((resolve) => void Server.prototype.close.call(server, () => resolve()))
    // For answers that had begun before.
    server.keepAliveTimeout = 1
    server.keepAliveTimeoutBuffer = 0
    const deadline = setTimeout(() => server.closeAllConnections(), patience)
    await Promise.all([...lines.values()].map((line) => line.over()))
    server.close()
    await closed
    clearTimeout(deadline)
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '0.0.0.0', () => {
      resolve({ port: (server.address() as AddressInfo).port, sendAway, close })
    })
  })
}

function longestResting(lines: Iterable<Line>): Line | undefined {
  let longest: Line | undefined
  for (const line of lines)
    if (line.restingSince > 0 && line.restingSince < (longest?.restingSince ?? Infinity)) longest = line
  return longest
}

// Of both together Yoga makes an address, and it tells where in its code that fails.
function isAddressed(url = '', host = 'localhost'): boolean {
  if (url === '/graphql' && host === lastHost) return true
  if (!isAddress(url, host)) return false
  lastHost = host
  return true
}

/** Nearly every request names the same. */
let lastHost: string | undefined

function isAddress(url: string, host: string): boolean {
  const isHost = /^([\w.-]*|\[[\da-f:.]+\])(:\d+)?$/i.test(host)
  return isHost && url.startsWith('/') && URL.canParse(`http://${host || 'localhost'}${url}`)
}
