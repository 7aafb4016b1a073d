import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { pool, port } from './pool.ts'

// Its own schema, made from the tables; placing an order is a function in the database, as its manual has it.
await pool.query(readFileSync(path.join(import.meta.dirname, 'postgraphile.sql'), 'utf8'))

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ['public'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
})
const server = createServer()
await instance.createServ(grafserv).addTo(server)
server.listen(port)
if (process.env['PRINT']) {
  const { printSchema } = await import('graphql')
  console.log(printSchema(await instance.getSchema()))
}
