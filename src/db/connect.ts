import { CompiledQuery, Kysely, PostgresDialect, PostgresDriver, type DatabaseConnection } from 'kysely'
import { Pool, types, type PoolConfig } from 'pg'
import { clientOf, type ClientOptions } from './client.ts'
import { scopes } from './scope.ts'
import type { Database } from './tables.ts'

export interface ConnectOptions extends ClientOptions {
  url: string
  /** Connections at most, 5 unless told. */
  max?: number
  onError?: (error: Error) => void
  /** Makes what is written to and read from, where that is not a plain socket. */
  stream?: () => object
}

/** Milliseconds to wait in the queue for a connection. */
const QUEUE_MS = 3_000

/** Opens nothing yet: connections are made when the first statement needs one. */
export function connect(options: ConnectOptions): Kysely<Database> {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max ?? 5,
    min: 0,
    idleTimeoutMillis: 10_000,
    maxLifetimeSeconds: 300,
    connectionTimeoutMillis: Math.max(QUEUE_MS, options.connectTimeoutMs ?? 0),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    allowExitOnIdle: true,
    query_timeout: 12_000,
    types: { getTypeParser },
    Client: clientOf(options),
    ...(options.stream && { stream: options.stream as NonNullable<PoolConfig['stream']> }),
  })
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', options.onError ?? (() => {}))
  const db = new Root({ dialect: new Dialect({ pool }) })
  pools.set(db, pool)
  return db
}

class Root extends Kysely<Database> {
  // Kysely ends no pool that it was never asked for a connection of.
  override async destroy(): Promise<void> {
    await super.destroy()
    const pool = pools.get(this)!
    if (!pool.ending) await pool.end()
  }
}

/** Sends a statement: alone it goes past Kysely, which makes a dozen promises for each. */
export async function send<Row>(db: Kysely<Database>, statement: CompiledQuery<Row>): Promise<Row[]> {
  const pool = pools.get(db)
  if (!pool) return (await db.executeQuery(statement)).rows
  const client = await whileWanted(
    () => pool.connect(),
    (late) => late.release(),
  )
  try {
    return (await client.query(statement.sql, statement.parameters as unknown[])).rows as Row[]
  } finally {
    client.release()
  }
}

/** Waits for a connection as long as it is wanted. Who has left the queue gives it to the next one. */
function whileWanted<Connection>(
  acquire: () => Promise<Connection>,
  giveOn: (connection: Connection) => unknown,
): Promise<Connection> {
  const scope = scopes.getStore()
  if (scope?.over) return Promise.reject(scope.over)
  const acquiring = acquire()
  return scope?.watch(acquiring, () => void acquiring.then(giveOn).catch(() => {})) ?? acquiring
}

const pools = new WeakMap<Kysely<Database>, Pool>()

/** Connections, and those who wait for one. */
export interface PoolSizes {
  total: number
  idle: number
  waiting: number
}

export function poolSizes(db: Kysely<Database>): PoolSizes | undefined {
  const pool = pools.get(db)
  return pool && { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }
}

/** Of `text[]`; pg has no name for it. */
const TEXT_ARRAY = 1009
const parseTexts = types.getTypeParser(TEXT_ARRAY as never) as (text: string) => (string | null)[]

const PARSERS: Record<number, (text: string) => unknown> = {
  [types.builtins.DATE]: (text) => text,
  [types.builtins.TIME]: (text) => text.slice(0, 5),
  [types.builtins.TIMESTAMPTZ]: (text) => Temporal.Instant.from(text),
  [types.builtins.INT8]: toSafeInteger,
  [TEXT_ARRAY]: toTexts,
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return PARSERS[oid] ?? types.getTypeParser(oid, format)
}

// Codes, mostly: only quotes, nulls and lists in lists need a real parser.
function toTexts(text: string): (string | null)[] {
  if (text === '{}') return []
  return /["\\]|NULL|^.{1,}\{/.test(text) ? parseTexts(text) : text.slice(1, -1).split(',')
}

function toSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`)
  return value
}

class Dialect extends PostgresDialect {
  readonly #config: ConstructorParameters<typeof PostgresDialect>[0]

  constructor(config: ConstructorParameters<typeof PostgresDialect>[0]) {
    super(config)
    this.#config = config
  }

  override createDriver(): PostgresDriver {
    return new Driver(this.#config)
  }
}

// Sent with BEGIN as one message, so that no write can wait or hang for longer, and no round trip is added.
const BEGIN = [
  'begin',
  "set local lock_timeout = '3s'",
  "set local statement_timeout = '10s'",
  "set local idle_in_transaction_session_timeout = '10s'",
].join('; ')

type Held = Parameters<PostgresDriver['releaseConnection']>[0]

class Driver extends PostgresDriver {
  override acquireConnection(
    options?: Parameters<PostgresDriver['acquireConnection']>[0],
  ): ReturnType<PostgresDriver['acquireConnection']> {
    return whileWanted(
      () => super.acquireConnection(options),
      (connection) => this.releaseConnection(connection as Held),
    )
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(BEGIN))
  }
}
