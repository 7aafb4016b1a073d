import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, lchownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type User = { name: string; uid: number; gid: number }

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

// Whom root becomes. The owner of a cluster stays its owner; the checkout of an ordinary user stays theirs under sudo.
export function chooseUser(folder: string, cluster: string): User {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map(parseUser)
  if (existsSync(cluster) && statSync(cluster).uid !== 0) {
    const { uid, gid } = statSync(cluster)
    return { name: users.find((user) => user.uid === uid)?.name ?? `user ${uid}`, uid, gid }
  }
  const { uid } = statSync(folder)
  // initdb wants its user to have a name.
  const owner = users.find((user) => user.uid === uid && uid !== 0)
  const known = (name: string) => users.find((user) => user.name === name && user.uid > 0)
  return owner ?? known('postgres') ?? known('nobody') ?? { name: 'nobody', uid: 65534, gid: 65534 }
}

// Really tried, because permission bits do not tell all of it: ACLs, network and FUSE mounts, user namespaces.
export function canWorkIn(folder: string, { uid, gid }: User): boolean {
  try {
    chownSync(folder, uid, gid)
  } catch {
    return false
  }
  return spawnSync('/bin/sh', ['-c', 'cd "$0" && echo > file', folder], { uid, gid, cwd: '/' }).status === 0
}

// Only what is root's: the cluster inside a folder has its own owner.
export function giveTo({ uid, gid }: { uid: number; gid: number }, path: string): void {
  const inside = lstatSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  for (const entry of ['', ...inside]) {
    if (lstatSync(join(path, entry)).uid === 0) lchownSync(join(path, entry), uid, gid)
  }
}

function parseUser(line: string): User {
  const [name = '', , uid, gid] = line.split(':')
  return { name, uid: Number(uid), gid: Number(gid) }
}
