import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { Kysely } from 'kysely'
import { onTestFinished } from 'vitest'
import { createApp, type AppOptions } from '../../src/app.ts'
import type { Identify } from '../../src/auth.ts'
import { insert } from '../../src/db/bakery-writing.ts'
import { CatalogueMemory } from '../../src/db/catalogue-memory.ts'
import { scopes } from '../../src/db/scope.ts'
import type { Database } from '../../src/db/tables.ts'
import { transact } from '../../src/db/transact.ts'
import { encodeSlotId } from '../../src/domain/slot-id.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import type { Log } from '../../src/serving/log.ts'
import { setUpBakery, type Rows } from './catalogue.ts'
import { openCounter } from './counter-door.ts'
import { createDatabase } from './database.ts'
import { connectAsApp, pooled } from './pooler.ts'
import { layRollbackProxy } from './rollback-proxy.ts'
import { watching, type Watching } from './watching.ts'

export type Answer = {
  // oxlint-disable-next-line typescript/no-explicit-any -- it has the shape that the test's own query asks for
  data: any
  errors?: { message: string; path?: unknown[]; extensions: { code: string } }[]
}
export type Ask = (query: string, variables?: object) => Promise<Answer>

export interface TestBakery {
  db: Kysely<Database>
  /** As the app reaches the database, and past the pooler. */
  url: string
  direct: string
  /** Asks as somebody, or as a visitor. */
  as(viewer: Viewer | null): Ask
  visitor: Ask
  staff: Ask
  admin: Ask
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** For node:http. */
  listener: RequestListener
  /** Watches over SSE: gives each answer as it comes, undefined at the end. */
  watch(viewer: Viewer | null, query: string, variables?: object): Promise<Watching>
  /** Ends all subscriptions, as a server that stops does. */
  endWatching(): void
  /** The statements that were sent while something was done, by a process that knows the catalogue already or not yet. */
  statementsOf(action: () => Promise<unknown>, options?: { isKnown?: boolean }): Promise<string[]>
  /** What was logged so far, but for the line that each request has. */
  logged: Logged[]
  requests: Logged[]
  /** Moves the clock, which stands still otherwise. */
  setNow(now: string): void
  close(): Promise<void>
}

export interface Logged {
  severity: string
  message: string
  details: object
}

export interface BakeryOptions {
  /** Monday, 23 November 2026, 10:00 in Amsterdam, unless told. */
  now?: string
  /** False leaves the tables empty; 'closed' sets up a bakery without hours. */
  settings?: Rows<'bakery'> | false | 'closed'
  guestOrdersAtMost?: number
  poolMax?: number
  /** What an operation may cost, where a test asks for more than production lets it. */
  costAtMost?: number
  watching?: AppOptions['watching']
  /** False where others write at the same time, or what one process knows of the catalogue is not what another does. */
  isCompared?: boolean
}

export const MONDAY_MORNING = '2026-11-23T09:00:00Z'

/** Opens a bakery with a database and a clock of its own; a test that opens it also closes it when it ends. */
export async function openBakery(options: BakeryOptions = {}): Promise<TestBakery> {
  const bakery = await openBakeryForFile(options)
  onTestFinished(() => bakery.close())
  return bakery
}

/** The same for a whole file: close it in `afterAll`. */
export async function openBakeryForFile(options: BakeryOptions = {}): Promise<TestBakery> {
  const database = await createDatabase()
  const statements: string[] = []
  const memory = new CatalogueMemory()
  const db = connectAsApp({
    url: database.url,
    max: options.poolMax ?? 5,
    // A crowded machine is not a database that is away.
    connectTimeoutMs: 10_000,
    onStatement: (text) => {
      statements.push(text)
      // What a test writes by hand leaves the catalogue's version as it is.
      if (!scopes.getStore() && /^(?:update|insert|delete|with|alter)/i.test(text)) memory.forget()
    },
  })
  if (options.settings === 'closed') await transact(db, (trx) => insert(trx, FIRST_DAY))
  else if (options.settings !== false) await setUpBakery(db, options.settings)
  let now = Temporal.Instant.from(options.now ?? MONDAY_MORNING)
  const logged: Logged[] = []
  const requests: Logged[] = []
  const log: Log = (severity, message, details = {}) =>
    void ('durationMs' in details ? requests : logged).push({ severity, message, details })
  const shared = {
    identify: trustingly,
    clock: { now: () => now, decideAt: () => now },
    guestSecrets: [{ keyId: 'test', secret: GUEST_SECRET }],
    guestOrdersAtMost: options.guestOrdersAtMost ?? 5,
    publicUrl: null,
    costAtMost: options.costAtMost,
    watching: options.watching,
    development: false,
    graphiql: false,
  }
  // So that the whole suite goes both ways: there by Yoga, and here past it and compared with it.
  const app = createApp({ ...shared, db, memory, log, direct: !pooled })
  const plain = pooled || options.isCompared === false ? undefined : plainOf(shared, database.url)
  const counter = openCounter(app, plain)
  const as = (viewer: Viewer | null) => (query: string, variables?: object) =>
    counter.ask(headersOf(viewer), { query, variables })
  return {
    db,
    url: database.url,
    direct: database.direct,
    as,
    visitor: as(null),
    staff: as(STAFF),
    admin: as(ADMIN),
    fetch: (path, init) => counter.fetch(path, init),
    listener: app,
    logged,
    requests,
    endWatching: () => app.endWatching(),
    watch: async (viewer, query, variables) =>
      watching(
        await app.fetch('http://bakery.test/graphql', {
          method: 'POST',
          headers: { ...headersOf(viewer), accept: 'text/event-stream' },
          body: JSON.stringify({ query, variables }),
        }),
      ),
    setNow: (instant) => void (now = Temporal.Instant.from(instant)),
    statementsOf: async (action, { isKnown = false } = {}) => {
      if (!isKnown) memory.forget()
      statements.length = 0
      await action()
      return [...statements]
    },
    close: async () => {
      await counter.close()
      await plain?.close()
      await db.destroy()
      await database.drop()
    },
  }
}

/** The same bakery by Yoga and graphql-js, on one connection of its own, when the first asks. It remembers nothing. */
function plainOf(options: Omit<AppOptions, 'db'>, url: string) {
  const memory = new CatalogueMemory()
  const open = async () => {
    const proxy = await layRollbackProxy(url)
    const db = connectAsApp({ url: proxy.url, max: 1, connectTimeoutMs: 10_000 })
    return { proxy, db, app: createApp({ ...options, db, memory, log: () => {}, direct: false }) }
  }
  let opening: ReturnType<typeof open> | undefined
  const opened = () => (opening ??= open())
  return {
    listener: async () => {
      memory.forget()
      return (await opened()).app
    },
    rehearse: async <T>(action: () => Promise<T>) => (await opened()).proxy.rehearse(action),
    close: async () => {
      if (!opening) return
      const { app, db, proxy } = await opening
      app.endWatching()
      await db.destroy()
      await proxy.close()
    },
  }
}

const FIRST_DAY = {
  name: 'The New Bakery',
  time_zone: 'Europe/Amsterdam',
  currency: 'EUR',
  locale: 'nl-NL',
  order_number_prefix: 'N-',
}

const headersOf = (viewer: Viewer | null) => ({
  'content-type': 'application/json',
  ...(viewer && { authorization: JSON.stringify(viewer) }),
})

/** What the links of guests are signed with. */
export const GUEST_SECRET = randomBytes(32).toString('hex')

// Tokens have tests of their own; elsewhere the header names the viewer.
const trustingly: Identify = async (authorization) =>
  authorization ? (JSON.parse(authorization) as Viewer) : null

export const STAFF: Viewer = { role: 'STAFF', subject: 'staff-1', email: 'staff@example.com' }
export const ADMIN: Viewer = { role: 'ADMIN', subject: 'admin-1', email: 'admin@example.com' }
export const customer = (name: string): Viewer => ({
  role: 'CUSTOMER',
  subject: `customer-${name}`,
  email: `${name}@example.com`,
})

/** The id of a slot, as `availability` would give it. */
export const slotId = (date: string, startTime = '10:00', method: 'PICKUP' | 'DELIVERY' = 'PICKUP'): string =>
  encodeSlotId({ method, date, startTime })
