import pg from 'pg'

// A date as it stands, not the midnight of some zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['DATABASE_POOL_MAX']),
})

export const port = Number(process.env['PORT'])
