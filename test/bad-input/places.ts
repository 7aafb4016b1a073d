import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredInputField,
  isRequiredArgument,
  isUnionType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

/** A field on the way from a root; `on` names the member of a union that has it. */
export interface Step {
  field: GraphQLField<unknown, unknown>
  on?: string
}

/** Somewhere that input comes in: an argument, or a field in one, however deep. */
export interface Place {
  /** `Mutation.placeOrder(input.items.0.quantity)` */
  name: string
  operation: 'query' | 'mutation'
  /** The last one takes the argument. */
  steps: Step[]
  path: string[]
  type: GraphQLInputType
  /** The same for a field of an input type, wherever the type stands. */
  coordinate: string
}

/** Every place of every argument that the schema has, reached without the root fields that are left out. */
export function placesOf(schema: GraphQLSchema, without: string[] = []): Place[] {
  return (['query', 'mutation'] as const).flatMap((operation) => {
    const root = operation === 'query' ? schema.getQueryType()! : schema.getMutationType()!
    const waysIn = Object.values(root.getFields()).map((field) => ({
      name: `${root.name}.${field.name}`,
      field,
    }))
    const own = waysIn.flatMap(({ name, field }) => placesIn(name, operation, [{ field }]))
    if (operation === 'mutation') return own
    const open = waysIn
      .filter(({ field }) => !['node', 'nodes', ...without].includes(field.name))
      .map(({ field }) => [{ field }])
    return [...own, ...placesBehind(schema, open)]
  })
}

const placesIn = (name: string, operation: Place['operation'], steps: Step[]): Place[] =>
  steps.at(-1)!.field.args.flatMap((argument) =>
    inputsIn(name, argument).map(({ path, ...input }) => ({
      ...input,
      name: `${name}(${path.join('.')})`,
      operation,
      steps,
      path,
    })),
  )

// By the shortest way: types that are met first are gone through once.
function placesBehind(schema: GraphQLSchema, ways: Step[][], seen = new Set<string>()): Place[] {
  const next: Step[][] = []
  const places: Place[] = []
  for (const way of ways) {
    for (const type of objectsOf(schema, getNamedType(way.at(-1)!.field.type))) {
      if (seen.has(type.name)) continue
      seen.add(type.name)
      for (const field of Object.values(type.getFields())) {
        const further = [...way, { field, on: type.name }]
        places.push(...placesIn(`${type.name}.${field.name}`, 'query', further))
        next.push(further)
      }
    }
  }
  return next.length === 0 ? places : [...places, ...placesBehind(schema, next, seen)]
}

function objectsOf(schema: GraphQLSchema, type: GraphQLNamedType) {
  if (isObjectType(type)) return [type]
  return isUnionType(type) || isInterfaceType(type) ? [...schema.getPossibleTypes(type)] : []
}

type Input = Pick<Place, 'path' | 'type' | 'coordinate'>

function inputsIn(owner: string, input: GraphQLArgument | GraphQLInputField, above: string[] = []): Input[] {
  const path = [...above, input.name]
  const coordinate = `${owner}.${input.name}`
  return [
    { path, type: input.type, coordinate },
    ...inputsBelow(getNullableType(input.type), coordinate, path),
  ]
}

function inputsBelow(type: GraphQLInputType, coordinate: string, path: string[]): Input[] {
  if (isListType(type)) {
    const entry = { path: [...path, '0'], type: type.ofType, coordinate: `${coordinate}.0` }
    return [entry, ...inputsBelow(getNullableType(type.ofType), entry.coordinate, entry.path)]
  }
  return isInputObjectType(type)
    ? Object.values(type.getFields()).flatMap((field) => inputsIn(type.name, field, path))
    : []
}

/**
 * A right value for each argument and field: by its name, by what it belongs to and its name, or by its type. An
 * argument with an exclamation mark is given though it may be left out, and so is a field that is `true`.
 */
export type Samples = Record<string, unknown>

/** Right arguments for a field: what is required, what a sample was given for, and what leads to `path`. */
export function argumentsFor(
  field: GraphQLField<unknown, unknown>,
  samples: Samples,
  path: string[] = [],
): Record<string, unknown> {
  const named = (name: string) =>
    samples[`${field.name}.${name}!`] ?? samples[`${field.name}.${name}`] ?? samples[name]
  const given = field.args.filter(
    (argument) =>
      isRequiredArgument(argument) ||
      `${field.name}.${argument.name}!` in samples ||
      argument.name === path[0],
  )
  return Object.fromEntries(
    given.map(({ name, type }) => [name, named(name) ?? sampleOf(type, name, samples, path.slice(1))]),
  )
}

/** A right value for a type; `path` leads to what is to be in it. */
export function sampleOf(type: GraphQLInputType, name: string, samples: Samples, path: string[]): unknown {
  const inner = getNullableType(type)
  if (isEnumType(inner)) return samples[name] ?? inner.getValues()[0]!.name
  if (isLeafType(inner)) return samples[name] ?? samples[inner.name]
  if (isListType(inner)) return [sampleOf(inner.ofType, name, samples, path.slice(1))]
  const [next, ...further] = path
  const fields = Object.values(inner.getFields()).filter(
    (field) => isRequiredInputField(field) || `${inner.name}.${field.name}` in samples || field.name === next,
  )
  return Object.fromEntries(
    fields.map(({ name: own, type: of }) => {
      const given = samples[`${inner.name}.${own}`]
      const isMade = given === undefined || given === true
      return [own, isMade ? sampleOf(of, own, samples, own === next ? further : []) : given]
    }),
  )
}
