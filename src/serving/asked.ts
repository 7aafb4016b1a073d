import { randomUUID } from 'node:crypto'
import { Scope, scopes } from '../db/scope.ts'
import { readTrace, type Trace } from './observing/trace-context.ts'

/** What is known of a request while it is served; its log line is made of it. */
export interface Asked {
  /** Names the request in its answer and in the log. */
  readonly id: string
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number
  readonly method: string
  readonly scope: Scope
  /** The trace that it is a part of, if somebody said so. */
  trace?: Trace
  operationName?: string
  operationType?: 'query' | 'mutation' | 'subscription'
  /** SHA-256 of the document, in hex. */
  documentHash?: string
  cost?: number
  /** `ANONYMOUS`, `GUEST`, `CUSTOMER`, `STAFF` or `ADMIN`; known for good at the end. */
  viewer?: () => string
  /** Lets go of what is kept for it alone. */
  release?: () => void
  status?: number
  /** Codes of the errors that it was answered with, each once. */
  readonly codes: string[]
  /** What was sent so far, where the answer is a stream. */
  events?: number
  isStreaming?: boolean
  /** What the observers were told. */
  phase?: 'BEGUN' | 'ENDED'
  /** It was for something that is served beside GraphQL. */
  isBeside?: boolean
}

const known = new WeakMap<Request, Asked>()

class ScopeOfRequest extends Scope {
  asked: Asked | undefined
}

export function askedOf(request: Request): Asked {
  const asked = known.get(request) ?? newlyAsked(request.method, (name) => request.headers.get(name))
  known.set(request, asked)
  return asked
}

/** For a request that has just come in, whose headers are found by their names in small letters. */
export function newlyAsked(method: string, header: Header, startedAt = performance.now()): Asked {
  const scope = new ScopeOfRequest()
  const trace = readTrace(header)
  scope.asked = { id: idOf(header('x-request-id')), startedAt, method, scope, trace, codes: [] }
  return scope.asked
}

export type Header = (name: string) => string | null | undefined

/** The request on whose behalf this runs. */
export function askedNow(): Asked | undefined {
  const scope = scopes.getStore()
  return scope instanceof ScopeOfRequest ? scope.asked : undefined
}

/** What a proxy has called it, if the name fits into logs and headers as it stands; else one of our own. */
export const idOf = (given: string | string[] | null | undefined): string =>
  typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
