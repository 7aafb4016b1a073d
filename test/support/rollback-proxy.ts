import { hangUp, layWire, type Line, type Wire } from './wire.ts'

/** A way to the database on which whatever is done in a rehearsal is undone after it. */
export interface RollbackProxy {
  url: string
  rehearse<T>(action: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Stands between an app and Postgres. In a rehearsal all that a connection sends is one transaction, which is rolled back:
 * what the app takes for transactions, and each statement outside of them, are savepoints in it. Outside of rehearsals
 * everything goes by as it is.
 */
export async function layRollbackProxy(databaseUrl: string): Promise<RollbackProxy> {
  let isRehearsing = false
  const wire: Wire<Stage> = await layWire(databaseUrl, {
    open: (line) => new Stage(line, () => isRehearsing),
    fromApp: (stage, data) => stage.fromApp(data),
    fromPostgres: (stage, data) => stage.fromPostgres(data),
  })
  return {
    url: wire.url,
    async rehearse(action) {
      isRehearsing = true
      try {
        return await action()
      } finally {
        isRehearsing = false
        await Promise.all([...wire.lines].map((stage) => stage.undo()))
      }
    },
    close: () => wire.close(),
  }
}

/** What Postgres says of a session when it is ready: idle, in a transaction, or in one that has failed. */
type Status = 'I' | 'T' | 'E'

class Stage implements Line {
  readonly app: Line['app']
  readonly postgres: Line['postgres']
  readonly #isRehearsing: () => boolean
  #isOpen = false
  #ofApp: Buffer = Buffer.alloc(0)
  #ofPostgres: Buffer = Buffer.alloc(0)
  /** Messages up to the next that asks for an answer. */
  #unit: Buffer[] = []
  #turns: Promise<unknown> = Promise.resolve()
  /** Who waits for Postgres to be ready, and whether the app hears what comes before. */
  #waiting: { isHeard: boolean; ready: (status: Status) => void } | undefined
  #isClosed = false
  #isUndone = true
  #isInTransaction = false
  #status: Status = 'I'

  constructor({ app, postgres }: Line, isRehearsing: () => boolean) {
    this.app = app
    this.postgres = postgres
    this.#isRehearsing = isRehearsing
    postgres.on('close', () => {
      this.#isClosed = true
      this.#waiting?.ready('I')
    })
  }

  fromApp(data: Buffer): void {
    if (!this.#isOpen) return void this.postgres.write(data)
    const { messages, rest } = split(Buffer.concat([this.#ofApp, data]))
    this.#ofApp = rest
    for (const message of messages) {
      this.#unit.push(message)
      if (!['Q', 'S', 'X'].includes(typeOf(message))) continue
      const unit = Buffer.concat(this.#unit)
      this.#unit = []
      this.#turns = this.#turns.then(() => this.#play(unit))
    }
  }

  fromPostgres(data: Buffer): void {
    const { messages, rest } = split(Buffer.concat([this.#ofPostgres, data]))
    this.#ofPostgres = rest
    for (const message of messages) {
      const isReady = typeOf(message) === 'Z'
      if (!this.#waiting || !this.#isOpen) {
        this.#isOpen ||= isReady
        this.app.write(message)
      } else if (isReady) this.#waiting.ready(message.toString('latin1', 5) as Status)
      else if (this.#waiting.isHeard) this.app.write(message)
    }
  }

  /** Once no statement is under way. */
  undo(): Promise<unknown> {
    return (this.#turns = this.#turns.then(() => this.#rollBack()))
  }

  async #rollBack(): Promise<void> {
    if (!this.#isUndone) await this.#say('rollback')
    // Whoever goes on with a transaction would write for good what was to be undone.
    if (this.#isInTransaction) hangUp(this)
    this.#isUndone = true
    this.#isInTransaction = false
  }

  async #play(unit: Buffer): Promise<void> {
    if (typeOf(unit) === 'X') return void this.postgres.write(unit)
    if (this.#isUndone && !this.#isRehearsing()) return this.#tell(await this.#send(unit))
    if (this.#isUndone) await this.#say('begin')
    this.#isUndone = false
    const text = typeOf(unit) === 'Q' ? unit.toString('utf8', 5, unit.length - 1) : ''
    if (text.startsWith('begin')) {
      this.#isInTransaction = true
      return this.#tell(await this.#send(queryOf(text.replace('begin', 'savepoint whole'))))
    }
    if (text === 'commit' || text === 'rollback') {
      const isKept = text === 'commit' && this.#status === 'T'
      await this.#send(queryOf(`${isKept ? 'release' : 'rollback to'} savepoint whole`))
      if (!isKept) await this.#say('release savepoint whole')
      this.#isInTransaction = false
      return this.#tell('I')
    }
    if (this.#isInTransaction) return this.#tell(await this.#send(unit))
    await this.#say('savepoint alone')
    if ((await this.#send(unit)) === 'E') await this.#say('rollback to savepoint alone')
    await this.#say('release savepoint alone')
    this.#tell('I')
  }

  /** What the app takes for the state of its session. */
  #tell(status: Status): void {
    this.#status = status
    this.app.write(Buffer.concat([READY, Buffer.from(status)]))
  }

  #send(unit: Buffer, isHeard = true): Promise<Status> {
    if (this.#isClosed) return Promise.resolve('I')
    return new Promise((resolve) => {
      this.#waiting = {
        isHeard,
        ready: (status) => {
          this.#waiting = undefined
          resolve(status)
        },
      }
      this.postgres.write(unit)
    })
  }

  #say = (text: string): Promise<Status> => this.#send(queryOf(text), false)
}

const READY = Buffer.from('Z\0\0\0\u0005', 'latin1')

const typeOf = (message: Buffer): string => message.toString('latin1', 0, 1)

function queryOf(text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(Buffer.byteLength(text) + 5)
  return Buffer.concat([Buffer.from('Q'), length, Buffer.from(`${text}\0`)])
}

/** The whole messages, each a letter, its length and more, and what has come of the next. */
function split(data: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = []
  let at = 0
  while (data.length - at >= 5) {
    const end = at + 1 + data.readInt32BE(at + 1)
    if (end > data.length) break
    messages.push(data.subarray(at, end))
    at = end
  }
  return { messages, rest: data.subarray(at) }
}
