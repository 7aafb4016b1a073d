import { CompiledQuery, Kysely, PostgresDialect, PostgresDriver, type DatabaseConnection } from 'kysely'
import { Client, Pool, types, type ClientConfig } from 'pg'
import { isStalePlan } from './errors.ts'
import type { Database } from './tables.ts'

export interface ConnectOptions {
  url: string
  /** Connections at most, 5 unless told. */
  max?: number
  /** Behind a transaction pooler statements cannot be prepared by name. */
  pooler?: 'none' | 'transaction'
  onError?: (error: Error) => void
  /** Told of each statement before it is sent: how tests count them. */
  onStatement?: (text: string) => void
}

/** Opens nothing yet: connections are made when the first statement needs one. */
export function connect(options: ConnectOptions): Kysely<Database> {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max ?? 5,
    min: 0,
    idleTimeoutMillis: 10_000,
    maxLifetimeSeconds: 300,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    allowExitOnIdle: true,
    query_timeout: 12_000,
    types: { getTypeParser },
    Client: clientOf(options),
  })
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', options.onError ?? (() => {}))
  return new Kysely<Database>({ dialect: new Dialect({ pool }) })
}

const NAMES_AT_MOST = 500

function clientOf({ pooler = 'none', onStatement }: ConnectOptions): typeof Client {
  const names = new Map<string, string>()
  let given = 0
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || pooler === 'transaction' || names.size >= NAMES_AT_MOST) return known
    const name = `s${given++}`
    names.set(text, name)
    return name
  }

  return class extends Client {
    constructor(config?: ClientConfig) {
      super(config)
      // Without a listener, losing a connection that is in use would end the process; its statements fail anyway.
      this.on('error', () => {})
    }

    // oxlint-disable-next-line typescript/no-explicit-any -- one body stands in for all overloads of pg
    override query(...args: any[]): any {
      const [text, values] = args
      if (typeof text !== 'string' || typeof args[2] === 'function') return super.query(...(args as [string]))
      onStatement?.(text)
      // BEGIN with its settings is several statements in one text: these cannot be prepared.
      const isPrepared = values?.length > 0 || text.startsWith('select')
      const name = isPrepared ? nameOf(text) : undefined
      const query = isPrepared ? { name, text, values: (values ?? []).map(toParameter) } : { text }
      const isAlone = this.getTransactionStatus() === 'I'
      return super.query(query).catch((error: Error & { severity?: string }) => {
        // The answer may still come, or the server has hung up: nobody else may be given this connection.
        if (error.message === 'Query read timeout' || error.severity === 'FATAL') void this.end()
        if (!isStalePlan(error)) throw error
        if (names.get(text) === name) names.delete(text)
        if (!isAlone) throw error
        return this.query(...args)
      })
    }
  }
}

const toParameter = (value: unknown): unknown =>
  value instanceof Temporal.Instant ? value.toString() : value

const PARSERS: Record<number, (text: string) => unknown> = {
  [types.builtins.DATE]: (text) => text,
  [types.builtins.TIME]: (text) => text.slice(0, 5),
  [types.builtins.TIMESTAMPTZ]: (text) => Temporal.Instant.from(text),
  [types.builtins.INT8]: toSafeInteger,
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- pg names only its built-in types
  return PARSERS[oid] ?? types.getTypeParser(oid, format)
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

class Driver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(BEGIN))
  }
}
