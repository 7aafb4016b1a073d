import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { removePostgres, startPostgres } from '../../dev/postgres.ts'
import { connect } from '../../src/db/connect.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { administer, urlOf } from './administer.ts'
import { chooseParent, removeLeftovers, runName } from './leftovers.ts'
import { startPgbouncer } from './pgbouncer.ts'
import { pooled } from './pooler.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string
    /** The same server as the app reaches it. */
    appUrl: string
    template: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, close: () => dropAll(given, template) } : await openServer()
  const template = `bakehouse_test_${randomBytes(4).toString('hex')}`
  await createTemplate(server.url, template)
  const pooler = pooled ? await startPgbouncer(server.url) : undefined
  project.provide('adminUrl', server.url)
  project.provide('appUrl', pooler?.url(server.url) ?? server.url)
  project.provide('template', template)
  return async () => {
    await pooler?.close()
    await server.close()
  }
}

async function openServer(): Promise<{ url: string; close(): Promise<void> }> {
  await removeLeftovers()
  const dataDir = mkdtempSync(join(chooseParent(), runName()))
  const settings = { max_connections: '300', max_wal_size: '256MB' }
  const { url, stop } = await startPostgres({ dataDir, durable: false, settings })
  // Ctrl-C skips the teardown. Stopping sends its signal before it first waits, so the server goes; its folder is swept next time.
  process.once('exit', () => void stop())
  return { url, close: () => removePostgres(dataDir) }
}

// A template is cloned only while nobody is connected to it: so nobody may.
async function createTemplate(adminUrl: string, template: string): Promise<void> {
  await administer(adminUrl, `CREATE DATABASE ${template} TEMPLATE template0`)
  const db = connect({ url: urlOf(adminUrl, template), max: 2 })
  try {
    await migrateToLatest(db)
  } finally {
    await db.destroy()
  }
  await administer(adminUrl, `ALTER DATABASE ${template} ALLOW_CONNECTIONS false`)
}

async function dropAll(adminUrl: string, template: string): Promise<void> {
  const left = await administer(
    adminUrl,
    `SELECT datname FROM pg_database WHERE starts_with(datname, '${template}')`,
  )
  for (const { datname } of left) await administer(adminUrl, `DROP DATABASE ${datname} WITH (FORCE)`)
}
