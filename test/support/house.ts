import { onTestFinished } from 'vitest'
import { GUEST_SECRET, type Answer } from './bakery.ts'
import { POOLER_ENV } from './pooler.ts'
import { startProgram, type Program } from './started.ts'
import { watching, type Watching } from './watching.ts'

/** The program itself, started as a container starts it. */
export interface House {
  server: Program
  port: number
  origin: string
  ask: (query: string, variables?: object, authorization?: string) => Promise<Answer>
  /** A subscription over a real socket. */
  watch: (query: string, variables?: object, authorization?: string) => Promise<Watching>
}

const GUEST_TOKEN_SECRETS = `test:${GUEST_SECRET}`

/** Starts `node src/server.ts` in production, until the test ends. */
export async function startHouse(databaseUrl: string, env: Record<string, string> = {}): Promise<House> {
  const house = await startHouseForFile(databaseUrl, env)
  onTestFinished(async () => void (await house.server.kill()))
  return house
}

/** The same for a whole file: kill it in `afterAll`. */
export async function startHouseForFile(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<House> {
  const settings = {
    DATABASE_URL: databaseUrl,
    ...POOLER_ENV,
    GUEST_TOKEN_SECRETS,
    DRAIN_GRACE_MS: '0',
    ...env,
  }
  const server = startProgram([process.execPath, 'src/server.ts'], settings)
  const port = Number(await server.says(/"message":"Bakehouse listens on port (\d+)"/))
  const origin = `http://127.0.0.1:${port}`
  const post = (query: string, variables?: object, authorization?: string, accept = 'application/json') =>
    fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...(authorization && { authorization }) },
      body: JSON.stringify({ query, variables }),
    })
  return {
    server,
    port,
    origin,
    ask: async (...asked) => (await (await post(...asked)).json()) as Answer,
    watch: async (query, variables, authorization) =>
      watching(await post(query, variables, authorization, 'text/event-stream')),
  }
}

/** For the program has no clock but the real one: next week, and not on a Monday. */
export function nextOpenDay(): string {
  const day = Temporal.Now.plainDateISO('Europe/Amsterdam').add({ days: 7 })
  return (day.dayOfWeek === 1 ? day.add({ days: 1 }) : day).toString()
}
