import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, renameSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { cleanEnvironment } from './postgres-binaries.ts'
import type { User } from './postgres-home.ts'

export type Launch = {
  program: string
  cluster: string
  user?: User
  logFile: string
  url: string
  settings: Record<string, string>
}

const START_PATIENCE = 60_000
const REFUSAL_PATIENCE = 3_000
const STOP_STEPS = [
  ['SIGINT', 8_000],
  ['SIGQUIT', 3_000],
  ['SIGKILL', 3_000],
] as const

export async function launch(launch: Launch): Promise<string> {
  const url = new URL(launch.url)
  const deadline = Date.now() + START_PATIENCE
  for (;;) {
    const child = spawnServer(launch, url.port)
    if (await answers(url.href, launch.cluster, () => isAlive(child), START_PATIENCE)) return url.href
    const lines = readFileSync(launch.logFile, 'utf8').trim().split('\n')
    const log = lines.slice(-8).join('\n')
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not start in time:\n${log}`)
    if (/could not (bind|create any TCP)/.test(log)) url.port = String(await freePort())
    // The last backends of a server that was killed go on for a moment; PostgreSQL rightly waits for their end.
    else if (/shared memory block .* still in use/.test(log)) await sleep(200)
    else throw new Error(`PostgreSQL did not start:\n${log}`)
  }
}
