import { DatabaseError } from 'pg'

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const UNIQUE_VIOLATION = '23505'
const LOCK_NOT_AVAILABLE = '55P03'
const QUERY_CANCELED = '57014'
const PROTOCOL_VIOLATION = '08P01'

const NETWORK = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']
const POSTGRES = ['08000', '08003', '08006', '57P01', '57P02', '57P03', '53300']
const LOST_CONNECTION_CODES = new Set([...NETWORK, 'ENETUNREACH', 'ENOENT', ...POSTGRES])
// pg gives these no code.
const LOST_CONNECTION_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/

/** Somebody else holds what is needed for a moment; the same write may succeed when sent again. */
export class LockTimeout extends Error {
  override readonly name = 'LockTimeout'
}

/** The connection was lost between COMMIT and its answer: done or not, only a look can tell. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
}

/** The database is migrated, but no bakery was set up in it. */
export class NoBakery extends Error {
  override readonly name = 'NoBakery'

  constructor() {
    super('There is no bakery in this database yet.')
  }
}

/** The database is away, going away, full, or does not answer. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss)
  return (
    LOST_CONNECTION_CODES.has(codeOf(error) ?? '') ||
    isOfPooler(error) ||
    (error instanceof Error && LOST_CONNECTION_MESSAGE.test(error.message))
  )
}

/** Nothing was committed, and running it again may succeed. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error)
  return (
    code === SERIALIZATION_FAILURE ||
    code === DEADLOCK ||
    isNumberTaken(error) ||
    isStalePlan(error) ||
    (isConnectionLoss(error) && !isTimeout(error))
  )
}

/** A migration changed the columns that a named statement gives: under another name it is planned anew. */
export const isStalePlan = (error: unknown): boolean =>
  codeOf(error) === '0A000' && /cached plan/.test((error as Error).message)

/** All connections were in use for longer than anybody waits for one: we are busy, and the database is well. */
export const isPoolFull = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message === 'timeout exceeded when trying to connect' || error.message === 'query_wait_timeout')

/** Nothing was sent: there was no connection to send it on. */
export const isWithoutConnection = (error: unknown): boolean =>
  isPoolFull(error) || (error instanceof Error && error.message === 'timeout expired')

// PgBouncer says so of whatever keeps it from the database, and hangs up.
const isOfPooler = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === PROTOCOL_VIOLATION && error.severity === 'FATAL'

/** Postgres has stopped a statement that took longer than it may. */
export const isTooSlow = (error: unknown): boolean => codeOf(error) === QUERY_CANCELED

export const isLockTimeout = (error: unknown): boolean => codeOf(error) === LOCK_NOT_AVAILABLE

/** The name of the unique constraint that a row ran into, if it did. */
export function constraintOf(error: unknown): string | undefined {
  return codeOf(error) === UNIQUE_VIOLATION ? (error as { constraint?: string }).constraint : undefined
}

// Order numbers are random: the next try draws another.
const isNumberTaken = (error: unknown): boolean => constraintOf(error) === 'orders_number_key'

// Whoever waited that long has no time left for another try.
const isTimeout = (error: unknown): boolean => error instanceof Error && /timeout/.test(error.message)

// Classes of codes whose messages name what is ours: connections, tables, limits. All others may quote a value.
const WITHOUT_VALUES = /^(08|28|3D|40|42|53|55|57|58)/

/** What Postgres says of its error that cannot be a value of a row; undefined where the error is not from there. */
export function describeDatabaseError(error: unknown): object | undefined {
  if (!(error instanceof DatabaseError)) return undefined
  const { message, code = '', schema, table, column, constraint, dataType, routine } = error
  const told = WITHOUT_VALUES.test(code) ? { message } : {}
  return { name: 'DatabaseError', ...told, code, schema, table, column, constraint, dataType, routine }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
