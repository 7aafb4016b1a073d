import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removePostgres, startPostgres } from '../dev/postgres.ts'
import { killed, makeCheckout, spawnLauncher, startElsewhere } from './support/launcher.ts'
import { chooseParent, runName } from './support/leftovers.ts'

const asRoot = process.getuid?.() === 0
const onLinux = process.platform === 'linux'
const NOBODY = 65534

const folder = mkdtempSync(join(chooseParent(), runName()))
const dataDirs = new Set<string>()

beforeAll(() => chmodSync(folder, 0o755))

afterAll(async () => {
  await Promise.all([...dataDirs].map(removePostgres))
  rmSync(folder, { recursive: true, force: true })
})

describe('one data folder', () => {
  const dataDir = newDataDir()
  const start = (settings = {}) => startPostgres({ dataDir, settings })

  test('the first start makes a database that only its url opens', async () => {
    const { url, reused } = await start()

    expect(reused).toBe(false)
    expect(await ask(url, 'SHOW server_version_num')).toMatch(/^18/)
    expect(await ask(url, 'SHOW server_encoding')).toBe('UTF8')
    expect(await ask(url, "SELECT datlocale FROM pg_database WHERE datname = 'bakehouse'")).toBe('C.UTF-8')
    expect(await ask(url, 'SHOW listen_addresses')).toBe('127.0.0.1')
    await expect(ask(url.replace(/:[^:]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow('authentication failed')
    for (const file of ['url', 'postgres.log']) expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0)
  })

  test('a second start finds the running server, from this process and from another', async () => {
    const { url } = await start()

    expect(await start()).toMatchObject({ url, reused: true })
    expect(await startElsewhere({ dataDir })).toMatchObject({ url, reused: true })
  })

  test('data and url survive a stop, which leaves no process', async () => {
    const first = await start()
    await ask(first.url, "CREATE TABLE cakes AS SELECT 'Sachertorte' AS name")
    const processes = processesOf(postmaster(dataDir))
    expect(processes.length).toBeGreaterThan(1)
    await first.stop()
    expect(processes.filter(isRunning)).toEqual([])
    await first.stop()

    const second = await start({ work_mem: '5MB' })
    expect(second).toMatchObject({ url: first.url, reused: false })
    expect(await ask(second.url, 'SELECT name FROM cakes')).toBe('Sachertorte')
    expect(await ask(second.url, 'SHOW work_mem')).toBe('5MB')
  })

  test('a server killed with -9 comes back with what was committed', async () => {
    const { url } = await start()
    await ask(url, "CREATE TABLE orders AS SELECT 'BK-1' AS number")
    process.kill(postmaster(dataDir), 'SIGKILL')

    const again = await start()
    expect(again.reused).toBe(false)
    expect(await ask(again.url, 'SELECT number FROM orders')).toBe('BK-1')
  })

  test('a process id left behind that now belongs to another program is no obstacle', async () => {
    const server = await start()
    const left = readFileSync(join(dataDir, 'cluster/postmaster.pid'), 'utf8')
    await server.stop()
    writeFileSync(join(dataDir, 'cluster/postmaster.pid'), left.replace(/^\d+/, String(process.pid)))

    expect(await start()).toMatchObject({ reused: false })
  })

  test('a port that another program took meanwhile is exchanged for a free one', async () => {
    const first = await start()
    await first.stop()
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    const second = await start()
    squatter.close()

    expect(second.url).not.toBe(first.url)
    expect(await ask(second.url, 'SELECT name FROM cakes')).toBe('Sachertorte')
  })

  test('a start that fails tells what the server said', async () => {
    await (await start()).stop()
    await expect(start({ shared_buffers: 'plenty' })).rejects.toThrow(
      'invalid value for parameter "shared_buffers"',
    )
  })
})

test('two first starts at the same instant give one server', async () => {
  const dataDir = newDataDir()
  const starts = await Promise.all([
    startElsewhere({ dataDir }),
    startElsewhere({ dataDir }),
    startPostgres({ dataDir }),
  ])

  expect(new Set(starts.map(({ url }) => url)).size).toBe(1)
  expect(starts.filter(({ reused }) => !reused)).toHaveLength(1)
  expect(await ask(starts[0].url, 'SELECT 1')).toBe(1)
})

test('a first start killed half way is made good by the next, and Ctrl-C does not reach the server', async () => {
  const dataDir = newDataDir()
  const first = spawnLauncher({ dataDir }, '')
  while (!existsSync(join(dataDir, 'url'))) await sleep(5)
  await killed(first, 'SIGKILL')
  expect(existsSync(join(dataDir, 'cluster'))).toBe(false)

  const second = spawnLauncher({ dataDir }, 'console.log(url); setInterval(() => {}, 1000)')
  const [url] = (await once(second.stdout!, 'data')) as [Buffer]
  process.kill(-second.pid!, 'SIGINT')
  expect(readdirSync(dataDir).filter((name) => name.startsWith('half-made'))).toEqual([])
  expect(await ask(String(url).trim(), 'SELECT 1')).toBe(1)
})

describe('a package whose install script did not run', () => {
  const secret = join(folder, 'secret')
  const checkout = makeCheckout(join(folder, 'checkout'))

  test('is copied by an ordinary user who may not write to it', async () => {
    const home = join(folder, 'home')
    mkdirSync(home)
    chmodSync(home, 0o777)
    execFileSync('chmod', ['-R', 'a-w', join(checkout, 'node_modules')])
    const dataDir = newDataDir('home/data')
    const started = await startElsewhere({ checkout, dataDir, uid: asRoot ? NOBODY : undefined })
    execFileSync('chmod', ['-R', 'u+w', join(checkout, 'node_modules')])

    expect(started.lines[0]).toContain('Copying the PostgreSQL programs')
    expect(await ask(started.url, 'SELECT 1')).toBe(1)
  })

  test.runIf(asRoot && onLinux)(
    'runs for root where only root may enter, and keeps its data',
    async () => {
      mkdirSync(secret, { mode: 0o700 })
      renameSync(checkout, join(secret, 'checkout'))
      const dataDir = newDataDir('secret/checkout/.data/postgres')
      const start = () => startElsewhere({ checkout: join(secret, 'checkout'), dataDir })
      const first = await start()
      const home = readFileSync(join(dataDir, 'moved-to'), 'utf8').trim()
      await ask(first.url, "CREATE TABLE cakes AS SELECT 'Linzer Torte' AS name")
      process.kill(postmaster(home), 'SIGKILL')

      const second = await start()
      expect(second.reused).toBe(false)
      expect(await ask(second.url, 'SELECT name FROM cakes')).toBe('Linzer Torte')
      await removePostgres(dataDir)
      expect(existsSync(home)).toBe(false)
    },
    60_000,
  )
})

function newDataDir(name = `data-${dataDirs.size}`): string {
  dataDirs.add(join(folder, name))
  return join(folder, name)
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return (rows as unknown[][])[0]?.[0]
  } finally {
    await client.end()
  }
}

function postmaster(home: string): number {
  return Number(readFileSync(join(home, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])
}

function processesOf(parent: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  return [parent, ...pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => pid!)]
}

function isRunning(pid: number): boolean {
  try {
    return !/^Z|^$/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim())
  } catch {
    return false
  }
}
