import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql'
import { schema } from '../../../src/schema/index.ts'
import { CATALOGUE_FIELDS } from '../../../src/serving/caching/catalogue-fields.ts'
import type { TestBakery } from '../../support/bakery.ts'

export interface Read {
  status: number
  body: string
  etag: string | null
  cacheControl: string | null
  vary: string | null
  headers: Headers
  /** Seconds that others may keep it for; null where they may not keep it. */
  maxAge: number | null
}

export interface Asking {
  variables?: object
  headers?: Record<string, string>
  more?: Record<string, string>
}

export const addressOf = (query: string, { variables, more }: Asking = {}): string =>
  `/graphql?${new URLSearchParams({
    query,
    ...(variables && { variables: JSON.stringify(variables) }),
    ...more,
  }).toString()}`

/** Asks in an address, as a shop does that wants its answers kept. */
export async function read(
  { fetch }: Pick<TestBakery, 'fetch'>,
  query: string,
  asking: Asking = {},
): Promise<Read> {
  const headers = { accept: 'application/graphql-response+json', ...asking.headers }
  const response = await fetch(addressOf(query, asking), { headers })
  const cacheControl = response.headers.get('cache-control')
  const maxAge = /^public, max-age=(\d+)$/.exec(cacheControl ?? '')?.[1]
  return {
    status: response.status,
    body: await response.text(),
    etag: response.headers.get('etag'),
    vary: response.headers.get('vary'),
    headers: response.headers,
    cacheControl,
    maxAge: maxAge === undefined ? null : Number(maxAge),
  }
}

const ARGUMENTS: Record<string, string> = {
  'Query.cake': '(slug: "sponge")',
  'Query.cakes': '(first: 2)',
  'Bakery.specialDays': '(from: "2026-11-01", to: "2026-12-31")',
}

/** Every field of the schema that can be reached from the catalogue, as `Type.field`. */
export function reachableFields(): string[] {
  const seen = new Set<GraphQLObjectType>()
  const enter = (type: GraphQLObjectType, names: string[]): string[] => {
    if (seen.has(type)) return []
    seen.add(type)
    return names.flatMap((name) => {
      const next = getNamedType(type.getFields()[name]!.type)
      const below = isObjectType(next) ? enter(next, Object.keys(next.getFields())) : []
      return [`${type.name}.${name}`, ...below]
    })
  }
  return enter(schema.getQueryType()!, [...CATALOGUE_FIELDS['Query']!])
}

/** A query of every field that is shared. */
export function everythingShared(): string {
  const select = (type: GraphQLObjectType, above: string[]): string => {
    const fields = (CATALOGUE_FIELDS[type.name] ?? []).map((name) => {
      const next = getNamedType(type.getFields()[name]!.type)
      if (above.includes(next.name)) return ''
      const below = isObjectType(next) ? select(next, [...above, type.name]) : ''
      return `${name}${ARGUMENTS[`${type.name}.${name}`] ?? ''} ${below}`
    })
    return `{ __typename ${fields.join(' ')} }`
  }
  return select(schema.getQueryType()!, [])
}
