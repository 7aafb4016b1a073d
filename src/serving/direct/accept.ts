const JSON_TYPES = ['application/graphql-response+json', 'application/json'] as const

export type JsonType = (typeof JSON_TYPES)[number]

/**
 * The type that a common answer has, chosen as Yoga chooses: what stands first in Accept counts, whatever its q. Undefined
 * where that is none of ours, or a stream or an answer in parts. urql names those behind JSON, whatever it asks.
 */
export function jsonTypeFor(accept: string | undefined): JsonType | undefined {
  if (accept === undefined || accept === '*/*') return 'application/json'
  const known = remembered.get(accept)
  if (known !== undefined) return known ?? undefined
  const type = choose(accept) ?? null
  if (remembered.size < REMEMBERED_AT_MOST) remembered.set(accept, type)
  return type ?? undefined
}

/** Clients of one kind send the same header; more kinds than these are looked at each time. */
const REMEMBERED_AT_MOST = 50
const remembered = new Map<string, JsonType | null>()

function choose(accept: string): JsonType | undefined {
  for (const entry of accept.replaceAll(/\s/g, '').toLowerCase().split(',')) {
    const [type, ...parameters] = entry.split(';')
    if (parameters.some((each) => each.includes('charset=') && each !== 'charset=utf-8')) continue
    const named = JSON_TYPES.find((each) => each === type)
    if (named) return named
    if (type === 'application/*' || type === '*/*') return 'application/json'
    // A stream of one answer is possible, but not common.
    if (type === 'text/event-stream' || type?.startsWith('multipart/')) return undefined
  }
  return undefined
}
