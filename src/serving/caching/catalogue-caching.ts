import { hash } from 'node:crypto'
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql'
import type { GraphQLParams } from 'graphql-yoga'
import type { Kysely } from 'kysely'
import type { CatalogueShelf } from '../../db/catalogue-memory.ts'
import type { Database } from '../../db/tables.ts'
import type { Asked } from '../asked.ts'
import { isOfCatalogue } from './catalogue-fields.ts'
import { sameUntil } from './windows.ts'

export interface CachingOptions {
  now: () => Temporal.Instant
  /** What is deployed: an answer of other code is another. */
  revision: string
}

/** What caches are told of an answer. */
export interface Kept {
  etag: string
  until: Temporal.Instant
  /** The client has it already. */
  isKnown: boolean
}

/** A question, and what its request says of who asks and what they have. */
export interface Question {
  schema: GraphQLSchema
  document: DocumentNode
  params: GraphQLParams
  header: (name: 'accept' | 'authorization' | 'if-none-match') => string | null | undefined
}

/** The parts of a context that it is answered with. */
export interface Source {
  db: Kysely<Database>
  now: Temporal.Instant
  origin: string
  catalogue(): Promise<CatalogueShelf>
}

type Execute = () => ExecutionResult | Promise<ExecutionResult>

/** Seconds. */
const LONGEST = 60

/** Of what is not shared. */
export const PRIVATE = 'private, no-store'

/**
 * Lets caches keep what anybody may see of the catalogue, for a minute and never past its next change, and tells who
 * still has it that it is the same without asking for it again. Nothing else may be kept by anybody.
 */
export class CatalogueCaching {
  readonly #options: CachingOptions

  constructor(options: CachingOptions) {
    this.#options = options
  }

  /** Whether the answer is everybody's, unless there is an error in it. */
  isShared({ method }: Asked, { schema, document, params, header }: Question): boolean {
    const isAnonymousGet = method === 'GET' && header('authorization') == null
    return isAnonymousGet && !params.extensions && isOfCatalogue(schema, document, params.operationName)
  }

  /** Answers what is shared; nothing is looked for where the client has it already. */
  async answer(asked: Asked, question: Question, source: Source, execute: Execute): Promise<ExecutionResult> {
    const { query, operationName, variables } = question.params
    const { db, now, origin } = source
    const catalogue = await source.catalogue()
    const until = await sameUntil(db, catalogue, now)
    const { version } = catalogue
    const { revision } = this.#options
    const etag = etagOf([query, operationName, variables, origin, version, until.toString(), revision])
    const isKnown = !mayStream(question) && matches(question.header('if-none-match'), etag)
    const result: ExecutionResult = isKnown ? { data: {} } : await execute()
    const isWhole = result.data && !result.errors && !result.extensions
    if (isWhole) asked.kept = { etag, until, isKnown }
    return result
  }

  /** What tells caches that an answer may be kept. What others add to Vary is not among it. */
  headersOf({ etag, until }: Kept): Record<'cache-control' | 'etag' | 'vary', string> {
    const left = Math.floor(this.#options.now().until(until).total('seconds'))
    const maxAge = Math.max(0, Math.min(left, LONGEST))
    return { 'cache-control': `public, max-age=${maxAge}`, etag, vary: 'Accept, Authorization' }
  }
}

// Weak: the same answer can be packed in several ways.
const etagOf = (parts: unknown[]): string => `W/"${hash('sha256', JSON.stringify(parts), 'base64url')}"`

/** Whether If-None-Match holds the tag. `*` names whatever there is, and before it is asked for nobody knows. */
const matches = (header: string | null | undefined, etag: string): boolean =>
  header != null && header.split(',').some((tag) => tag.trim().replace(/^(W\/)?/, 'W/') === etag)

// A stream of one answer is never 304.
const mayStream = ({ header }: Question): boolean => /event-stream|multipart/i.test(header('accept') ?? '')
