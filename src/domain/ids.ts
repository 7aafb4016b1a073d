import { Buffer } from 'node:buffer'
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const ONLY_UUID = new RegExp(`^${UUID}$`)
const OPEN_ID = new RegExp(`^([A-Za-z]+):(${UUID})$`)

export interface OpenId {
  type: string
  id: string
}

/** The opaque id that clients see: one for each object of all types. */
export function encodeId(type: string, id: string): string {
  if (!LASTING.has(type)) return opaqueOf(type, id)
  const known = encoded.get(id)
  if (known !== undefined) return known
  const opaque = opaqueOf(type, id)
  if (encoded.size >= ENCODED_AT_MOST) encoded.clear()
  encoded.set(id, opaque)
  return opaque
}

const opaqueOf = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64url')

/** Of the catalogue: told again and again. */
const LASTING = new Set(['Cake', 'CakeVariant', 'OptionGroup', 'CakeOption'])
const encoded = new Map<string, string>()
const ENCODED_AT_MOST = 5_000

/** What an opaque id stands for, or undefined where it was not made by `encodeId`. */
export function decodeId(opaque: string): OpenId | undefined {
  if (opaque.length > 200) return undefined
  const match = OPEN_ID.exec(Buffer.from(opaque, 'base64url').toString())
  // Base64 forgives much: only the one way to write an id is taken.
  return match && encodeId(match[1]!, match[2]!) === opaque ? { type: match[1]!, id: match[2]! } : undefined
}

export const isUuid = (value: unknown): value is string => typeof value === 'string' && ONLY_UUID.test(value)
