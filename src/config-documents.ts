import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Mistakes, quoted } from './config-values.ts'

const BYTES_AT_MOST = 10_000_000

/**
 * The documents that clients were built with, by the SHA-256 of each in hex: a JSON object of ids and texts, as
 * client-preset and Relay write it, or Apollo's manifest. Null where there is no file.
 *
 * Whether they fit the schema is not looked at here: that would take longer than all the rest of the start.
 */
export function documents(file: string): ReadonlyMap<string, string> | null {
  if (file === '') return null
  const entries = entriesOf(file, read(file))
  const mistakes = entries.flatMap(([id, text]) => mistakeIn(id, text) ?? [])
  if (mistakes.length > 0) throw new Mistakes(mistakes)
  if (entries.length === 0) throw new Error(`names ${quoted(file)}, which holds no document.`)
  return new Map(entries.map(([id, text]) => [hashIn(id)!, text as string]))
}

function read(file: string): unknown {
  let text: string
  try {
    if (statSync(file).size > BYTES_AT_MOST) throw new RangeError('larger than 10 MB')
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof RangeError ? error.message : (error as { code?: string }).code
    throw new Error(`names ${quoted(file)}, which cannot be read: ${why}.`, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`names ${quoted(file)}, which is not JSON.`, { cause })
  }
}

function entriesOf(file: string, manifest: unknown): [id: string, text: unknown][] {
  if (isObject(manifest) && manifest['format'] === undefined) return Object.entries(manifest)
  const operations = isObject(manifest) ? manifest['operations'] : undefined
  const isApollo = isObject(manifest) && manifest['format'] === 'apollo-persisted-query-manifest'
  if (isApollo && manifest['version'] === 1 && Array.isArray(operations) && operations.every(isObject))
    return operations.map(({ id, body }) => [String(id), body])
  throw new Error(
    `names ${quoted(file)}, which is no manifest: neither { "<SHA-256>": "<document>" } nor Apollo’s.`,
  )
}

function mistakeIn(id: string, text: unknown): string | undefined {
  const hash = hashIn(id)
  if (!hash) return `holds ${quoted(id)}, which is no SHA-256 in hex: let your client tool make its ids so.`
  if (typeof text !== 'string') return `holds ${quoted(id)} without a document.`
  const isIts = createHash('sha256').update(text).digest('hex') === hash
  return isIts ? undefined : `holds ${quoted(id)}, which is not the SHA-256 of its document.`
}

const hashIn = (id: string): string | undefined => /^(?:sha256:)?([0-9a-f]{64})$/.exec(id)?.[1]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
