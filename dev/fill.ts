import { explain } from '../src/server.ts'
import { readMigration } from '../src/config.ts'
import { connect } from '../src/db/connect.ts'
import { fillSampleBakery } from './sample/fill.ts'

// `npm run db:sample`: fills the migrated, empty database of DATABASE_URL with the sample bakery.
try {
  const { databaseUrl, connectTimeoutMs } = readMigration()
  const db = connect({ url: databaseUrl, max: 1, connectTimeoutMs })
  const outcome = await fillSampleBakery(db, { now: Temporal.Now.instant(), log: console.log })
  if (outcome === 'already there') console.log('There is a bakery already; it stays as it is.')
  await db.destroy()
} catch (error) {
  for (const line of explain(error)) console.error(line)
  process.exitCode = 1
}
