import { existsSync, lstatSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { removePostgres } from '../../dev/postgres.ts'

const DAY = 24 * 60 * 60 * 1000
const ROOM = 2 * 1024 ** 3
const MEMORY = '/dev/shm'

// In memory a database is cloned in 15 ms; on a busy disk its 300 files take up to 20 times as long.
export function chooseParent(): string {
  if (!existsSync(MEMORY) || /^\S+ \/dev\/shm \S+ \S*noexec/m.test(readFileSync('/proc/mounts', 'utf8')))
    return tmpdir()
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize > ROOM ? MEMORY : tmpdir()
}

export function runName(): string {
  return `bakehouse-test-${hostname()}-${process.pid}-`
}

/** Removes what runs left that were killed: those of this machine at once, those of others that share the folder after a day. */
export async function removeLeftovers(): Promise<void> {
  for (const parent of [MEMORY, tmpdir()].filter(existsSync)) {
    for (const name of readdirSync(parent)) {
      if (isLeftover(name, join(parent, name))) await removePostgres(join(parent, name))
    }
  }
}

function isLeftover(name: string, path: string): boolean {
  const [, host, pid] = /^bakehouse-test-(.+)-(\d+)-\w+$/.exec(name) ?? []
  if (!pid || !existsSync(path)) return false
  const { uid, mtimeMs } = lstatSync(path)
  if (uid !== process.getuid?.()) return false
  return host === hostname() ? !isAlive(Number(pid)) : Date.now() - mtimeMs > DAY
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
