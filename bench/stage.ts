import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { openDatabase, type BenchDatabase } from './database.ts'
import { openBenchIssuer, type BenchIssuer } from './issuer.ts'
import { openLoader, type Loader } from './load-client.ts'
import { pin } from './pinning.ts'
import { takeStock, type Stock } from './questions.ts'

/** All that a measurement needs beside the servers. */
export interface Stage {
  database: BenchDatabase
  stock: Stock
  issuer: BenchIssuer
  loader: Loader
  say: (line: string) => void
}

/** Opens the stage, and closes it whatever comes of the play; Ctrl-C ends it as well. */
export async function withStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const began = performance.now()
  const say = (line: string) => {
    const seconds = (performance.now() - began) / 1000
    console.log(`${seconds.toFixed(0).padStart(4)} s  ${line}`)
  }
  install(say)
  await using opened = new AsyncDisposableStack()
  const stop = () => void opened.disposeAsync().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  const database = await openDatabase(say)
  opened.defer(() => database.stop())
  pin(1, database.pid)
  const stock = await takeStock(database.query)
  const issuer = await openBenchIssuer(stock)
  opened.defer(() => issuer.close())
  const loader = openLoader()
  opened.defer(() => loader.close())
  await play({ database, stock, issuer, loader, say })
}

/** The peers' packages, which nothing else needs. */
function install(say: (line: string) => void): void {
  if (existsSync(path.join(import.meta.dirname, 'node_modules/.package-lock.json'))) return
  say('Installing the peers')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The peers could not be installed.')
}
