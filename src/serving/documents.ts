import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { refuse, shortened } from './errors.ts'
import { excessOf, LIMITS } from './limits.ts'

interface Prepared {
  document: DocumentNode
  mistakes: readonly GraphQLError[]
}

/**
 * Parses and validates documents within their limits, and keeps the valid ones: by the length of their text, for ten
 * thousand long ones would take what ten thousand short ones do not.
 */
export function useDocuments({ schema, suggest }: { schema: GraphQLSchema; suggest: boolean }): Plugin {
  const kept = new Shelf<Prepared>(CHARACTERS_AT_MOST)
  const mistakesOf = new WeakMap<DocumentNode, readonly GraphQLError[]>()
  const prepare = (text: string): Prepared => {
    const known = kept.get(text)
    if (known) return known
    const prepared = check(text, schema, suggest)
    if (prepared.mistakes.length === 0) kept.put(text, prepared, text.length)
    return prepared
  }
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

/** Keeps what was used last, up to a sum of weights. */
class Shelf<Value> {
  readonly #atMost: number
  readonly #entries = new Map<string, { value: Value; weight: number }>()
  #weight = 0

  constructor(atMost: number) {
    this.#atMost = atMost
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  put(key: string, value: Value, weight: number): void {
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    for (const [oldest, entry] of this.#entries) {
      if (this.#weight <= this.#atMost) break
      this.#entries.delete(oldest)
      this.#weight -= entry.weight
    }
  }
}
