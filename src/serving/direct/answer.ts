import type { IncomingMessage, RequestListener } from 'node:http'
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql'
import { scopes, Stopped } from '../../db/scope.ts'
import { tellCost, wantsCost, type Admission } from '../admission.ts'
import { Asked } from '../asked.ts'
import type { CatalogueCaching, Source } from '../caching/catalogue-caching.ts'
import type { Cors } from '../cors.ts'
import type { Prepare } from '../documents.ts'
import { execute } from '../execution/execute.ts'
import { describe, noteCodes, type Observing } from '../observing/observers.ts'
import { withStatusOfData } from '../status.ts'
import type { TrustedOptions } from '../trusted-documents.ts'
import { ExchangeOfNode } from './exchange-of-node.ts'
import type { AnswerCommon, Exchange, Listener } from './exchange.ts'
import type { CommonHeaders } from './head.ts'
import { operationIn, type Operation } from './operation.ts'
import { commonType, putBack, readBody } from './reading.ts'
import { httpOf, send, mergeHeaders, NOT_MODIFIED } from './response.ts'

type MaybePromise<T> = T | Promise<T>

/** Makes what resolvers are given; throws or rejects where the token is not good. */
export type ContextOf = (
  asked: Asked,
  authorization: string | null,
  origin: () => string,
) => Source | Promise<Source>

export interface DirectOptions {
  schema: GraphQLSchema
  prepare: Prepare
  trusted: TrustedOptions
  admission: Admission
  observing: Observing
  cors: Cors
  caching: CatalogueCaching
  deadlineMs: number
  contextOf: ContextOf
  /** What a client is told of an error. */
  tell: (error: unknown) => GraphQLError
  /** Whoever answers all that is not common. */
  otherwise: RequestListener
}

/**
 * Answers the common request without the detour of a fetch API: a valid query or mutation by POST, or a query by GET.
 * Whatever is not that, or not right, is left to Yoga, which tells what is wrong with it; both answer alike, to the byte.
 */
export function answerDirectly(options: DirectOptions): Listener {
  const common: AnswerCommon<Exchange> = (exchange, body) => {
    const operation = operationIn(exchange, body, options)
    if (!operation) return false
    answer(operation, exchange, options)
    return true
  }
  const listen: RequestListener = (request, response) => {
    if (!isPossible(request)) return options.otherwise(request, response)
    const exchange = new ExchangeOfNode(request, response)
    if (exchange.method === 'GET') return void (common(exchange, '') || options.otherwise(request, response))
    if (!commonType(exchange)) return options.otherwise(request, response)
    readBody(request, (body) => {
      if (common(exchange, body.toString())) return
      putBack(request, body)
      return options.otherwise(request, response)
    })
  }
  return Object.assign(listen, { common })
}

const isPossible = ({ method, url }: IncomingMessage): boolean =>
  (method === 'POST' && url === '/graphql') || (method === 'GET' && url!.startsWith('/graphql?'))

function answer(operation: Operation, exchange: Exchange, options: DirectOptions): void {
  const { method, headers, startedAt } = exchange
  const asked = new Asked(method, (name) => headers[name as keyof CommonHeaders], startedAt)
  const finish = (result: ExecutionResult) => {
    noteCodes(asked, result)
    const { kept } = asked
    const cors = options.cors(headers.origin)
    const more = kept ? mergeHeaders(cors, options.caching.headersOf(kept)) : cors
    const http = kept?.isKnown ? NOT_MODIFIED : httpOf(result)
    asked.status = http.status
    send(exchange, result, operation.type, http, more, asked.id)
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
  headers: CommonHeaders,
  options: DirectOptions,
): MaybePromise<ExecutionResult> {
  try {
    describe(asked, operation.document, operation.params.query, operation.params.operationName)
    const origin = () => new URL(`http://${headers.host}`).origin
    const context = options.contextOf(asked, headers.authorization ?? null, origin)
    // To wait for what is there already takes a turn, and most that is asked for first is.
    const result =
      context instanceof Promise
        ? context.then((contextValue) => executed(operation, asked, headers, contextValue, options))
        : executed(operation, asked, headers, context, options)
    return result instanceof Promise ? result.catch((error: unknown) => refusalBy(error, options)) : result
  } catch (error) {
    return refusalBy(error, options)
  }
}

const refusalBy = (error: unknown, { tell }: DirectOptions): ExecutionResult => ({ errors: [tell(error)] })

function executed(
  { params, document, operation }: Operation,
  asked: Asked,
  headers: CommonHeaders,
  contextValue: Source,
  { schema, admission, caching, tell }: DirectOptions,
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
  const run = () => execute({ schema, document, operation, contextValue, variables })
  const question = asked.method === 'GET' && {
    schema,
    document,
    params,
    header: (name: keyof CommonHeaders) => headers[name],
  }
  const isShared = question && caching.isShared(asked, question)
  const result = admission.run(isShared ? () => caching.answer(asked, question, contextValue, run) : run)
  return result instanceof Promise ? result.then(told) : told(result)
}
