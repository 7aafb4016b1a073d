import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Exchange } from './exchange.ts'
import type { CommonHeaders } from './head.ts'

/** What node:http has read, and answers. */
export class ExchangeOfNode implements Exchange {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: CommonHeaders
  readonly startedAt = performance.now()
  #onLeft: (() => void) | undefined
  readonly #response: ServerResponse

  constructor({ method, url, headers }: IncomingMessage, response: ServerResponse) {
    this.method = method as 'GET' | 'POST'
    this.url = url!
    // Of those that are looked at, Node makes one text each.
    this.headers = headers as unknown as CommonHeaders
    this.#response = response
  }

  set onLeft(onLeft: (() => void) | undefined) {
    this.#onLeft = onLeft
    if (onLeft) this.#response.on('close', () => this.#onLeft?.())
  }

  send(status: number, headers: Record<string, string | number>, body: string): void {
    this.#onLeft = undefined
    // A text goes out together with its head.
    this.#response.writeHead(status, headers).end(body)
  }

  abandon(): void {
    this.#response.destroy()
  }
}
