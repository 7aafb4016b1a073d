import {
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql'
import { argumentsFor, type Place, type Samples, type Step } from './places.ts'

export interface Operation {
  query: string
  variables: Record<string, unknown>
  /** The variable that holds the argument of the last field that the place is in. */
  attacked: string
}

/** An operation that takes the way to a place, right in every respect. */
export function operationTo(schema: GraphQLSchema, place: Place, samples: Samples): Operation {
  const variables: Record<string, unknown> = {}
  const declared: string[] = []
  const last = place.steps.length - 1
  const call = ({ field }: Step, index: number): string => {
    const values = argumentsFor(field, samples, index === last ? place.path : [])
    const given = Object.entries(values).map(([name, value]) => {
      variables[name + index] = value
      const { type } = field.args.find((argument) => argument.name === name)!
      declared.push(`$${name}${index}: ${String(type)}`)
      return `${name}: $${name}${index}`
    })
    return given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name
  }
  let body = selectionOf(schema, place.steps[last]!.field.type, 2)
  for (const [index, step] of [...place.steps.entries()].toReversed()) {
    body = `${call(step, index)} ${body}`
    body = step.on === undefined ? `{ ${body} }` : `{ __typename ... on ${step.on} { ${body} } }`
  }
  const head = declared.length > 0 ? `(${declared.join(', ')})` : ''
  return { query: `${place.operation} ${head} ${body}`, variables, attacked: place.path[0]! + last }
}

/** What stands in the data at the end of a place's way; undefined where the way ends before. */
export function resultAt(data: unknown, steps: readonly Step[]): unknown {
  let value = data
  for (const { field } of steps) {
    const [first] = [value].flat()
    value = (first as Record<string, unknown> | null | undefined)?.[field.name]
  }
  return value
}

function selectionOf(schema: GraphQLSchema, output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output)
  if (isObjectType(type)) return fieldsOf(schema, type, depth)
  if (!isUnionType(type) && !isInterfaceType(type)) return ''
  // Members may give one name to different things: each of their fields gets a name of its own.
  const members = schema
    .getPossibleTypes(type)
    .map((member) => `... on ${member.name} ${fieldsOf(schema, member, depth, `${member.name}_`)}`)
  return `{ __typename ${members.join(' ')} }`
}

function fieldsOf(schema: GraphQLSchema, type: GraphQLObjectType, depth: number, prefix = ''): string {
  const fields = Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .filter((field) => depth > 1 || isLeafType(getNamedType(field.type)))
    .map((field) => {
      const alias = prefix && `${prefix}${field.name}: `
      return `${alias}${field.name} ${selectionOf(schema, field.type, depth - 1)}`
    })
  return `{ __typename ${fields.join(' ')} }`
}
