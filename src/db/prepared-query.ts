import type { Connection, Submittable } from 'pg'
import { messagesOf, type Value } from './wire.ts'

// What pg has, and its types have not.
interface Wire {
  stream: { writable: boolean; write(bytes: Buffer): void }
  parsedStatements: Record<string, string>
}

interface Column {
  name: string
  dataTypeID: number
}

/** How the rows of a statement are read: known from its first answer on. */
interface Shape {
  names: string[]
  parsers: ((text: string) => unknown)[]
}

export interface Rows {
  command: string
  rowCount: number | null
  rows: Record<string, unknown>[]
}

/** The shapes of the statements that one connection has prepared. */
export type Shapes = Map<string, Shape>

const NOTHING: Rows = { command: '', rowCount: null, rows: [] }

interface Waiting {
  resolve: (rows: Rows) => void
  reject: (error: Error) => void
}

/**
 * A statement that is prepared by name. pg's own asks for the names and types of its columns with every answer; this
 * asks once, for they stay the same as long as it is prepared.
 */
export class PreparedQuery implements Submittable {
  readonly name: string
  readonly text: string
  #values: readonly Value[]
  readonly #shapes: Shapes
  readonly #parserOf: (type: number) => (text: string) => unknown
  #result: Rows = { command: '', rowCount: null, rows: [] }
  #shape: Shape | undefined
  #broken: Error | undefined
  #waiting: Waiting | undefined
  /** pg puts its own in front of it. */
  callback = (error: Error | null, result?: Rows): void => {
    const waiting = this.#waiting
    // The timer by which pg gives up is kept long after, and should not keep all rows with it.
    this.#waiting = undefined
    if (error) waiting?.reject(error)
    else waiting?.resolve(result!)
  }

  constructor(
    statement: { name: string; text: string; values: readonly Value[] },
    reading: { shapes: Shapes; parserOf: (type: number) => (text: string) => unknown },
    waiting: Waiting,
  ) {
    this.name = statement.name
    this.text = statement.text
    this.#values = statement.values
    this.#shapes = reading.shapes
    this.#parserOf = reading.parserOf
    this.#waiting = waiting
  }

  // pg shows the error that is given back to whoever waits.
  readonly submit = (connection: Connection): Error | null => {
    const { stream, parsedStatements } = connection as unknown as Wire
    const { name } = this
    this.#shape = this.#shapes.get(name)
    const text = parsedStatements[name] === undefined ? this.text : undefined
    if (stream.writable)
      stream.write(messagesOf({ name, text, values: this.#values, describes: !this.#shape }))
    this.#values = []
    return null
  }

  handleRowDescription({ fields }: { fields: Column[] }): void {
    this.#shape = {
      names: fields.map(({ name }) => name),
      parsers: fields.map(({ dataTypeID }) => this.#parserOf(dataTypeID)),
    }
    this.#shapes.set(this.name, this.#shape)
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const { names, parsers } = this.#shape!
    const row: Record<string, unknown> = {}
    try {
      for (let index = 0; index < fields.length; index++) {
        const field = fields[index]!
        row[names[index]!] = field === null ? null : parsers[index]!(field)
      }
      this.#result.rows.push(row)
    } catch (error) {
      this.#broken ??= error as Error
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const words = text.split(' ')
    this.#result.command = words[0]!
    this.#result.rowCount = words.length > 1 ? Number(words.at(-1)) : null
  }

  handleReadyForQuery(): void {
    const result = this.#result
    this.#result = NOTHING
    if (this.#broken) this.callback(this.#broken)
    else this.callback(null, result)
  }

  handleError(error: Error): void {
    this.callback(error)
  }

  handleEmptyQuery(): void {}
}
