import type { RequestListener } from 'node:http'
import type { CommonHeaders } from './head.ts'

/** A request and whoever waits for its answer, wherever it was read. */
export interface Exchange {
  readonly method: 'GET' | 'POST'
  /** Path and parameters. */
  readonly url: string
  readonly headers: CommonHeaders
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number
  /** Called if the client leaves before it is answered. */
  onLeft: (() => void) | undefined
  /** Answers; what the connection is told is added. */
  send(status: number, headers: Record<string, string | number>, body: string): void
  /** Ends the connection without an answer. */
  abandon(): void
}

/** One that was read past node:http, when all of it was there. */
export interface CommonExchange extends Exchange {
  readonly complete: true
  /** Whether it is still to be answered. */
  readonly isOpen: boolean
  /** Called once it is answered, or the client has left. */
  onOver: (() => void) | undefined
}

/** Answers an operation sent by GET or as JSON, now or later; false for what it does not answer, and then it has done nothing. */
export type AnswerCommon<Asked extends Exchange = CommonExchange> = (exchange: Asked, body: string) => boolean

/** Answers all requests, and common ones also past node:http. */
export interface Listener extends RequestListener {
  readonly common?: AnswerCommon | undefined
}
