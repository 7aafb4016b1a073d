import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findBinaries } from './postgres-binaries.ts'
import { createCluster } from './postgres-cluster.ts'
import { findFolder, findHome, handOver, makeFolder } from './postgres-home.ts'
import { lock } from './postgres-lock.ts'
import { findServer, launchServer, stopServer } from './postgres-server.ts'
import { keepUrl, readUrl } from './postgres-url.ts'

export type PostgresOptions = {
  dataDir: string
  log?: (line: string) => void
  durable?: boolean
  settings?: Record<string, string>
}

export type RunningPostgres = { url: string; reused: boolean; stop: () => Promise<void> }

const UNDURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '32MB',
}

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = makeFolder(options.dataDir)
  const unlock = await lock(join(dataDir, 'lock'))
  try {
    return (await reuse(dataDir, options)) ?? (await start(dataDir, options))
  } finally {
    for (const name of readdirSync(dataDir)) if (name !== 'cluster') handOver(join(dataDir, name), dataDir)
    unlock()
  }
}

/** Stops the server, if one runs, and removes all of it. */
export async function removePostgres(dataDir: string): Promise<void> {
  const folder = findFolder(dataDir)
  await stopServer(join(folder, 'cluster'))
  for (const path of [folder, dataDir]) rmSync(path, { recursive: true, force: true })
}

async function reuse(
  dataDir: string,
  { log = () => {} }: PostgresOptions,
): Promise<RunningPostgres | undefined> {
  const cluster = join(findFolder(dataDir), 'cluster')
  if (!existsSync(cluster)) return undefined
  const url = await findServer(cluster, readUrl(dataDir))
  if (!url) return undefined
  keepUrl(dataDir, url)
  log(`PostgreSQL 18 is already running in ${nameOf(dataDir)}`)
  return { url, reused: true, stop: () => stopServer(cluster) }
}

async function start(dataDir: string, options: PostgresOptions): Promise<RunningPostgres> {
  const { log = () => {}, durable = true, settings = {} } = options
  const home = findHome(dataDir, log)
  const cluster = join(home.folder, 'cluster')
  const binaries = findBinaries(home, log)
  if (!existsSync(cluster)) {
    log(`Creating a PostgreSQL 18 database in ${nameOf(dataDir)}, on the first start only`)
    await createCluster({ initdb: binaries.initdb, home, dataDir, durable })
  }
  log(`Starting PostgreSQL 18 in ${nameOf(dataDir)}`)
  const url = await launchServer({
    program: binaries.postgres,
    cluster,
    user: home.user,
    logFile: join(dataDir, 'postgres.log'),
    url: readUrl(dataDir),
    settings: { ...(durable ? {} : UNDURABLE), ...settings },
  })
  keepUrl(dataDir, url)
  return { url, reused: false, stop: () => stopServer(cluster) }
}

function nameOf(dataDir: string): string {
  const name = relative(process.cwd(), dataDir)
  return name.startsWith('..') ? dataDir : name
}
