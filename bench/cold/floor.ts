import { createServer } from 'node:http'
import { Pool } from 'pg'

// What a bundled server of the least kind needs: node:http, and one prepared statement. Nothing here is of Bakehouse.

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 5 })
const query = {
  name: 'cakes',
  text: `select slug, name, price_from, allergens from cakes where status = 'ACTIVE' order by name limit 20`,
}

const server = createServer(async (_request, response) => {
  const { rows } = await pool.query(query)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: rows }))
})
server.listen(Number(process.env['PORT']), '0.0.0.0')
// Node writes its compile cache when a process ends by itself.
process.once('SIGTERM', () => process.exit(0))
