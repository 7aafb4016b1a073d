import { createConnection } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { layCable, soon } from '../support/cable.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { freePorts } from '../support/balancer.ts'
import { startProgram } from '../support/started.ts'

describe('the job that migrates', { timeout: 60_000 }, () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await createDatabase({ from: 'empty' })))
  afterAll(() => database.drop())

  test('gives a database that sleeps the time that it is told to', async () => {
    const cable = await layCable(database.url)
    cable.slow(1_200)
    const impatient = migrate({ DATABASE_URL: cable.url() })
    expect(await impatient.exit).toBe(1)
    expect(impatient.output()).toContain('Migrating failed')

    const waking = migrate({ DATABASE_URL: cable.url(), DATABASE_CONNECT_TIMEOUT_MS: '20000' })
    await soon(() => cable.open() > 0, 20_000)
    await sleep(1_500)
    cable.slow(0)
    expect(await waking.exit, waking.output()).toBe(0)
  })

  test('opens no port, exits, and does nothing when it runs again', async () => {
    const [port] = (await freePorts(1)) as [number]
    for (const said of [/Migrated: |up to date/, /The database is up to date/]) {
      const job = migrate({ DATABASE_URL: database.url, PORT: String(port) })
      const answers: unknown[] = []
      const knocking = setInterval(() => {
        const socket = createConnection(port, '127.0.0.1', () => answers.push(port))
        socket.on('error', () => {})
      }, 20)
      expect(await job.exit).toBe(0)
      clearInterval(knocking)
      expect(job.output()).toMatch(said)
      expect(answers).toEqual([])
    }
  })
})

const migrate = (env: Record<string, string>) =>
  startProgram([process.execPath, 'src/migrate.ts'], { DATABASE_CONNECT_TIMEOUT_MS: '', ...env })
