import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError, escapeIdentifier } from 'pg'

const NO_SUCH_DATABASE = '3D000'
const STARTING_OR_STOPPING = new Set(['57P01', '57P03'])
const PATIENCE = 60_000

// Whether the server at the url lets us in, as long as it runs. The first time, its database is made on the way.
export async function answers(
  url: string,
  runs: () => boolean,
  refusalPatience = PATIENCE,
): Promise<boolean> {
  const start = Date.now()
  while (runs()) {
    try {
      await query(url, 'SELECT 1')
      return true
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string }
      const waited = Date.now() - start
      const final = error instanceof DatabaseError && !STARTING_OR_STOPPING.has(code)
      if (code === 'ECONNREFUSED' && waited > refusalPatience) return false
      if (code === NO_SUCH_DATABASE) await createDatabase(url)
      else if (final || waited > PATIENCE)
        throw new Error(`PostgreSQL runs, but not for us: ${message}`, { cause: error })
    }
    await sleep(20)
  }
  return false
}

export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1')
  try {
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  } catch {
    return freePort()
  } finally {
    server.close()
  }
}

async function createDatabase(url: string): Promise<void> {
  const { pathname } = new URL(url)
  await query(new URL('/postgres', url).href, `CREATE DATABASE ${escapeIdentifier(pathname.slice(1))}`)
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end()
  }
}
