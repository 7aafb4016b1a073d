import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  type GraphQLLeafType,
} from 'graphql'

/** Tells whether JSON has a value as it is, so that nothing has to be made of it. */
export type Plain = 'string' | 'boolean' | 'int' | ReadonlySet<unknown> | undefined

export function plainOf(type: GraphQLLeafType): Plain {
  if (type === GraphQLString || type === GraphQLID) return 'string'
  if (type === GraphQLBoolean) return 'boolean'
  if (type === GraphQLInt) return 'int'
  if (!isEnumType(type)) return undefined
  return new Set(type.getValues().flatMap(({ name, value }) => (value === name ? [name] : [])))
}

export function isPlain({ plain }: { plain: Plain }, value: unknown): boolean {
  if (plain === undefined) return false
  if (plain === 'int') return typeof value === 'number' && (value | 0) === value
  return typeof plain === 'string' ? typeof value === plain : plain.has(value)
}

/** @throws where the type has no such value */
export function leafOf({ leaf }: { leaf: GraphQLLeafType }, result: unknown): unknown {
  const coerced: unknown = leaf.coerceOutputValue(result)
  if (coerced !== null && coerced !== undefined) return coerced
  throw new Error(
    `Expected \`${leaf.name}.coerceOutputValue(${String(result)})\` to return non-nullable value`,
  )
}

export const isPromise = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof (value as PromiseLike<T> | null | undefined)?.then === 'function'
