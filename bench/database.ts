import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import { DATA } from '../dev/data.ts'
import { startPostgres } from '../dev/postgres.ts'
import { connect } from '../src/db/connect.ts'
import { migrateToLatest } from '../src/db/migrate.ts'
import { fill } from './fill.ts'

const FOLDER = path.join(DATA, 'bench')

export interface BenchDatabase {
  url: string
  /** Of the process that all others of Postgres come from. */
  pid: number
  query: (text: string) => Promise<Record<string, unknown>[]>
  /** Lines that Postgres has logged since the last call. */
  logged: () => string[]
  stop: () => Promise<void>
}

/** A real Postgres with a big bakery in it: filled once, and copied afresh for each run. */
export async function openDatabase(say: (line: string) => void): Promise<BenchDatabase> {
  // Its disk is not what is measured.
  const settings = {
    shared_buffers: '512MB',
    max_wal_size: '4GB',
    autovacuum: 'off',
    log_min_duration_statement: '-1',
  }
  const postgres = await startPostgres({ dataDir: FOLDER, durable: false, settings, log: say })
  const named = (name: string) => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
  const admin = new Client({ connectionString: named('postgres') })
  await admin.connect()
  const full = `full_${fingerprint()}`
  const { rows: old } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^(full_|bench$|filling$)' and datname <> $1`,
    [full],
  )
  for (const { datname } of old) await admin.query(`drop database ${datname} with (force)`)
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [full])
  if (!rowCount) {
    say('Filling 10,000 customers, 200 cakes, 100,000 orders, 250,000 lines (once; kept in .data/bench)')
    await admin.query('create database filling')
    await fillWhole(named('filling'))
    await admin.query(`alter database filling rename to ${full}`)
  }
  await admin.query(`create database bench template ${full} strategy file_copy`)
  const client = new Client({ connectionString: named('bench') })
  await client.connect()
  const log = path.join(FOLDER, 'postgres.log')
  let read = 0
  return {
    url: named('bench'),
    pid: Number(
      (
        await client.query<{ pid: string }>("select pg_read_file('postmaster.pid') as pid")
      ).rows[0]!.pid.split('\n')[0],
    ),
    query: async (text) => (await client.query<Record<string, unknown>>(text)).rows,
    logged: () => {
      const text = readFileSync(log, 'utf8')
      const lines = text.slice(read).split('\n')
      read = text.length
      return lines
    },
    stop: async () => {
      await client.end()
      await admin.end()
      await postgres.stop()
    },
  }
}

async function fillWhole(url: string): Promise<void> {
  const db = connect({ url })
  await migrateToLatest(db)
  const client = new Client({ connectionString: url })
  await client.connect()
  await fill(db, client)
  await client.query('vacuum analyze')
  await client.end()
  await db.destroy()
}

/** Another one with every change of the tables or of what fills them. */
function fingerprint(): string {
  const root = path.join(import.meta.dirname, '..')
  const migrations = readdirSync(path.join(root, 'migrations')).map((name) => `migrations/${name}`)
  const hash = createHash('sha256')
  for (const file of [...migrations, 'bench/fill.ts', 'bench/fill.sql', 'dev/sample/cakes.ts'])
    hash.update(readFileSync(path.join(root, file)))
  return hash.digest('hex').slice(0, 12)
}
