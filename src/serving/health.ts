import { sql, type Kysely } from 'kysely'
import { NEWEST } from '../db/schema-version.ts'
import { Scope, scopes, Stopped } from '../db/scope.ts'
import type { Database } from '../db/tables.ts'

export interface Health {
  /** Whether requests can be served: the database answers and its tables are as new as this code needs. */
  ready(): Promise<Response>
  /** The process is to stop: balancers are told to send nothing more. */
  leave(): void
}

/** Whether the process lives: never asks the database, so that its trouble restarts nobody. */
export const live = (): Response => plain(200, 'live')

/** Looks at the database once a second at most, whoever asks and however often. */
export function createHealth(db: Kysely<Database>, { goodFor = 1_000, patience = 1_000 } = {}): Health {
  let isLeaving = false
  let looked = { at: -Infinity, isGood: Promise.resolve(false) }
  const look = (): Promise<boolean> => {
    const now = performance.now()
    if (now - looked.at >= goodFor) looked = { at: now, isGood: isGood(db, patience) }
    return looked.isGood
  }
  return {
    ready: async () =>
      !isLeaving && (await look()) && !isLeaving ? plain(200, 'ready') : plain(503, 'not ready'),
    leave: () => void (isLeaving = true),
  }
}

async function isGood(db: Kysely<Database>, patience: number): Promise<boolean> {
  const scope = new Scope()
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => {
    resolve(false)
    // Looks that hang must not pile up.
    scope.end(new Stopped('DEADLINE'))
  }, patience)
  const check = scopes.run(scope, async () => {
    const { rows } = await sql<{ name: string }>`select max(name) as name from kysely_migration`.execute(db)
    return (rows[0]?.name ?? '') >= NEWEST
  })
  const isReady = await Promise.race([check.catch(() => false), late])
  clearTimeout(timer)
  return isReady
}

const plain = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
