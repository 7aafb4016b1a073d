import type { RequestListener } from 'node:http'
import { sql, type Kysely } from 'kysely'
import { idOf } from './asked.ts'
import { NEWEST } from '../db/schema-version.ts'
import { Scope, scopes, Stopped } from '../db/scope.ts'
import type { Database } from '../db/tables.ts'

export interface Health {
  /** Whether requests can be served: the database answers and its tables are as new as this code needs. */
  ready(): Promise<boolean>
  /** The process is to stop: balancers are told to send nothing more. */
  leave(): void
}

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
    ready: async () => !isLeaving && (await look()) && !isLeaving,
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

export type Said = [status: number, text: string]

/** What balancers are told. Whether the process lives never asks the database, so that its trouble restarts nobody. */
export async function sayHealth(path: string, health: Health): Promise<Said | undefined> {
  if (path === '/livez') return [200, 'live\n']
  if (path === '/readyz') return (await health.ready()) ? [200, 'ready\n'] : [503, 'not ready\n']
  return undefined
}

export const HEALTH_HEADERS = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

/** Answers them before all else, so that a start does not wait for what they do not need. */
export function answerHealth(health: Health, otherwise: RequestListener): RequestListener {
  return (request, response) => {
    const { method, url = '', headers } = request
    const isAsked = (url === '/livez' || url === '/readyz') && (method === 'GET' || method === 'HEAD')
    if (!isAsked) return otherwise(request, response)
    const tell = ([status, text]: Said) =>
      response
        .writeHead(status, { ...HEALTH_HEADERS, 'x-request-id': idOf(headers['x-request-id']) })
        .end(method === 'HEAD' ? undefined : text)
    return void sayHealth(url, health).then((said) => tell(said!))
  }
}
