import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

const SQLITE_BUSY = 5

// Node has no flock(). An SQLite transaction holds an operating-system lock, which its holder's death releases, even by kill -9:
// no stale lock to recognise, and no race between two who recognise it.
export async function lock(file: string, patience = 90_000): Promise<() => void> {
  const deadline = Date.now() + patience
  for (;;) {
    const database = new DatabaseSync(file, { timeout: 0 })
    try {
      database.exec('BEGIN EXCLUSIVE')
      return () => database.close()
    } catch (cause) {
      database.close()
      if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY) throw cause
      if (Date.now() > deadline) throw new Error(`Another start of PostgreSQL holds ${file}`, { cause })
    }
    await sleep(25)
  }
}
