import { randomUUID } from 'node:crypto'
import { Scope, scopes } from '../db/scope.ts'
import type { Kept } from './caching/catalogue-caching.ts'
import { readTrace, type Trace } from './observing/trace-context.ts'

/** What is known of a request while it is served; its log line is made of it. */
export class Asked {
  /** Names the request in its answer and in the log. */
  readonly id: string
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number
  readonly method: string
  readonly scope: Scope
  /** The trace that it is a part of, if somebody said so. */
  trace: Trace | undefined
  operationName: string | undefined = undefined
  operationType: 'query' | 'mutation' | 'subscription' | undefined = undefined
  /** SHA-256 of the document, in hex. */
  documentHash: string | undefined = undefined
  cost: number | undefined = undefined
  /** `ANONYMOUS`, `GUEST`, `CUSTOMER`, `STAFF` or `ADMIN`; known for good at the end. */
  viewer: (() => string) | undefined = undefined
  /** Lets go of what is kept for it alone. */
  release: (() => void) | undefined = undefined
  /** What caches are told of the answer, where anybody may keep it. */
  kept: Kept | undefined = undefined
  status: number | undefined = undefined
  /** Codes of the errors that it was answered with, each once. */
  readonly codes: string[] = []
  /** What was sent so far, where the answer is a stream. */
  events: number | undefined = undefined
  isStreaming = false
  /** What the observers were told. */
  phase: 'BEGUN' | 'ENDED' | undefined = undefined
  /** It was for something that is served beside GraphQL. */
  isBeside = false

  constructor(method: string, header: Header, startedAt = performance.now()) {
    this.id = idOf(header('x-request-id'))
    this.startedAt = startedAt
    this.method = method
    this.scope = new ScopeOfRequest(this)
    this.trace = readTrace(header)
  }
}

const known = new WeakMap<Request, Asked>()

class ScopeOfRequest extends Scope {
  readonly asked: Asked

  constructor(asked: Asked) {
    super()
    this.asked = asked
  }
}

export function askedOf(request: Request): Asked {
  const asked = known.get(request) ?? new Asked(request.method, (name) => request.headers.get(name))
  known.set(request, asked)
  return asked
}

/** Finds a header by its name in small letters. */
export type Header = (name: string) => string | null | undefined

/** The request on whose behalf this runs. */
export function askedNow(): Asked | undefined {
  const scope = scopes.getStore()
  return scope instanceof ScopeOfRequest ? scope.asked : undefined
}

/** What a proxy has called it, if the name fits into logs and headers as it stands; else one of our own. */
export const idOf = (given: string | string[] | null | undefined): string =>
  typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
