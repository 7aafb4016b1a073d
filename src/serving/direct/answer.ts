import type { RequestListener } from 'node:http'
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
import { Asked } from '../asked.ts'
import type { Cors } from '../cors.ts'
import type { Prepare } from '../documents.ts'
import { execute } from '../execution/execute.ts'
import { describe, noteCodes, type Observing } from '../observing/observers.ts'
import { paramsOfBody } from '../reading.ts'
import { withStatusOfData } from '../status.ts'
import { withDocument, type TrustedOptions } from '../trusted-documents.ts'
import type { JsonType } from './accept.ts'
import { ExchangeOfNode } from './exchange-of-node.ts'
import type { AnswerCommon, Exchange, Listener } from './exchange.ts'
import type { CommonHeaders } from './head.ts'
import { commonType, putBack, readBody } from './reading.ts'
import { httpOf, send } from './response.ts'

type MaybePromise<T> = T | Promise<T>

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
export function answerDirectly(options: DirectOptions): Listener {
  const common: AnswerCommon<Exchange> = (exchange, body) => {
    const type = commonType(exchange.headers)
    const operation = type && operationIn(body, options)
    if (!operation) return false
    answer(operation, type, exchange, options)
    return true
  }
  const listen: RequestListener = (request, response) => {
    const exchange = new ExchangeOfNode(request, response)
    const isPossible = request.method === 'POST' && request.url === '/graphql' && commonType(exchange.headers)
    if (!isPossible) return options.otherwise(request, response)
    readBody(request, (body) => {
      if (common(exchange, body.toString())) return
      putBack(request, body)
      return options.otherwise(request, response)
    })
  }
  return Object.assign(listen, { common })
}

const KEYS = new Set(['query', 'operationName', 'variables', 'extensions'])

/** What is asked for, if nothing is wrong with it. */
function operationIn(body: string, { prepare, trusted }: DirectOptions): Operation | undefined {
  try {
    const params = withDocument(paramsOfBody(body), trusted)
    const { query, operationName, variables, extensions } = params
    if (typeof query !== 'string' || !isMap(variables) || !isMap(extensions)) return undefined
    for (const key in params) if (!KEYS.has(key)) return undefined
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

function answer(operation: Operation, type: JsonType, exchange: Exchange, options: DirectOptions): void {
  const { headers, startedAt } = exchange
  const asked = new Asked('POST', (name) => headers[name as keyof CommonHeaders], startedAt)
  const finish = (result: ExecutionResult) => {
    noteCodes(asked, result)
    const http = httpOf(result)
    asked.status = http.status
    send(exchange, result, type, http, options.cors(headers.origin), asked.id)
    options.observing.end(asked)
  }
  const fail = (error: unknown) => {
    options.tell(error)
    exchange.abandon()
  }
  options.observing.begin(asked)
  const result = scopes.run(asked.scope, resultOf, operation, asked, headers, options)
  // What is there already is told at once: nobody could have left, and no time has gone by.
  if (result instanceof Promise) wait(result, asked, exchange, options).then(finish).catch(fail)
  else attempt(() => finish(result), fail)
}

async function wait(
  coming: Promise<ExecutionResult>,
  { scope }: Asked,
  exchange: Exchange,
  { deadlineMs }: DirectOptions,
): Promise<ExecutionResult> {
  const deadline = setTimeout(() => scope.end(new Stopped('DEADLINE')), deadlineMs)
  exchange.onLeft = () => scope.end(new Stopped('LEFT'))
  const result = await coming
  clearTimeout(deadline)
  return result
}

function attempt(action: () => void, fail: (error: unknown) => void): void {
  try {
    action()
  } catch (error) {
    fail(error)
  }
}

function resultOf(
  operation: Operation,
  asked: Asked,
  { authorization, host }: CommonHeaders,
  options: DirectOptions,
): MaybePromise<ExecutionResult> {
  try {
    describe(asked, operation.document, operation.params.query, operation.params.operationName)
    const origin = () => new URL(`http://${host || 'localhost'}`).origin
    const context = options.contextOf(asked, authorization ?? null, origin)
    // To wait for what is there already takes a turn, and most that is asked for first is.
    const result =
      context instanceof Promise
        ? context.then((contextValue) => executed(operation, asked, contextValue, options))
        : executed(operation, asked, context, options)
    return result instanceof Promise ? result.catch((error: unknown) => refusalBy(error, options)) : result
  } catch (error) {
    return refusalBy(error, options)
  }
}

const refusalBy = (error: unknown, { tell }: DirectOptions): ExecutionResult => ({ errors: [tell(error)] })

function executed(
  { params, document, operation }: Operation,
  asked: Asked,
  contextValue: object,
  { schema, admission, tell }: DirectOptions,
): MaybePromise<ExecutionResult> {
  const { variables } = params
  const refusal =
    admission.refusalOfCost(asked, { schema, document, operation, variables }) ??
    admission.refusalOfCrowd(operation)
  if (refusal) return withStatusOfData({ errors: [tell(refusal)] })
  const told = (result: ExecutionResult) => {
    if (wantsCost(params)) tellCost(result, asked)
    return withStatusOfData(result.errors ? { ...result, errors: result.errors.map(tell) } : result)
  }
  const result = admission.run(() => execute({ schema, document, operation, contextValue, variables }))
  return result instanceof Promise ? result.then(told) : told(result)
}
