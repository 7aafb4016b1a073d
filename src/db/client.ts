import pg, { Client, type ClientConfig, type Connection } from 'pg'
import { isPoolFull, isStalePlan } from './errors.ts'
import { textOf } from './instants.ts'
import { PreparedQuery, type Rows, type Shapes } from './prepared-query.ts'
import { scopes, Stopped, type Scope } from './scope.ts'
import type { Value } from './wire.ts'

// What pg has, and its types have not. None of our values are bytes.
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => Value } }).utils

export interface ClientOptions {
  /** Behind a transaction pooler statements cannot be prepared by name. */
  pooler?: 'none' | 'transaction'
  /** Milliseconds that opening a connection may take, 900 unless told. */
  connectTimeoutMs?: number
  /** Told of each statement before it is sent: how tests count them. */
  onStatement?: (text: string) => void
}

const NAMES_AT_MOST = 500

/** The end of a statement that is a whole transaction: it gives rows where it has written, and none where it has not. */
export const WHOLE = '-- a whole transaction'

/** A class of clients that prepare by name, plan anew after a migration, and stop what nobody waits for any more. */
export function clientOf({
  pooler = 'none',
  connectTimeoutMs = 900,
  onStatement,
}: ClientOptions): typeof Client {
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
    readonly #config: ClientConfig | undefined
    readonly #shapes: Shapes = new Map()
    /** Whether the order to stop has been taken, once it was sent. */
    #ordered: Promise<void> | undefined

    constructor(config?: ClientConfig) {
      super({ ...config, connectionTimeoutMillis: connectTimeoutMs })
      this.#config = config
      // Without a listener, losing a connection that is in use would end the process; its statements fail anyway.
      this.on('error', () => {})
    }

    // oxlint-disable-next-line typescript/no-explicit-any -- one body stands in for all overloads of pg
    override query(...args: any[]): any {
      const [text, values] = args
      if (typeof text !== 'string' || typeof args[2] === 'function') return super.query(...(args as [string]))
      const scope = scopes.getStore()
      if (scope?.over && text !== 'rollback') return Promise.reject(scope.over)
      onStatement?.(text)
      // BEGIN with its settings is several statements in one text: these cannot be prepared.
      const isPrepared = values?.length > 0 || text.startsWith('select')
      const name = isPrepared ? nameOf(text) : undefined
      const parameters: Value[] | undefined = isPrepared ? (values ?? []).map(valueOf) : undefined
      const isAlone = this.getTransactionStatus() === 'I'
      const sending =
        name === undefined
          ? super.query({ text, values: parameters })
          : this.#sendPrepared({ name, text, values: parameters! })
      const sent = sending.catch((error: Error & { severity?: string }) => {
        // Where it was read off the wire tells nobody anything.
        if (name !== undefined) Error.captureStackTrace(error)
        // The answer may still come, or the server has hung up: nobody else may be given this connection.
        if (error.message === 'Query read timeout' || error.severity === 'FATAL') void this.end()
        if (!isStalePlan(error)) throw error
        if (names.get(text) === name) names.delete(text)
        if (!isAlone) throw error
        return this.query(...args)
      })
      if (!scope) return sent
      scope.statements++
      const told = scope.onStatement?.(text)
      if (told) sent.then(() => told(), told)
      if (text === 'rollback') return sent
      const isWhole = text.endsWith(WHOLE)
      if (text !== 'commit' && !isWhole) return scope.watch(sent, () => this.#stop())
      const committing = isWhole ? committingOf(scope, sent as Promise<Rows>) : sent
      scope.isCommitting = true
      // A transaction that is being committed is not cancelled: nobody waits for it any more, that is all.
      const stop = isWhole ? () => this.#stop() : () => void this.end()
      return scope.watch(committing, stop, { isCommit: true }).catch(unknownIfStopped)
    }

    #sendPrepared(statement: { name: string; text: string; values: readonly Value[] }): Promise<unknown> {
      const reading = { shapes: this.#shapes, parserOf: (type: number) => this.getTypeParser(type, 'text') }
      return new Promise((resolve, reject) => {
        super.query(new PreparedQuery(statement, reading, { resolve, reject }))
      })
    }

    // A pooler forgets whoever hangs up, and would find nothing to stop any more.
    // oxlint-disable-next-line typescript/no-explicit-any -- as above
    override end(...args: any[]): any {
      const end = () => super.end(...(args as []))
      return this.#ordered ? this.#ordered.then(end) : end()
    }

    /** The connection goes as well: the order to stop may reach it only when it runs something else. */
    #stop(): void {
      const { processID, secretKey } = this as unknown as { processID: number; secretKey: number }
      const { connection, host, port } = new Client(this.#config) as Client & { connection: Messenger }
      const cancel = () => connection.cancel(processID, secretKey)
      connection.once('connect', () => (connection.ssl ? connection.requestSsl() : cancel()))
      connection.once('sslconnect', cancel)
      connection.on('error', () => {})
      this.#ordered = new Promise((taken) => connection.once('end', taken))
      setTimeout(() => connection.stream.destroy(), PATIENCE).unref()
      if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
      else connection.connect(port, host)
      // From now on the pool gives it to nobody.
      Object.assign(this, { _ending: true })
      void this.end()
    }
  }
}

/** Once a whole transaction is known to have written nothing, it may be said again that nothing was saved. */
function committingOf(scope: Scope, sent: Promise<Rows>): Promise<Rows> {
  const before = scope.isCommitting
  return sent.then(
    (result) => {
      if (result.rowCount === 0) scope.isCommitting = before
      return result
    },
    (error: Error & { severity?: string }) => {
      if (error.severity === 'ERROR' || isPoolFull(error)) scope.isCommitting = before
      throw error
    },
  )
}

function unknownIfStopped(error: unknown): never {
  throw error instanceof Stopped
    ? new Error('Connection terminated while committing', { cause: error })
    : error
}

/** Milliseconds that stopping a statement may take. */
const PATIENCE = 2_000

/** What pg has for it, and its types have not. */
type Messenger = Connection & {
  connect(port: number | string, host?: string): void
  cancel(processID: number, secretKey: number): void
  requestSsl(): void
  ssl: unknown
}

function valueOf(value: unknown): Value {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return null
  return value instanceof Temporal.Instant ? textOf(value) : prepareValue(value)
}
