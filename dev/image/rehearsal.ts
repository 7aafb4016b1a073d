import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createApp } from '../../src/app.ts'
import { identifyNobody } from '../../src/auth.ts'
import { connect } from '../../src/db/connect.ts'

/** What is asked: the catalogue, as the first visitor of a morning does. */
export const FIRST_QUESTION = JSON.stringify({
  query: `query Cakes($first: Int) {
    bakery { name timeZone currency }
    cakes(first: $first) { totalCount nodes { id slug name allergens diets priceFrom { amount } images { url } } pageInfo { hasNextPage } }
  }`,
  variables: { first: 20 },
})

/**
 * V8 gives the objects of a class as much room as its first eight needed. Where there were fewer when a snapshot is taken, it
 * looks for those that are still alive, finds none, and gives no room to any that come later: each of their members
 * then costs a piece of memory of its own, for as long as the process lives.
 */
const TIMES = 10

/**
 * Answers a request before there is one, so that what V8 compiles for it is in the snapshot. Nothing of the system can be
 * used yet: what Postgres says was written down before, and nobody hears the answer, which is given back.
 */
export async function rehearse(turns: readonly string[]): Promise<string> {
  let answer = ''
  for (let time = 0; time < TIMES; time++) answer = await rehearseOnce(turns)
  return answer
}

async function rehearseOnce(turns: readonly string[]): Promise<string> {
  const left = turns.map((turn) => Buffer.from(turn, 'base64'))
  const url = 'postgres://rehearsal@localhost/rehearsal'
  const db = connect({ url, max: 1, stream: () => new Prompter(left) })
  const app = createApp({
    db,
    identify: identifyNobody,
    guestSecrets: [{ keyId: 'rehearsal', secret: 's'.repeat(32) }],
    guestOrdersAtMost: 5,
    publicUrl: 'http://localhost',
    development: false,
    graphiql: false,
    log: () => {},
  })
  const request = Object.assign(new EventEmitter(), {
    method: 'POST',
    url: '/graphql',
    headers: { host: 'localhost', 'content-type': 'application/json', 'content-length': '100' },
  })
  const answered = Promise.withResolvers<string>()
  const response = Object.assign(new EventEmitter(), {
    writeHead: () => response,
    end: (body: Buffer) => answered.resolve(body.toString()),
  })
  app(request as unknown as IncomingMessage, response as unknown as ServerResponse)
  request.emit('data', Buffer.from(FIRST_QUESTION))
  request.emit('end')
  const answer = await answered.promise
  await db.destroy()
  return answer
}

// No password asked for; a key to cancel by; ready.
const WELCOME = Buffer.from('5200000008000000004b0000000c00000001000000015a0000000549', 'hex')

/** In place of a socket: says what Postgres said, whenever something is sent. */
class Prompter extends EventEmitter {
  readonly writable = true
  readonly #turns: Buffer[]
  #isWelcomed = false
  #isWaiting = false

  constructor(turns: Buffer[]) {
    super()
    this.#turns = turns
  }

  connect(): void {
    queueMicrotask(() => this.emit('connect'))
  }

  write(): boolean {
    if (this.#isWaiting) return true
    this.#isWaiting = true
    // All of one turn is sent at once.
    process.nextTick(() => {
      this.#isWaiting = false
      const turn = this.#isWelcomed ? this.#turns.shift() : WELCOME
      this.#isWelcomed = true
      if (turn) this.emit('data', turn)
    })
    return true
  }

  end(): void {
    process.nextTick(() => {
      this.emit('end')
      this.emit('close')
    })
  }

  destroy(): void {
    this.end()
  }

  setNoDelay(): void {}
  setKeepAlive(): void {}
  cork(): void {}
  uncork(): void {}
  ref(): void {}
  unref(): void {}
}
