import { sql, type Kysely } from 'kysely'
import { NEWEST } from '../db/migrate.ts'
import type { Database } from '../db/tables.ts'

/** Whether the process lives: never asks the database, so that its trouble restarts nobody. */
export const live = (): Response => plain(200, 'live')

/** Whether requests can be served: the database answers and its tables are as new as this code needs. */
export async function ready(db: Kysely<Database>): Promise<Response> {
  const late = new Promise<Response>((resolve) => setTimeout(resolve, 1000, plain(503, 'not ready')).unref())
  return Promise.race([check(db), late])
}

async function check(db: Kysely<Database>): Promise<Response> {
  try {
    const { rows } = await sql<{ name: string }>`select max(name) as name from kysely_migration`.execute(db)
    return (rows[0]?.name ?? '') >= NEWEST ? plain(200, 'ready') : plain(503, 'not ready')
  } catch {
    return plain(503, 'not ready')
  }
}

const plain = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
