import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findBinaries, run } from './postgres-binaries.ts'
import { findHome, handOver, makeFolder, type Home } from './postgres-home.ts'
import { lock } from './postgres-lock.ts'
import { findServer, freePort, launch, stopServer } from './postgres-server.ts'

export type PostgresOptions = {
  dataDir: string
  log?: (line: string) => void
  durable?: boolean
  settings?: Record<string, string>
}

export type RunningPostgres = { url: string; reused: boolean; stop(): Promise<void> }

const UNDURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '32MB',
}

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { log = () => {}, durable = true, settings = {} } = options
  const dataDir = makeFolder(options.dataDir)
  const name = relative(process.cwd(), dataDir).startsWith('..') ? dataDir : relative(process.cwd(), dataDir)
  const unlock = await lock(join(dataDir, 'lock'))
  try {
    const home = findHome(dataDir, log)
    const cluster = join(home.folder, 'cluster')
    const running = (url: string, reused: boolean) => ({ url, reused, stop: () => stopServer(cluster) })

    if (existsSync(cluster)) {
      const found = await findServer(cluster, readUrl(dataDir))
      if (found) {
        log(`PostgreSQL 18 is already running in ${name}`)
        return running(found, true)
      }
    }
    const binaries = findBinaries(home, log)
    if (!existsSync(cluster)) {
      log(`Creating a PostgreSQL 18 database in ${name}, on the first start only`)
      await createCluster(binaries.initdb, home, dataDir, durable)
    }
    log(`Starting PostgreSQL 18 in ${name}`)
    const url = await launch({
      program: binaries.postgres,
      cluster,
      user: home.user,
      logFile: join(dataDir, 'postgres.log'),
      url: readUrl(dataDir),
      settings: { ...(durable ? {} : UNDURABLE), ...settings },
    })
    keepUrl(dataDir, url)
    return running(url, false)
  } finally {
    handOver(dataDir)
    unlock()
  }
}

async function createCluster(initdb: string, home: Home, dataDir: string, durable: boolean): Promise<void> {
  const password = randomBytes(24).toString('base64url')
  keepUrl(dataDir, `postgres://postgres:${password}@127.0.0.1:${await freePort()}/bakehouse`)

  const workshop = mkdtempSync(join(home.folder, 'initdb-'))
  const passwordFile = join(workshop, 'password')
  const cluster = join(workshop, 'cluster')
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    mkdirSync(cluster, { mode: 0o700 })
    if (home.user) for (const path of [workshop, passwordFile, cluster]) chownSync(path, home.user.uid, home.user.gid)
    run(initdb, initdbArguments(cluster, passwordFile, durable), home)
    // Only a finished cluster gets its name: an initdb that was killed half way leaves nothing that a later start would trust.
    renameSync(cluster, join(home.folder, 'cluster'))
  } finally {
    rmSync(workshop, { recursive: true, force: true })
  }
}

function initdbArguments(cluster: string, passwordFile: string, durable: boolean): string[] {
  return [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // Iterations slow down guessing; nobody guesses 192 random bits, and every connection of every test pays for them.
    '--set=scram_iterations=1',
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]
}

function readUrl(dataDir: string): string {
  return readFileSync(join(dataDir, 'url'), 'utf8').trim()
}

function keepUrl(dataDir: string, url: string): void {
  const file = join(dataDir, 'url')
  writeFileSync(`${file}.new`, `${url}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
