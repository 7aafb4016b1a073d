import { randomUUID } from 'node:crypto'
import { Scope } from '../db/scope.ts'

/** What is known of a request while it is served; its log line is made of it. */
export interface Asked {
  /** Names the request in its answer and in the log. */
  readonly id: string
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number
  readonly scope: Scope
  operationName?: string
  operationType?: 'query' | 'mutation' | 'subscription'
  /** SHA-256 of the document, in hex. */
  documentHash?: string
  cost?: number
  /** `ANONYMOUS`, `GUEST`, `CUSTOMER`, `STAFF` or `ADMIN`. */
  viewer?: string
}

const known = new WeakMap<Request, Asked>()

export function askedOf(request: Request): Asked {
  const asked = known.get(request) ?? { id: randomUUID(), startedAt: performance.now(), scope: new Scope() }
  known.set(request, asked)
  return asked
}
