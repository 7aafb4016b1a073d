import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { WATCHES_AT_MOST } from '../db/order-feed.ts'
import { idOf } from './asked.ts'
import { TOO_BUSY } from './errors.ts'
import type { AnswerCommon, Listener } from './direct/exchange.ts'
import type { Log } from './log.ts'

/**
 * Turns requests away before they are answered, most before anything is read of them, while many more are open than can be served: that takes a
 * hundredth of what serving them takes. Who may want a stream stands in a line of their own, and balancers are always
 * told how it is: one that took busy for broken would send all to the next, until none is left. Who is turned away has no line
 * in the log, but now and then one counts them.
 */
export function turnAway(listener: Listener, openAtMost: number, log: Log): Listener {
  const open = new Lane()
  const streaming = new Lane()
  const behindStreams = new WeakSet<Socket>()
  let turnedAway = 0
  let toldAt = -Infinity
  const count = () => {
    turnedAway++
    if (performance.now() - toldAt < PAUSE) return
    log('WARNING', 'Requests are turned away: too many are open', { turnedAway })
    toldAt = performance.now()
    turnedAway = 0
  }
  const isFull = (lane: Lane, atMost: number) => lane.size >= atMost && lane.countComplete() >= atMost
  const byNode: RequestListener = (request, response) => {
    if (request.url === '/livez' || request.url === '/readyz') return listener(request, response)
    const mayStream = /text\/event-stream/i.test(request.headers.accept ?? '')
    const [lane, atMost] = mayStream ? [streaming, openAtMost + WATCHES_AT_MOST] : [open, openAtMost]
    if (isFull(lane, atMost)) {
      count()
      return tellBusy(request, response)
    }
    // An answer behind a stream would keep its place until the stream ends.
    if (behindStreams.has(request.socket)) return void request.socket.destroy()
    if (mayStream) behindStreams.add(request.socket)
    const place = lane.enter(request)
    response.on('close', () => {
      lane.leave(place)
      if (mayStream) behindStreams.delete(request.socket)
    })
    return listener(request, response)
  }
  const { common: answer } = listener
  if (!answer) return byNode
  const common: AnswerCommon = (exchange, body) => {
    // By Node's way it is told so. Whoever would take a stream too gets none here.
    if (isFull(open, openAtMost) || !answer(exchange, body)) return false
    if (exchange.isOpen) {
      const place = open.enter(exchange)
      exchange.onOver = () => open.leave(place)
    }
    return true
  }
  return Object.assign(byNode, { common })
}

/**
 * Requests that are open. A Set would be copied now and then as they come and go; V8 keeps what stood in each copy until it
 * collects old memory, and with the requests all that belongs to them.
 */
class Lane {
  readonly #places: ({ complete: boolean } | undefined)[] = []
  readonly #free: number[] = []

  get size(): number {
    return this.#places.length - this.#free.length
  }

  enter(request: { complete: boolean }): number {
    const place = this.#free.pop() ?? this.#places.length
    this.#places[place] = request
    return place
  }

  leave(place: number): void {
    this.#places[place] = undefined
    this.#free.push(place)
  }

  /** Whoever sends slowly takes no time of ours, and must not take the place of others. */
  countComplete(): number {
    return this.#places.filter((request) => request?.complete).length
  }
}

/** Milliseconds between two lines about it. */
const PAUSE = 10_000

const BUSY = JSON.stringify({ errors: [{ message: TOO_BUSY, extensions: { code: 'UNAVAILABLE' } }] })

function tellBusy(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, {
    'content-type': 'application/graphql-response+json; charset=utf-8',
    'content-length': Buffer.byteLength(BUSY),
    'cache-control': 'no-store',
    'retry-after': '1',
    'x-request-id': idOf(request.headers['x-request-id']),
  })
  response.end(BUSY)
  // A body that is under way is read and dropped, so that the connection can be used again.
  request.resume()
}
