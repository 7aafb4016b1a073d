import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import { BadToken } from '../auth.ts'
import {
  CommitUnknown,
  isConnectionLoss,
  isPoolFull,
  isTooSlow,
  LockTimeout,
  NoBakery,
} from '../db/errors.ts'
import { FeedFull } from '../db/order-feed.ts'
import { Stopped } from '../db/scope.ts'
import { Refusal } from '../domain/refusals.ts'
import { askedNow } from './asked.ts'
import { IssuerAway } from '../issuer.ts'
import { describeError, type Log } from './log.ts'
import { namesOf } from './observing/trace-context.ts'

/** How each code is told where there is no data to go with it. */
const HTTP: Record<string, { status: number; headers?: Record<string, string> }> = {
  BAD_USER_INPUT: { status: 400 },
  UNAUTHENTICATED: { status: 401, headers: { 'www-authenticate': 'Bearer' } },
  FORBIDDEN: { status: 403 },
  NOT_FOUND: { status: 404 },
  DOCUMENT_NOT_TRUSTED: { status: 403 },
  DOCUMENT_NOT_FOUND: { status: 404 },
  CONFLICT: { status: 409, headers: { 'retry-after': '1' } },
  PAYLOAD_TOO_LARGE: { status: 413 },
  QUERY_TOO_COMPLEX: { status: 400 },
  INTERNAL: { status: 500 },
  UNAVAILABLE: { status: 503, headers: { 'retry-after': '1' } },
}

const AWAY = 'The database cannot be reached at the moment; try again.'
const TOO_SLOW = 'It took too long and was stopped; nothing was saved. Try again, or ask for less.'
/** What whoever comes at the wrong moment is told, wherever that is found out. */
export const TOO_BUSY = 'The bakery is busy at the moment; try again in a second.'
const NO_KEYS = 'Tokens cannot be checked at the moment; try again.'
const BUSY = 'Somebody else is changing this at the moment; try again.'
const NOT_OPEN = 'This bakery is not set up yet: BAKERY_NAME and `npm run db:migrate` do it.'
const FULL = 'As many are watching as can be served; ask again in a few seconds.'
const UNKNOWN =
  'It was cut off after saving had begun: look whether it was done before you try again. An order can be placed again with the same key.'

/**
 * What a client is told of an error. Refusals and mistakes in the request are told as they are; that the database is
 * away is told without its name; everything else is logged once and told only by the id of the request.
 */
export function tellError(error: unknown, log: Log, project: string | null): GraphQLError {
  const original = originOf(error)
  if (original instanceof Refusal) return told(error, original.message, original.code)
  if (original instanceof BadToken) return badToken(original)
  if (original instanceof FeedFull) return told(error, FULL, 'UNAVAILABLE')
  if (original instanceof LockTimeout) return told(error, BUSY, 'CONFLICT')
  const asked = askedNow()
  if (original instanceof Stopped || isTooSlow(original))
    return told(error, asked?.scope.isCommitting ? UNKNOWN : TOO_SLOW, 'UNAVAILABLE')
  if (isOfRequest(error, original)) return withCode(error)
  if (isPoolFull(original)) {
    log('WARNING', 'No connection to the database was free in time', asked && namesOf(asked, project))
    return told(error, asked?.scope.isCommitting ? UNKNOWN : TOO_BUSY, 'UNAVAILABLE')
  }

  const [message, code, toLog] = unexpected(original, asked?.scope.isCommitting ?? false)
  if (asked?.scope.over?.why === 'LEFT') return told(error, message, code)
  log('ERROR', toLog, {
    ...(asked && namesOf(asked, project)),
    path: pathOf(error),
    error: describeError(original),
  })
  return told(error, message, code, { requestId: asked?.id })
}

function unexpected(
  original: unknown,
  isCommitting: boolean,
): [message: string, code: string, toLog: string] {
  if (original instanceof CommitUnknown) return [UNKNOWN, 'UNAVAILABLE', 'The database was lost']
  if (original instanceof NoBakery) return [NOT_OPEN, 'UNAVAILABLE', original.message]
  if (original instanceof IssuerAway) return [NO_KEYS, 'UNAVAILABLE', original.message]
  if (isConnectionLoss(original))
    return [isCommitting ? UNKNOWN : AWAY, 'UNAVAILABLE', 'The database cannot be reached']
  return ['Something went wrong here; it was logged.', 'INTERNAL', 'Unexpected error']
}

function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error
}

// graphql's own errors: before execution all are about the request, and during it those that name a place in the document
// or say so by a code. Without either, a scalar or an enum was given what it cannot show, and that is our mistake.
function isOfRequest(error: unknown, original: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError && original instanceof GraphQLError)) return false
  const isAboutArguments = original.name === 'PothosValidationError' || original.nodes !== undefined
  return !error.path || isAboutArguments || original.extensions['code'] !== undefined
}

function withCode(error: GraphQLError): GraphQLError {
  const { code: given = 'BAD_USER_INPUT', http, ...more } = error.extensions
  const code = OTHERS[String(given)] ?? (given as string)
  const named = told(error, error.message, code, more)
  if (http) named.extensions['http'] = http
  return named
}

/** What Yoga calls our codes. */
const OTHERS: Record<string, string> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
}

function badToken({ message }: BadToken): GraphQLError {
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
  return new GraphQLError(message, {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers } },
  })
}

function told(
  error: unknown,
  message: string,
  code: string,
  more: GraphQLErrorExtensions = {},
): GraphQLError {
  const { nodes, path } = error instanceof GraphQLError ? error : {}
  const http = HTTP[code] ? { http: { ...HTTP[code] } } : {}
  return new GraphQLError(shortened(message), { nodes, path, extensions: { code, ...more, ...http } })
}

/** An error about the request as a whole, told with the status of its code. */
export const refuse = (code: string, message: string, http: object = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { ...HTTP[code], ...http } } })

const LONGEST_MESSAGE = 500

// graphql quotes what it does not understand, all of it.
export const shortened = (message: string): string =>
  message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE).toWellFormed()} …` : message

const pathOf = (error: unknown): string | undefined =>
  error instanceof GraphQLError ? error.path?.join('.') : undefined
