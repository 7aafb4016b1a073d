import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { answers, freePort } from '../../dev/postgres-answers.ts'
import { chooseUser, giveTo, isRoot } from '../../dev/postgres-user.ts'
import { chooseParent, runName } from './leftovers.ts'

/** A real PgBouncer before a Postgres, in transaction mode. */
export interface Pgbouncer {
  /** The same database, through it. */
  url(databaseUrl: string): string
  close(): Promise<void>
}

// Debian keeps it where only root looks.
const PLACES = ['pgbouncer', '/usr/sbin/pgbouncer']
/** Undefined where it is not installed. */
export const findPgbouncer = () => PLACES.find((program) => spawnSync(program, ['--version']).status === 0)

// It becomes the process whose end the pipe tells of, so that nothing of it outlives a test run that is killed.
const UNTIL_PIPE_CLOSES = '{ read gone; kill $$; } <&3 & exec "$0" -q "$1"'

export async function startPgbouncer(
  postgresUrl: string,
  settings: Record<string, string | number> = {},
): Promise<Pgbouncer> {
  const program = findPgbouncer()
  if (!program) throw new Error('PgBouncer is not installed: apt-get install pgbouncer')
  const folder = mkdtempSync(path.join(chooseParent(), runName()))
  const port = await freePort()
  const files = {
    'pgbouncer.ini': configOf(new URL(postgresUrl), port, folder, settings),
    users: usersOf(new URL(postgresUrl)),
    log: '',
  }
  // The folder stays ours, so that the next run sweeps it if this one is killed.
  const user = isRoot() ? chooseUser(folder, path.join(folder, 'cluster')) : undefined
  if (user) chmodSync(folder, 0o711)
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), text, { mode: 0o600 })
    if (user) giveTo(user, path.join(folder, name))
  }

  const child = spawn('/bin/sh', ['-c', UNTIL_PIPE_CLOSES, program, path.join(folder, 'pgbouncer.ini')], {
    uid: user?.uid,
    gid: user?.gid,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const exit = once(child, 'exit')
  const close = async () => {
    child.stdio[3]!.destroy()
    await exit
    rmSync(folder, { recursive: true, force: true })
  }
  const url = (databaseUrl: string) => Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href
  if (!(await answers(url(postgresUrl), () => child.exitCode === null))) {
    const log = readFileSync(path.join(folder, 'log'), 'utf8')
    await close()
    throw new Error(`PgBouncer did not start:\n${log}`)
  }
  return { url, close }
}

const configOf = (postgres: URL, port: number, folder: string, settings: object) => `
[databases]
* = host=${postgres.hostname} port=${postgres.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
logfile = ${folder}/log
auth_type = md5
auth_file = ${folder}/users
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
server_idle_timeout = 1
server_login_retry = 1
query_wait_timeout = 8
${Object.entries(settings)
  .map(([name, value]) => `${name} = ${value}`)
  .join('\n')}
`

const usersOf = ({ username, password }: URL): string =>
  `${[username, password].map((word) => `"${decodeURIComponent(word).replaceAll('"', '""')}"`).join(' ')}\n`
