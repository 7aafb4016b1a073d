import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { readExampleValues } from '../../src/serving/graphiql/example-values.ts'
import { GUEST_EXAMPLES } from '../../src/serving/graphiql/guest-examples.ts'
import { openSampleDatabase } from '../sample/database.ts'
import { startServer } from '../server-process.ts'
import { FLAGS } from './flags.ts'

// Fills V8's code cache for the program in a folder: what guests do in a morning, an order among it, so that the code
// for all of that is compiled before anybody waits for it. Node writes the cache when the program ends.

const folder = path.resolve(process.argv[2] ?? 'dist/server')
const cache = { NODE_COMPILE_CACHE: path.join(folder, 'cache'), NODE_ENV: 'production' }

const database = await openSampleDatabase()
try {
  const env = { ...cache, DATABASE_URL: database.url }
  execFileSync(process.execPath, [path.join(folder, 'migrate.cjs')], { env })
  await spendMorning([path.join(folder, 'server.cjs')])
  // The last one counts: what was compiled under other flags is not taken.
  await spendMorning([...FLAGS, '--snapshot-blob', path.join(folder, 'server.blob')])
} finally {
  await database.close()
}

async function spendMorning(args: string[]): Promise<void> {
  const server = await startServer({ args, databaseUrl: database.url, env: cache })
  const origin = `http://127.0.0.1:${server.port}`
  const ask = async (query: string, variables?: object) => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data: never; errors?: object[] }
    if (errors) throw new Error(`A guest is not answered: ${JSON.stringify(errors)}`)
    return data
  }
  const values = await readExampleValues(async (role, query, variables) =>
    role === 'guest' ? await ask(query, variables) : undefined,
  )
  for (const { query, variables } of GUEST_EXAMPLES)
    if (!query.includes('subscription ')) await ask(query, variables?.(values))
  for (const where of ['/', '/schema.graphql', '/graphql?query={bakery{name}}'])
    await (await fetch(`${origin}${where}`)).text()
  const code = await server.stop()
  if (code !== 0) throw new Error(`The server ended with ${code}.`)
}
