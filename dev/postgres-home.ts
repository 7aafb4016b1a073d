import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, lchownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type User = { name: string; uid: number; gid: number }

// Where the cluster lives, and whom to become to run it: nobody else, unless we are root, which PostgreSQL refuses.
export type Home = { folder: string; user?: User }

export function findHome(dataDir: string, log: (line: string) => void): Home {
  const note = join(dataDir, 'moved-to')
  const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : dataDir
  const folder = existsSync(noted) ? noted : dataDir
  const cluster = join(folder, 'cluster')
  if (process.getuid?.() !== 0) {
    refuseForeign(dataDir, cluster)
    return { folder }
  }

  const user = chooseUser(existsSync(cluster) ? cluster : folder)
  if (canWorkIn(folder, user)) {
    if (existsSync(cluster) && statSync(cluster).uid !== user.uid) give(cluster, user)
    return { folder, user }
  }
  const home = moveIn(user)
  if (existsSync(cluster)) {
    cpSync(cluster, join(home, 'cluster'), { recursive: true, verbatimSymlinks: true })
    give(join(home, 'cluster'), user)
  }
  writeFileSync(note, `${home}\n`)
  log(`PostgreSQL runs as ${user.name}, who cannot work in ${folder}: its data lives in ${home}`)
  return { folder: home, user }
}

// Root makes folders for the owner of what is around them, who can then start without root, and remove them.
export function makeFolder(path: string): string {
  const made = mkdirSync(path, { recursive: true })
  const folder = realpathSync(path)
  if (made && process.getuid?.() === 0) give(made, statSync(dirname(made)))
  return folder
}

export function handOver(folder: string): void {
  if (process.getuid?.() !== 0) return
  const owner = statSync(folder)
  for (const entry of readdirSync(folder)) {
    if (lstatSync(join(folder, entry)).uid === 0) lchownSync(join(folder, entry), owner.uid, owner.gid)
  }
}

function refuseForeign(dataDir: string, cluster: string): void {
  try {
    if (!existsSync(cluster) || statSync(cluster).uid === process.getuid?.() || process.platform === 'win32') return
  } catch {}
  throw new Error(`The database in ${dataDir} belongs to another user: start as that user, or remove it`)
}

// The owner of the files stays their owner over restarts, and a checkout of an ordinary user stays theirs under sudo.
function chooseUser(owned: string): User {
  const { uid, gid } = statSync(owned)
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map(parseUser)
  if (uid !== 0) {
    const owner = users.find((user) => user.uid === uid)
    if (owner || owned.endsWith('/cluster')) return { name: owner?.name ?? `user ${uid}`, uid, gid }
  }
  const known = (name: string) => users.find((user) => user.name === name && user.uid > 0)
  return known('postgres') ?? known('nobody') ?? { name: 'nobody', uid: 65534, gid: 65534 }
}

function parseUser(line: string): User {
  const [name = '', , uid, gid] = line.split(':')
  return { name, uid: Number(uid), gid: Number(gid) }
}

// Really tried, because permission bits do not tell all of it: ACLs, network and FUSE mounts, user namespaces.
function canWorkIn(folder: string, { uid, gid }: User): boolean {
  const { uid: owner, mode } = statSync(folder)
  const trial = mkdtempSync(join(folder, 'trial-'))
  try {
    if (owner === 0) chmodSync(folder, (mode & 0o7777) | 0o011)
    chownSync(trial, uid, gid)
    return spawnSync('/bin/sh', ['-c', 'cd "$0" && echo > file', trial], { uid, gid, cwd: '/' }).status === 0
  } catch {
    return false
  } finally {
    rmSync(trial, { recursive: true, force: true })
  }
}

// /var/lib first: what lies in /tmp and /var/tmp is swept away with time.
function moveIn(user: User): string {
  for (const parent of ['/var/lib', '/var/tmp']) {
    try {
      const folder = mkdtempSync(join(parent, 'bakehouse-postgres-'))
      if (canWorkIn(folder, user)) return folder
      rmSync(folder, { recursive: true })
    } catch {}
  }
  throw new Error(`PostgreSQL refuses to run as root, and ${user.name} can work nowhere: start as an ordinary user, or set DATABASE_URL`)
}

function give(folder: string, { uid, gid }: { uid: number; gid: number }): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) lchownSync(join(folder, entry), uid, gid)
  lchownSync(folder, uid, gid)
}
