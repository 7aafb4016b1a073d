import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect } from '../../src/db/connect.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { removePostgres, startPostgres } from '../postgres.ts'
import { fillSampleBakery } from './fill.ts'

/** A Postgres of its own with the sample bakery in it, gone without a trace when it is closed. */
export async function openSampleDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bakehouse-sample-'))
  const close = () => removePostgres(folder)
  try {
    const { url } = await startPostgres({ dataDir: folder, durable: false })
    const db = connect({ url, connectTimeoutMs: 10_000 })
    await migrateToLatest(db)
    await fillSampleBakery(db, { now: Temporal.Now.instant(), log: () => {} })
    await db.destroy()
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}
