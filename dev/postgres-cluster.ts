import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './postgres-answers.ts'
import { run } from './postgres-binaries.ts'
import { makeHalf, type Home } from './postgres-home.ts'
import { keepUrl } from './postgres-url.ts'
import { giveTo } from './postgres-user.ts'

export type Creation = { initdb: string; home: Home; dataDir: string; durable: boolean }

export async function createCluster({ initdb, home, dataDir, durable }: Creation): Promise<void> {
  const password = randomBytes(24).toString('base64url')
  keepUrl(dataDir, `postgres://postgres:${password}@127.0.0.1:${await freePort()}/bakehouse`)

  const half = makeHalf(home.folder)
  const passwordFile = join(half, 'password')
  const cluster = join(half, 'cluster')
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    mkdirSync(cluster, { mode: 0o700 })
    if (home.user) giveTo(home.user, half)
    run(initdb, [...initdbArguments(cluster, passwordFile), ...(durable ? [] : ['--no-sync'])], home)
    // Only a finished cluster gets its name: a later start cannot take one for good whose initdb was killed half way.
    renameSync(cluster, join(home.folder, 'cluster'))
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}

function initdbArguments(cluster: string, passwordFile: string): string[] {
  return [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // Iterations slow down guessing: nobody guesses 192 random bits, and every connection of every test would wait for them.
    '--set=scram_iterations=1',
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
}
