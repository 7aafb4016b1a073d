import { describeDatabaseError } from '../db/errors.ts'
import { atSource } from './source-places.ts'

/** Writes one event; never anything that a person typed. Details of one kind may bring what makes JSON of them. */
export type Log = (
  severity: 'INFO' | 'WARNING' | 'ERROR',
  message: string,
  details?: object,
  write?: (details: never) => string,
) => void

/** One JSON object a line, as log collectors of all three clouds read it. */
export const jsonLog: Log = (severity, message, details = {}, write = JSON.stringify) => {
  // Each request has a line: to write its parts one after the other takes a third of what it takes to join them first.
  const head = `{"severity":"${severity}","message":${JSON.stringify(message)},"time":"${timeNow()}"`
  const rest = write(details as never)
  waiting += rest === '{}' ? `${head}}\n` : `${head},${rest.slice(1)}\n`
  if (severity !== 'INFO') return flush()
  // What happens in one turn is written at its end, all together.
  flushing ??= setImmediate(flush)
}

let lastTime = { at: 0, text: '' }

/** Many lines have the same millisecond. */
function timeNow(): string {
  const at = Date.now()
  if (at !== lastTime.at) lastTime = { at, text: new Date(at).toISOString() }
  return lastTime.text
}

let waiting = ''
let flushing: NodeJS.Immediate | undefined

function flush(): void {
  clearImmediate(flushing)
  flushing = undefined
  if (waiting === '') return
  process.stdout.write(waiting)
  waiting = ''
}

process.on('exit', flush)

/** For people at a terminal, who need no details of what went well. */
export const plainLog: Log = (severity, message, details = {}) => {
  const rest = severity !== 'INFO' && Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''
  console.log(`${severity === 'INFO' ? '' : `${severity}: `}${message}${rest}`)
}

/**
 * An error with its causes, for the log only: what it is and where it happened. Its message stands there only where it
 * cannot quote what a person typed.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const { name, cause } = error
  return {
    name,
    ...(describeDatabaseError(error) ?? { message: safeMessageOf(error), code: codeOf(error) }),
    stack: framesOf(error),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  }
}

// Whoever reads or shows values throws these, and quotes the value.
const QUOTING = new Set(['TypeError', 'RangeError', 'SyntaxError', 'URIError', 'GraphQLError'])
const NEVER_QUOTING =
  /^(?:Cannot (?:read|set) properties of (?:undefined|null)|[\w.]+ is not (?:a function|a constructor|iterable)|fetch failed)/

function safeMessageOf({ name, message }: Error): string | undefined {
  return QUOTING.has(name) ? NEVER_QUOTING.exec(message)?.[0] : message
}

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined)

// The message stands before the frames, and may have several lines.
const framesOf = ({ stack = '', message }: Error): string[] =>
  stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^ {4}at .+:\d+:\d+\)?$/.test(line))
    .map((line) => atSource(line.trim()))
