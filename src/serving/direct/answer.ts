import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import {
  getOperationAST,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import type { GraphQLParams } from 'graphql-yoga'
import { scopes, Stopped } from '../../db/scope.ts'
import { tellCost, wantsCost, type Admission } from '../admission.ts'
import { newlyAsked, type Asked } from '../asked.ts'
import type { Cors } from '../cors.ts'
import type { Prepare } from '../documents.ts'
import { execute } from '../execution/execute.ts'
import { describe, noteCodes, type Observing } from '../observing/observers.ts'
import { paramsOfBody } from '../reading.ts'
import { withStatusOfData } from '../status.ts'
import { withDocument, type TrustedOptions } from '../trusted-documents.ts'
import type { JsonType } from './accept.ts'
import { commonType, putBack, readBody } from './reading.ts'
import { httpOf, send } from './response.ts'

/** Makes what resolvers are given; throws or rejects where the token is not good. */
export type ContextOf = (
  asked: Asked,
  authorization: string | null,
  origin: () => string,
) => object | Promise<object>

export interface DirectOptions {
  schema: GraphQLSchema
  prepare: Prepare
  trusted: TrustedOptions
  admission: Admission
  observing: Observing
  cors: Cors
  deadlineMs: number
  contextOf: ContextOf
  /** What a client is told of an error. */
  tell: (error: unknown) => GraphQLError
  /** Whoever answers all that is not common. */
  otherwise: RequestListener
}

interface Operation {
  params: GraphQLParams
  document: DocumentNode
  operation: OperationDefinitionNode
}

/**
 * Answers the common request without the detour of a fetch API: a valid query or mutation by POST. Whatever is not
 * that, or not right, is left to Yoga, which tells what is wrong with it; both answer alike, to the byte.
 */
export function answerDirectly(options: DirectOptions): RequestListener {
  return (request, response) => {
    const type = commonType(request)
    if (!type) return options.otherwise(request, response)
    const startedAt = performance.now()
    readBody(request, (body) => {
      const operation = operationIn(body, options)
      if (operation) {
        const failed = (error: unknown) => {
          options.tell(error)
          response.destroy()
        }
        return void answer(operation, { request, response, type, startedAt }, options).catch(failed)
      }
      putBack(request, body)
      return options.otherwise(request, response)
    })
  }
}

const KEYS = new Set(['query', 'operationName', 'variables', 'extensions'])

/** What is asked for, if nothing is wrong with it. */
function operationIn(body: Buffer, { prepare, trusted }: DirectOptions): Operation | undefined {
  try {
    const params = withDocument(paramsOfBody(body.toString()), trusted)
    const { query, operationName, variables, extensions } = params
    if (typeof query !== 'string' || !isMap(variables) || !isMap(extensions)) return undefined
    if (!Object.keys(params).every((key) => KEYS.has(key))) return undefined
    const { document, mistakes } = prepare(query)
    const operation = mistakes.length === 0 && getOperationAST(document, operationName)
    if (!operation || operation.operation === 'subscription') return undefined
    return { params, document, operation }
  } catch {
    return undefined
  }
}

const isMap = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value))

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  type: JsonType
  startedAt: number
}

async function answer(operation: Operation, exchange: Exchange, options: DirectOptions): Promise<void> {
  const { request, response, type, startedAt } = exchange
  const { headers, method } = request
  const asked = newlyAsked(method!, (name) => headers[name] as string | undefined, startedAt)
  const { scope } = asked
  let isAnswered = false
  const deadline = setTimeout(() => scope.end(new Stopped('DEADLINE')), options.deadlineMs)
  response.on('close', () => isAnswered || scope.end(new Stopped('LEFT')))
  options.observing.begin(asked)
  const result = await scopes.run(scope, () => resultOf(operation, asked, headers, options))
  clearTimeout(deadline)
  isAnswered = true
  noteCodes(asked, result)
  const http = httpOf(result)
  asked.status = http.status
  send(response, result, type, http, { ...options.cors(headers.origin), 'x-request-id': asked.id })
  options.observing.end(asked)
}

async function resultOf(
  { params, document, operation }: Operation,
  asked: Asked,
  headers: IncomingMessage['headers'],
  { schema, admission, contextOf, tell }: DirectOptions,
): Promise<ExecutionResult> {
  try {
    describe(asked, document, params.query, params.operationName)
    const { authorization = null, host } = headers
    const origin = () => new URL(`http://${host || 'localhost'}`).origin
    // To wait for what is there already takes a turn, and most that is asked for first is.
    const context = contextOf(asked, authorization, origin)
    const contextValue = context instanceof Promise ? await context : context
    const { variables } = params
    const refusal =
      admission.refusalOfCost(asked, { schema, document, operation, variables }) ??
      admission.refusalOfCrowd(operation)
    if (refusal) return withStatusOfData({ errors: [tell(refusal)] })
    const executed = admission.run(() => execute({ schema, document, operation, contextValue, variables }))
    const result = executed instanceof Promise ? await executed : executed
    if (wantsCost(params)) tellCost(result, asked)
    return withStatusOfData(result.errors ? { ...result, errors: result.errors.map(tell) } : result)
  } catch (error) {
    return { errors: [tell(error)] }
  }
}
