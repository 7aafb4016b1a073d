import * as fc from 'fast-check'
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLUnionType,
} from 'graphql'
import { schema } from '../../../src/schema/index.ts'

/** What exists, for arguments that should find something. */
export interface Stock {
  ids: string[]
  slugs: string[]
  /** Values as a document has them, by the name of the argument or field that they are likely for. */
  named?: Record<string, readonly string[]>
  /** The fields that may be asked for, by type, where that is not all. */
  only?: Record<string, readonly string[]>
}

const LEVELS = 4
const TEXTS = ['', 'x', '2026-11-30', '2026-13-45', 'DELIVERY', '🎂', 'a'.repeat(300)]

/** Queries that anybody might write: most are right, some ask for too much, some for what is not there. */
export function operations(stock: Stock): fc.Arbitrary<string> {
  return selection(schema.getQueryType()!, LEVELS, stock).map((fields) => `query Any ${fields}`)
}

/** Mutations that anybody might write: what they want is there more often than not. */
export function mutations(stock: Stock): fc.Arbitrary<string> {
  const fields = Object.values(schema.getMutationType()!.getFields())
  return fc
    .subarray(fields, { minLength: 1, maxLength: 2 })
    .chain((some) => fc.tuple(...some.map((field) => fieldOf(field, LEVELS, stock))))
    .map((parts) => `mutation Any { ${parts.join(' ')} }`)
}

/** What anybody might want to know of the outcome of a mutation that was done. */
export function successOf(mutation: string, stock: Stock): fc.Arbitrary<string> {
  const outcome = getNamedType(schema.getMutationType()!.getFields()[mutation]!.type) as GraphQLUnionType
  const success = schema.getPossibleTypes(outcome).find(({ name }) => name.endsWith('Success'))!
  return onType(success, LEVELS, stock).map((part) => `{ __typename ${part} }`)
}

function selection(type: GraphQLNamedOutputType, levels: number, stock: Stock): fc.Arbitrary<string> {
  if (isLeafType(type)) return fc.constant('')
  if (isAbstractType(type)) {
    const members = schema.getPossibleTypes(type)
    return fc
      .subarray([...members], { minLength: 1, maxLength: Math.min(2, members.length) })
      .chain((some) => fc.tuple(...some.map((each) => onType(each, levels, stock))))
      .map((parts) => `{ __typename ${parts.join(' ')} }`)
  }
  const fields = Object.values((type as GraphQLObjectType).getFields()).filter(
    ({ name, type: inner }) =>
      (levels > 1 || isLeafType(getNamedType(inner))) &&
      (!stock.only || stock.only[type.name]?.includes(name)),
  )
  const typename = fc.constant('{ __typename }')
  if (fields.length === 0) return typename
  return fc
    .subarray(fields, { minLength: 1, maxLength: Math.min(4, fields.length) })
    .chain((some) => fc.tuple(...some.map((field) => fieldOf(field, levels, stock))))
    .map((parts) => `{ ${parts.join(' ')} }`)
}

const onType = (type: GraphQLObjectType, levels: number, stock: Stock): fc.Arbitrary<string> =>
  selection(type, levels, stock).map((fields) => `... on ${type.name} ${fields}`)

function fieldOf(field: GraphQLField<unknown, unknown>, levels: number, stock: Stock): fc.Arbitrary<string> {
  const alias = fc.constantFrom('', '', '', 'a: ', 'b: ')
  const directive = fc.constantFrom('', '', '', ' @include(if: false)', ' @skip(if: false)')
  return fc
    .tuple(
      alias,
      argumentsOf(field.args, stock),
      directive,
      selection(getNamedType(field.type), levels - 1, stock),
    )
    .map(([as, args, when, inner]) => `${as}${field.name}${args}${when} ${inner}`)
}

function argumentsOf(args: readonly GraphQLArgument[], stock: Stock): fc.Arbitrary<string> {
  const each = args.map(({ name, type }) =>
    fc
      .tuple(fc.boolean(), valueOf(name, type, stock, 3))
      .map(([isThere, value]) => (isThere || isNonNullType(type) ? `${name}: ${value}` : '')),
  )
  return fc.tuple(...each).map((given) => {
    const some = given.filter(Boolean)
    return some.length > 0 ? `(${some.join(', ')})` : ''
  })
}

function valueOf(name: string, type: GraphQLInputType, stock: Stock, levels: number): fc.Arbitrary<string> {
  const nullable = getNullableType(type)
  const likely = isListType(nullable) ? undefined : stock.named?.[name]
  const any = anyOf(name, nullable, stock, levels)
  return likely ? fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...likely) }, any) : any
}

function anyOf(name: string, nullable: GraphQLInputType, stock: Stock, levels: number): fc.Arbitrary<string> {
  if (isListType(nullable))
    return fc
      .array(valueOf(name, nullable.ofType, stock, levels), { maxLength: 3 })
      .map((values) => `[${values.join(', ')}]`)
  if (isEnumType(nullable)) return fc.constantFrom(...nullable.getValues().map((value) => value.name))
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(
      (field) => levels > 0 || isNonNullType(field.type),
    )
    return fc
      .tuple(
        ...fields.map(({ name: field, type: inner }) =>
          fc
            .tuple(fc.boolean(), valueOf(field, inner, stock, levels - 1))
            .map(([isThere, value]) => (isThere || isNonNullType(inner) ? `${field}: ${value}` : '')),
        ),
      )
      .map((given) => `{ ${given.filter(Boolean).join(', ')} }`)
  }
  switch ((nullable as GraphQLScalarType).name) {
    case 'Int':
      return fc.constantFrom('1', '3', '100', '-1', '0', '101', '2147483648')
    case 'Boolean':
      return fc.constantFrom('true', 'false')
    case 'ID':
      return texts([...stock.ids, ...TEXTS])
    case 'Date':
      return texts(['2026-11-25', '2026-12-01', '2026-12-24', '2026-02-30'])
    default:
      return texts([...stock.slugs, ...TEXTS])
  }
}

const texts = (some: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...some).map((value) => JSON.stringify(value))
