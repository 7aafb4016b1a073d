import { getOperationAST, type DocumentNode, type OperationDefinitionNode } from 'graphql'
import type { GraphQLParams } from 'graphql-yoga'
import type { Prepare } from '../documents.ts'
import { paramsOfAddress, paramsOfBody } from '../reading.ts'
import { withDocument, type TrustedOptions } from '../trusted-documents.ts'
import type { JsonType } from './accept.ts'
import type { Exchange } from './exchange.ts'
import { commonType } from './reading.ts'

/** What is asked for, and the type of the answer. */
export interface Operation {
  type: JsonType
  params: GraphQLParams
  document: DocumentNode
  operation: OperationDefinitionNode
}

/** What a request of the common kind asks for, if nothing is wrong with it. */
export function operationIn(
  exchange: Exchange,
  body: string,
  { prepare, trusted }: { prepare: Prepare; trusted: TrustedOptions },
): Operation | undefined {
  const type = commonType(exchange)
  if (!type) return undefined
  try {
    const isGet = exchange.method === 'GET'
    const params = withDocument(isGet ? paramsIn(exchange.url) : paramsOfBody(body), trusted)
    const { query, operationName, variables, extensions } = params
    if (typeof query !== 'string' || !isMap(variables) || !isMap(extensions)) return undefined
    for (const key in params) if (!KEYS.has(key)) return undefined
    const { document, mistakes } = prepare(query)
    const operation = mistakes.length === 0 && getOperationAST(document, operationName)
    if (!operation || operation.operation === 'subscription') return undefined
    // An address changes nothing, whoever follows it.
    if (isGet && operation.operation !== 'query') return undefined
    return { type, params, document, operation }
  } catch {
    return undefined
  }
}

const KEYS = new Set(['query', 'operationName', 'variables', 'extensions'])

const isMap = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value))

const paramsIn = (url: string): GraphQLParams =>
  paramsOfAddress(new URL(`http://localhost${url}`).searchParams)
