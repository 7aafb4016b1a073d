import { Pool, types } from 'pg'

// A date as it stands, not the midnight of some zone.
types.setTypeParser(types.builtins.DATE, (text) => text)

export const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['DATABASE_POOL_MAX']),
})

export const port = Number(process.env['PORT'])
