import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { refuse, shortened } from './errors.ts'
import { excessOf, LIMITS } from './limits.ts'

export interface Prepared {
  document: DocumentNode
  mistakes: readonly GraphQLError[]
}

/** Gives a document to its text. */
export type Prepare = (text: string) => Prepared

/**
 * Parses and validates documents within their limits, and keeps the valid ones: by the length of their text, for ten
 * thousand long ones would take what ten thousand short ones do not. Of the others the last is kept, since two look at it.
 */
export function preparing({ schema, suggest }: { schema: GraphQLSchema; suggest: boolean }): Prepare {
  const kept = new Shelf<Prepared>(CHARACTERS_AT_MOST)
  let last: { text: string; outcome: Prepared | { thrown: unknown } } | undefined
  return (text) => {
    const known = kept.get(text)
    if (known) return known
    if (last?.text !== text) last = { text, outcome: checked(text, schema, suggest) }
    const { outcome } = last
    if ('thrown' in outcome) throw outcome.thrown
    if (outcome.mistakes.length === 0) kept.put(text, outcome, text.length)
    return outcome
  }
}

function checked(text: string, schema: GraphQLSchema, suggest: boolean): Prepared | { thrown: unknown } {
  try {
    return check(text, schema, suggest)
  } catch (thrown) {
    return { thrown }
  }
}

export function useDocuments(prepare: Prepare): Plugin {
  const mistakesOf = new WeakMap<DocumentNode, readonly GraphQLError[]>()
  return {
    onParse({ params: { source }, setParsedDocument }) {
      try {
        const { document, mistakes } = prepare(String(source))
        mistakesOf.set(document, mistakes)
        setParsedDocument(document)
      } catch (error) {
        setParsedDocument(error)
      }
    },
    onValidate({ params: { documentAST }, setResult }) {
      setResult([...mistakesOf.get(documentAST as DocumentNode)!])
    },
  }
}

/** Characters of the documents that are kept; a parsed document takes about a hundred times as many bytes. */
const CHARACTERS_AT_MOST = 200_000

/** @throws GraphQLError for what is no document, or too much of one */
export function check(text: string, schema: GraphQLSchema, suggest: boolean): Prepared {
  const document = read(text, true)
  const excess = excessOf(document)
  if (excess) throw refuse('QUERY_TOO_COMPLEX', excess)
  const options = { maxErrors: LIMITS.mistakes, hideSuggestions: !suggest }
  const isValid = validate(schema, document, undefined, options).length === 0
  if (isValid) return { document, mistakes: [] }
  // Places take more room than all the rest of a document, so only mistakes get them.
  const placed = read(text, false)
  return { document: placed, mistakes: validate(schema, placed, undefined, options).map(brief) }
}

function read(text: string, noLocation: boolean): DocumentNode {
  try {
    return parse(text, { maxTokens: LIMITS.tokens, noLocation })
  } catch (error) {
    if (error instanceof GraphQLError && /tokens/.test(error.message) && error.message.includes('aborted'))
      throw refuse('QUERY_TOO_COMPLEX', `The document has more than ${LIMITS.tokens} tokens.`)
    throw error
  }
}

const brief = (mistake: GraphQLError): GraphQLError => {
  const { message, nodes, extensions } = mistake
  const short = shortened(message)
  return short === message ? mistake : new GraphQLError(short, { nodes, extensions })
}

/** Keeps what was used lately, up to a sum of weights. */
class Shelf<Value> {
  readonly #atMost: number
  readonly #entries = new Map<string, { value: Value; weight: number; isUsed: boolean }>()
  #weight = 0

  constructor(atMost: number) {
    this.#atMost = atMost
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry) entry.isUsed = true
    return entry?.value
  }

  put(key: string, value: Value, weight: number): void {
    this.#entries.set(key, { value, weight, isUsed: true })
    this.#weight += weight
    for (const [oldest, entry] of this.#entries) {
      if (this.#weight <= this.#atMost) break
      this.#entries.delete(oldest)
      // To move it at each use would have the map made anew again and again. Who was used gets a second turn.
      if (entry.isUsed) this.#entries.set(oldest, { ...entry, isUsed: false })
      else this.#weight -= entry.weight
    }
  }
}
