import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigError } from '../src/config.ts'
import { handOver, makeFolder } from './postgres-home.ts'

/** Where development keeps what survives a restart; git-ignored. */
export const DATA = path.resolve(process.env['BAKEHOUSE_DATA'] || path.join(import.meta.dirname, '../.data'))

/** What is made once and then stays, such as a key. */
export function keep(name: string, make: () => string): string {
  return inData(() => {
    const file = path.join(DATA, name)
    if (!existsSync(file)) {
      // Whole or not at all, whenever this process ends.
      const half = `${file}.${process.pid}`
      writeFileSync(half, make(), { mode: 0o600 })
      renameSync(half, file)
      handOver(file, DATA)
    }
    return readFileSync(file, 'utf8')
  })
}

/** Counts this process among those that use the data. Whoever leaves last does what is to be done then. */
export function joinUsers(): (ifLast: () => Promise<void>) => Promise<void> {
  // The locks are the operating system's, as in postgres-lock.ts: a user that is killed has left.
  const users = inData(() => {
    const file = path.join(DATA, 'users')
    const database = new DatabaseSync(file, { timeout: 20_000 })
    handOver(file, DATA)
    database.exec('BEGIN; SELECT 1 FROM sqlite_schema')
    return database
  })
  return async (ifLast) => {
    users.exec('COMMIT; PRAGMA busy_timeout = 300')
    try {
      users.exec('BEGIN EXCLUSIVE')
    } catch {
      return
    }
    await ifLast()
    users.close()
  }
}

function inData<Result>(work: () => Result): Result {
  try {
    makeFolder(DATA)
    return work()
  } catch (error) {
    const { message } = error as Error
    throw new ConfigError([
      `The data folder ${DATA} is of no use (${message}): make it writable, or set BAKEHOUSE_DATA to another.`,
    ])
  }
}
