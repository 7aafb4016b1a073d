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
  const known = encoded.get(type)
  // Of what comes and goes nobody asks twice.
  if (!known) return opaqueOf(type, id)
  const same = known.get(id)
  if (same !== undefined) return same
  const opaque = opaqueOf(type, id)
  if (known.size >= ENCODED_AT_MOST) known.clear()
  known.set(id, opaque)
  return opaque
}

function opaqueOf(type: string, id: string): string {
  const text = `${type}:${id}`
  if (text.length > LONGEST) return Buffer.from(text).toString('base64url')
  return room.toString('base64url', 0, room.write(text))
}

/** Kept: a buffer for each id costs more than the id. */
const LONGEST = 100
const room = Buffer.alloc(3 * LONGEST)

/** Ids of the catalogue are told again and again. */
const encoded = new Map(
  ['Cake', 'CakeVariant', 'OptionGroup', 'CakeOption'].map((type) => [type, new Map<string, string>()]),
)
const ENCODED_AT_MOST = 2_000

/** What an opaque id stands for, or undefined where it was not made by `encodeId`. */
export function decodeId(opaque: string): OpenId | undefined {
  const known = decoded.get(opaque)
  if (known) return known
  if (opaque.length > 200) return undefined
  const match = OPEN_ID.exec(Buffer.from(opaque, 'base64url').toString())
  // Base64 forgives much: only the one way to write an id is taken.
  if (!match || opaqueOf(match[1]!, match[2]!) !== opaque) return undefined
  const open = { type: match[1]!, id: match[2]! }
  if (!encoded.has(open.type)) return open
  if (decoded.size >= DECODED_AT_MOST) decoded.clear()
  decoded.set(opaque, open)
  return open
}

/** Those of the catalogue, which baskets name again and again. */
const decoded = new Map<string, Readonly<OpenId>>()
const DECODED_AT_MOST = 2_000

export const isUuid = (value: unknown): value is string => typeof value === 'string' && ONLY_UUID.test(value)
