import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { answers, freePort } from './postgres-answers.ts'
import { cleanEnvironment } from './postgres-binaries.ts'
import type { User } from './postgres-user.ts'

export type Launch = {
  program: string
  cluster: string
  user?: User
  logFile: string
  url: string
  settings: Record<string, string>
}

const OBSTACLE_PATIENCE = 15_000
const REFUSAL_PATIENCE = 3_000
const STOP_STEPS = [
  ['SIGINT', 8_000],
  ['SIGQUIT', 3_000],
  ['SIGKILL', 3_000],
] as const

export async function launchServer(launch: Launch): Promise<string> {
  const url = new URL(launch.url)
  const deadline = Date.now() + OBSTACLE_PATIENCE
  for (;;) {
    url.port = String(await freePort(Number(url.port)))
    const child = spawnServer(launch, url.port)
    const ready = await answers(url.href, () => isAlive(child)).catch((error: unknown) => {
      child.kill('SIGINT')
      throw error
    })
    if (ready) return url.href
    child.kill('SIGQUIT')
    const log = readFileSync(launch.logFile, 'utf8').trim().split('\n').slice(-8).join('\n')
    // Somebody was quicker at the port, or the last backends of a killed server go on for a moment.
    const passing = /could not bind|shared memory block .* still in use/.test(log)
    if (!passing || Date.now() > deadline) {
      throw new Error(`PostgreSQL did not start; ${launch.logFile} ends with:\n${log}`)
    }
    await sleep(100)
  }
}

export async function findServer(cluster: string, lastUrl: string): Promise<string | undefined> {
  const found = readPidFile(cluster)
  if (!found) return undefined
  const url = new URL(lastUrl)
  url.port = found.port
  const runs = () => isPostgres(found.pid, cluster)
  return (await answers(url.href, runs, REFUSAL_PATIENCE)) ? url.href : undefined
}

export async function stopServer(cluster: string): Promise<void> {
  const pid = readPidFile(cluster)?.pid
  if (!pid) return
  for (const [signal, patience] of STOP_STEPS) {
    const deadline = Date.now() + patience
    if (isPostgres(pid, cluster)) process.kill(pid, signal)
    while (isPostgres(pid, cluster) && Date.now() < deadline) await sleep(20)
  }
}

function spawnServer({ program, cluster, user, logFile, settings }: Launch, port: string): ChildProcess {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'w', 0o600)
  const own = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', cluster_name: 'bakehouse' }
  const flags = Object.entries({ ...settings, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // After a crash the process id in postmaster.pid may be a zombie's, or another program's by now, and PostgreSQL would refuse to
  // start. This tells it that the process is no server, as pg_ctl does; its check for surviving backends stays in force.
  const PG_GRANDPARENT_PID = String(readPidFile(cluster)?.pid ?? '')
  const child = spawn(program, ['-D', cluster, ...flags], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: cluster,
    env: { ...cleanEnvironment(), PG_GRANDPARENT_PID },
    uid: user?.uid,
    gid: user?.gid,
    windowsHide: true,
  })
  closeSync(log)
  child.on('error', ({ message }) => appendFileSync(logFile, message))
  child.unref()
  return child
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

// By its command line where that can be had: a zombie has none, and the id of a dead server may be anybody's.
function isPostgres(pid: number, cluster: string): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0)
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
  } catch {
    return false
  }
}

function readPidFile(cluster: string): { pid: number; port: string } | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , , port = ''] = readFileSync(file, 'utf8').split('\n')
  return Number(pid) > 0 ? { pid: Number(pid), port } : undefined
}
