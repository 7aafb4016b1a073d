import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { serveFolder, type StaticServer } from '../../../dev/static-server.ts'
import type { Answer } from '../../support/bakery.ts'
import { createDatabase } from '../../support/database.ts'
import { killAll, startProgram, type Program } from '../../support/started.ts'

const EXAMPLES = path.join(import.meta.dirname, '../../../examples')

export type Frontend = 'shop' | 'kitchen'
export type Role = 'customer' | 'staff' | 'admin'

export interface Stage {
  /** Where each can be reached: http://localhost:… */
  api: string
  shop: string
  kitchen: string
  /** Tokens of the sample bakery's people, as /dev/tokens gives them. */
  tokens: Record<Role, string>
  /** Asks the API as somebody, or as a visitor. */
  ask(role: Role | null, query: string, variables?: object): Promise<Answer>
  databaseUrl: string
  /** Asks the database itself. */
  rows<Row>(statement: string, values?: unknown[]): Promise<Row[]>
  /** Ends the API at once, as a crash does; what it had not committed is gone. */
  killApi(): Promise<void>
  /** Starts it again, at the same address. */
  restartApi(): Promise<void>
  close(): Promise<void>
}

/** A real server with the sample bakery on a database of its own, and the built frontends beside it. */
export async function openStage(...frontends: Frontend[]): Promise<Stage> {
  // Also where a test fails before it closes what it opened.
  process.once('exit', killAll)
  const database = await createDatabase()
  const data = mkdtempSync(path.join(tmpdir(), 'bakehouse-stage-'))
  let api = ''
  const servers: Partial<Record<Frontend, StaticServer>> = {}
  for (const name of frontends) servers[name] = await serveFrontend(name, () => api)
  const start = async (port: string): Promise<Program> => {
    const program = startProgram([process.execPath, 'dev/start.ts'], {
      DATABASE_URL: database.direct,
      BAKEHOUSE_DATA: data,
      CORS_ORIGINS: Object.values(servers)
        .map(({ origin }) => origin)
        .join(),
      PORT: port,
      // So that whoever watches has to begin anew now and then, as after a minute in production.
      WATCH_LIFETIME_MS: '4000',
    })
    api = await program.says(/Overview +(http\S+)/)
    return program
  }
  let program = await start('0')
  const tokens = (await (await fetch(`${api}/dev/tokens`)).json()) as Record<Role, string>
  return {
    api,
    shop: servers.shop?.origin ?? '',
    kitchen: servers.kitchen?.origin ?? '',
    tokens,
    databaseUrl: database.direct,
    ask: async (role, query, variables) => {
      const response = await fetch(`${api}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(role && { authorization: `Bearer ${tokens[role]}` }),
        },
        body: JSON.stringify({ query, variables }),
      })
      return (await response.json()) as Answer
    },
    rows: async <Row>(statement: string, values: unknown[] = []) => {
      const client = new Client({ connectionString: database.direct })
      await client.connect()
      try {
        return (await client.query(statement, values)).rows as Row[]
      } finally {
        await client.end()
      }
    },
    killApi: async () => void (await program.kill()),
    restartApi: async () => {
      program = await start(new URL(api).port)
    },
    close: async () => {
      await program.kill()
      await Promise.all(Object.values(servers).map((server) => server.close()))
      await database.drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function serveFrontend(name: Frontend, api: () => string): Promise<StaticServer> {
  const folder = path.join(EXAMPLES, name, 'dist')
  if (!existsSync(folder)) throw new Error(`examples/${name} is not built: npm run examples:build`)
  return serveFolder({ folder, api })
}
