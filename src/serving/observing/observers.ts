import { hash } from 'node:crypto'
import { getOperationAST, type DocumentNode } from 'graphql'
import type { Asked } from '../asked.ts'

/** Is told of every request to GraphQL, when it begins and when all of it is answered. */
export interface Observer {
  begin?(asked: Asked): void
  end(asked: Asked): void
}

/** Tells all observers, of each request once. */
export type Observing = Required<Observer>

export function observing(observers: readonly Observer[]): Observing {
  const begin = (asked: Asked) => {
    if (asked.phase) return
    asked.phase = 'BEGUN'
    for (const observer of observers) observer.begin?.(asked)
  }
  const end = (asked: Asked) => {
    // A browser that asks whether it may ask.
    const isPreflight = asked.method === 'OPTIONS'
    if (asked.isBeside || isPreflight || asked.phase === 'ENDED') return
    begin(asked)
    asked.phase = 'ENDED'
    for (const observer of observers) observer.end(asked)
  }
  return { begin, end }
}

const LONGEST_NAME = 100

/** As long as whoever keeps documents keeps them. */
const hashes = new WeakMap<DocumentNode, string>()

/** Notes what is asked. */
export function describe(asked: Asked, document: DocumentNode, source: unknown, name?: string | null): void {
  let known = hashes.get(document)
  if (known === undefined) hashes.set(document, (known = hash('sha256', String(source))))
  asked.documentHash = known
  const operation = getOperationAST(document, name)
  asked.operationType = operation?.operation
  asked.operationName = operation?.name?.value.slice(0, LONGEST_NAME)
}

export type Told = { errors?: readonly { extensions?: Record<string, unknown> }[] }

export function noteCodes({ codes }: Asked, { errors = [] }: Told): void {
  for (const { extensions } of errors) {
    const code = extensions?.['code']
    if (typeof code === 'string' && !codes.includes(code)) codes.push(code)
  }
}
