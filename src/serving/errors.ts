import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import { BadToken } from '../auth.ts'
import { CommitUnknown, isConnectionLoss, LockTimeout } from '../db/errors.ts'
import { Refusal } from '../domain/refusals.ts'
import { describeError, type Log } from './log.ts'

const STATUS: Record<string, number> = { BAD_USER_INPUT: 400, UNAVAILABLE: 503, CONFLICT: 409 }

const AWAY = 'The database cannot be reached at the moment; try again.'
const BUSY = 'Somebody else is changing this at the moment; try again.'
const UNKNOWN =
  'The connection to the database was lost while saving: look whether it was done before you try again.'

/**
 * What a client is told of an error. Refusals and mistakes in the request are told as they are; that the database is
 * away is told without its name; everything else is logged once and told only by the number it was logged under.
 */
export function tellError(error: unknown, errorId: string, log: Log): GraphQLError {
  const original = originOf(error)
  if (original instanceof Refusal) return told(error, original.message, original.code)
  if (original instanceof BadToken) return badToken(original)
  if (original instanceof LockTimeout) return told(error, BUSY, 'CONFLICT', { 'retry-after': '1' })
  if (original instanceof CommitUnknown) return unavailable(error, UNKNOWN, original, errorId, log)
  if (isConnectionLoss(original)) return unavailable(error, AWAY, original, errorId, log)
  if (original instanceof GraphQLError) return withCode(original)
  log('ERROR', 'Unexpected error', { errorId, path: pathOf(error), ...describeError(original) })
  return told(error, 'Something went wrong here; it was logged.', 'INTERNAL', undefined, { errorId })
}

function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error
}

function badToken(error: BadToken): GraphQLError {
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
  return new GraphQLError(error.message, {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers } },
  })
}

function unavailable(
  error: unknown,
  message: string,
  cause: unknown,
  errorId: string,
  log: Log,
): GraphQLError {
  log('ERROR', 'The database cannot be reached', { errorId, ...describeError(cause) })
  return told(error, message, 'UNAVAILABLE', { 'retry-after': '1' }, { errorId })
}

// Errors without an origin are graphql's own, about the request.
function withCode(error: GraphQLError): GraphQLError {
  return error.extensions['code'] ? error : told(error, error.message, 'BAD_USER_INPUT')
}

function told(
  error: unknown,
  message: string,
  code: string,
  headers?: Record<string, string>,
  more: GraphQLErrorExtensions = {},
): GraphQLError {
  const { nodes, path } = error instanceof GraphQLError ? error : {}
  const http = STATUS[code] ? { http: { status: STATUS[code], ...(headers && { headers }) } } : {}
  return new GraphQLError(message, { nodes, path, extensions: { code, ...more, ...http } })
}

const pathOf = (error: unknown): string | undefined =>
  error instanceof GraphQLError ? error.path?.join('.') : undefined
