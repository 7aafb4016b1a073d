import { ConfigError, readMigrationUrl } from './config.ts'
import { connect } from './db/connect.ts'
import { migrateToLatest } from './db/migrate.ts'
import { describeError, jsonLog } from './serving/log.ts'

// `npm run db:migrate`: brings the database up to date and exits. Opens no port.
try {
  const db = connect({ url: readMigrationUrl(), max: 1 })
  const names = await migrateToLatest(db)
  jsonLog('INFO', names.length > 0 ? `Migrated: ${names.join(', ')}` : 'The database is up to date')
  await db.destroy()
} catch (error) {
  if (error instanceof ConfigError) for (const mistake of error.mistakes) console.error(mistake)
  else jsonLog('ERROR', 'Migrating failed', describeError(error))
  process.exitCode = 1
}
