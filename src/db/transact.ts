import { setTimeout as delay } from 'node:timers/promises'
import type { ControlledTransaction, Kysely, Transaction } from 'kysely'
import { DatabaseError } from 'pg'
import {
  CommitUnknown,
  isConnectionLoss,
  isLockTimeout,
  isRetryable,
  isTooSlow,
  isWithoutConnection,
  LockTimeout,
} from './errors.ts'
import type { Database } from './tables.ts'

const RETRIES = 3

/**
 * Runs a write in one READ COMMITTED transaction and commits it. The closure may run again, so it must do nothing
 * that a rollback does not undo. It must not catch the error of a statement either: the transaction is aborted then,
 * and committing it throws.
 *
 * @throws LockTimeout where a lock was not to be had in time
 * @throws CommitUnknown where the connection was lost while committing
 */
export async function transact<T>(
  db: Kysely<Database>,
  write: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(db, write)
    } catch (error) {
      if (isLockTimeout(error)) throw lockTimeout(error)
      if (attempt > RETRIES || !isRetryable(error)) throw error
      await delay(Math.random() * 25 * 2 ** attempt)
    }
  }
}

/**
 * Sends a write that is one statement and a whole transaction.
 *
 * @returns what it gives, or undefined where it failed: it was rolled back then, or the connection was lost and nobody knows
 * @throws LockTimeout where a lock was not to be had in time
 */
export async function sendWhole<T>(send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send()
  } catch (error) {
    if (isLockTimeout(error)) throw lockTimeout(error)
    if (isTooSlow(error) || isWithoutConnection(error)) throw error
    if (error instanceof DatabaseError || isConnectionLoss(error)) return undefined
    throw error
  }
}

const lockTimeout = (cause: unknown) => new LockTimeout('A lock was not to be had in time.', { cause })

async function runOnce<T>(
  db: Kysely<Database>,
  write: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const trx = await db.startTransaction().execute()
  try {
    const result = await write(trx)
    await commit(trx)
    return result
  } catch (error) {
    // Also gives the connection back; where it fails, the pool destroys it, and the first error is the one to tell.
    await trx
      .rollback()
      .execute()
      .catch(() => {})
    throw error
  }
}

async function commit(trx: ControlledTransaction<Database>): Promise<void> {
  try {
    await trx.commit().execute()
  } catch (error) {
    throw isConnectionLoss(error)
      ? new CommitUnknown('The connection was lost while committing.', { cause: error })
      : error
  }
}
