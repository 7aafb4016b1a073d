import { ConfigError, readMigration, readSetup } from './config.ts'
import { insert } from './db/bakery-writing.ts'
import { connect } from './db/connect.ts'
import { migrateToLatest } from './db/migrate.ts'
import { transact } from './db/transact.ts'
import { describeError, jsonLog } from './serving/log.ts'

void main()

/** `npm run db:migrate`: brings the database up to date, sets the bakery up where there is none, and exits. No port. */
async function main(): Promise<void> {
  try {
    const [{ databaseUrl, connectTimeoutMs }, setup] = [readMigration(), readSetup()]
    const db = connect({ url: databaseUrl, max: 1, connectTimeoutMs })
    const names = await migrateToLatest(db)
    jsonLog('INFO', names.length > 0 ? `Migrated: ${names.join(', ')}` : 'The database is up to date')
    if (setup) {
      const { name, timeZone, currency, locale, orderNumberPrefix } = setup
      const bakery = { name, time_zone: timeZone, currency, locale, order_number_prefix: orderNumberPrefix }
      const isNew = await transact(db, (trx) => insert(trx, bakery))
      jsonLog(
        'INFO',
        isNew ? `Set up the bakery ${name}` : 'There is a bakery already; BAKERY_… were not looked at',
      )
    }
    await db.destroy()
  } catch (error) {
    if (error instanceof ConfigError) for (const mistake of error.mistakes) console.error(mistake)
    else jsonLog('ERROR', 'Migrating failed', { error: describeError(error) })
    process.exitCode = 1
  }
}
