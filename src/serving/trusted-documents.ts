import { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { refuse } from './errors.ts'

export interface TrustedOptions {
  /** Texts by their SHA-256 in hex. */
  documents: ReadonlyMap<string, string>
  /** Whether nothing else may be asked. */
  only: boolean
}

/**
 * Takes `documentId` in place of a query: the SHA-256 of a document that this server was given. A persisted query of
 * Apollo's clients is the same by another name; that they register documents while running is not supported.
 *
 * @throws GraphQLError for a document that is not there, or that may not be asked
 */
export function withDocument(params: GraphQLParams, { documents, only }: TrustedOptions): GraphQLParams {
  // Nearly every request has its query, and nothing else to look at.
  if (params.query && !('documentId' in params) && !params.extensions) {
    if (only) throw refuse('DOCUMENT_NOT_TRUSTED', ONLY)
    return params
  }
  const { documentId, ...others } = params as GraphQLParams & { documentId?: unknown }
  const { query } = others
  const { hash, rest } = persisted(others)
  const isAsked = documentId !== undefined && documentId !== null
  if (isAsked) {
    if (typeof documentId !== 'string') throw refuse('BAD_USER_INPUT', 'documentId is a text.')
    if (query) throw refuse('BAD_USER_INPUT', 'Send a query or a documentId, not both.')
  } else if (query || hash === undefined) {
    if (query && only) throw refuse('DOCUMENT_NOT_TRUSTED', ONLY)
    return others
  }
  const id = String(documentId ?? hash).replace(/^sha256:/, '')
  const text = documents.get(id)
  if (text === undefined) throw isAsked || only ? refuse('DOCUMENT_NOT_FOUND', UNKNOWN) : notSupported()
  return { ...rest, query: text }
}

export function useTrustedDocuments(options: TrustedOptions): Plugin {
  return { onParams: ({ params, setParams }) => setParams(withDocument(params, options)) }
}

const ONLY = 'Only the documents that this server was given are answered: send the documentId of one.'
const UNKNOWN = 'This server was not given that document: it is as old or as new as its own clients.'

/** What Apollo's clients send for a query that is known by its hash, and the parameters without it. */
function persisted(params: GraphQLParams): { hash?: string; rest: GraphQLParams } {
  const { persistedQuery, ...extensions } = params.extensions ?? {}
  const hash = (persistedQuery as { sha256Hash?: unknown } | undefined)?.sha256Hash
  if (typeof hash !== 'string') return { rest: params }
  const hasMore = Object.keys(extensions).length > 0
  return { hash, rest: { ...params, extensions: hasMore ? extensions : undefined } }
}

// Word for word what these clients wait for before they send the query itself, with 200 where they take plain JSON.
const notSupported = (): GraphQLError =>
  new GraphQLError('PersistedQueryNotSupported', {
    extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', http: { status: 400, spec: true } },
  })
