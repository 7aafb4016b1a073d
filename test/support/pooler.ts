import { connect, type ConnectOptions } from '../../src/db/connect.ts'

/** Whether this run puts PgBouncer between the app and Postgres: `npm run test:pooler`. */
export const pooled = process.env['TEST_POOLER'] === 'pgbouncer'

const pooler = pooled ? 'transaction' : 'none'

/** What a program needs to know of it; and that this leg answers by Yoga alone, so that both ways of answering are tried. */
export const POOLER_ENV = { DATABASE_POOLER: pooler, FAST_PATH: pooled ? 'off' : 'on' }

/** Connects to the url of a test database as the app does in this run. */
export const connectAsApp = (options: ConnectOptions): ReturnType<typeof connect> =>
  connect({ pooler, ...options })
