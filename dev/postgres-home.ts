import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { canWorkIn, chooseUser, giveTo, isRoot, type User } from './postgres-user.ts'

export type Home = { folder: string; user?: User }

const NOTE = 'moved-to'
const MOVED = 'bakehouse-postgres-'
const HALF_MADE = 'half-made-'

// Where the cluster lives and who runs it: here and we, unless we are root, whom PostgreSQL refuses.
export function findHome(dataDir: string, log: (line: string) => void): Home {
  const folder = findFolder(dataDir)
  const cluster = join(folder, 'cluster')
  removeHalfMade(folder)
  if (!isRoot()) return { folder }

  const user = chooseUser(folder, cluster)
  if (statSync(folder).uid === 0) chmodSync(folder, (statSync(folder).mode & 0o7777) | 0o011)
  if (works(folder, user)) {
    if (existsSync(cluster) && statSync(cluster).uid === 0) giveTo(user, cluster)
    return { folder, user }
  }
  const home = moveIn(user)
  if (existsSync(cluster)) {
    cpSync(cluster, join(home, 'cluster'), { recursive: true, verbatimSymlinks: true })
    giveTo(user, join(home, 'cluster'))
  }
  writeFileSync(join(dataDir, NOTE), `${home}\n`)
  if (existsSync(cluster)) renameSync(cluster, join(folder, 'cluster-before-move'))
  log(`PostgreSQL runs as ${user.name}, who cannot work in ${folder}: its data lives in ${home}`)
  return { folder: home, user }
}

export function findFolder(dataDir: string): string {
  const note = join(dataDir, NOTE)
  if (!existsSync(note)) return dataDir
  const folder = readFileSync(note, 'utf8').trim()
  return basename(folder).startsWith(MOVED) && existsSync(folder) ? folder : dataDir
}

// Root makes folders for the owner of what is around them, who can then remove them, or start without root.
export function makeFolder(path: string): string {
  const made = mkdirSync(path, { recursive: true })
  const dataDir = realpathSync(path)
  if (made) handOver(made, dirname(made))
  const cluster = join(findFolder(dataDir), 'cluster')
  try {
    accessSync(dataDir, constants.W_OK)
    if (existsSync(cluster)) accessSync(cluster, constants.W_OK)
  } catch {
    throw new Error(`The database in ${path} belongs to another user: start as that user, or remove it`)
  }
  return dataDir
}

export function handOver(path: string, to: string): void {
  try {
    const owner = statSync(to)
    if (isRoot() && owner.uid !== 0) giveTo(owner, path)
  } catch {
    // A file system without owners, as some shared folders of virtual machines are.
  }
}

export function makeHalf(folder: string): string {
  return mkdtempSync(join(folder, HALF_MADE))
}

function removeHalfMade(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(HALF_MADE))
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

function works(folder: string, user: User): boolean {
  const trial = makeHalf(folder)
  try {
    return canWorkIn(trial, user)
  } finally {
    rmSync(trial, { recursive: true, force: true })
  }
}

// /var/lib first: what lies in /tmp and /var/tmp is swept away with time.
function moveIn(user: User): string {
  for (const parent of ['/var/lib', '/var/tmp']) {
    try {
      const folder = mkdtempSync(join(parent, MOVED))
      chmodSync(folder, 0o711)
      if (works(folder, user)) return folder
      rmSync(folder, { recursive: true })
    } catch {
      // The next parent may do.
    }
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and ${user.name} cannot work here: start as an ordinary user`,
  )
}
