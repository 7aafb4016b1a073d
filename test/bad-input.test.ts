import {
  buildSchema,
  isEnumType,
  isLeafType,
  getNullableType,
  isListType,
  type GraphQLInputType,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { schema } from '../src/schema/index.ts'
import { attacksOn } from './bad-input/attacks.ts'
import { operationTo } from './bad-input/operations.ts'
import { placesOf, type Place } from './bad-input/places.ts'
import { openShop, type Shop } from './bad-input/shop.ts'
import { KNOWN_CODES } from './bad-input/siege.ts'
import type { Answer } from './support/bakery.ts'

let shop: Shop
beforeAll(async () => void (shop = await openShop('staff')))
afterAll(() => shop.bakery.close())

// What can be written in a document and in no variable.
const LITERALS = [
  'null',
  'true',
  'NOPE',
  '-0',
  '1e400',
  '-1e-400',
  '99999999999999999999',
  '1.5',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\ud83c\\udf82"',
  '"\\u{110000}"',
  '"\\u{202E}"',
  '"""\n  a block\n    of text \\"""\n"""',
  '[]',
  '[[[1]]]',
  '{}',
  '{ a: { b: [1, "2", THREE] } }',
  '$nothing',
  '{ a: $nothing }',
]

/** One place for every type of value that the schema takes. */
const onePlaceOfEach = Map.groupBy(
  placesOf(schema, ['guestOrder']).filter(({ type }) => isLeafType(getNullableType(type))),
  ({ type }) => String(type),
)

test.for([...onePlaceOfEach])(
  'nonsense written as a %s in a document is told as such',
  async ([, places]) => {
    const place = places[0]!
    const complaints: string[] = []
    for (const literal of LITERALS) {
      const { query, variables } = await written(place, literal)
      const response = await shop.bakery.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: JSON.stringify(shop.asker(place)) },
        body: JSON.stringify({ query, variables }),
      })
      const { errors = [] } = (await response.json()) as Answer
      const codes = errors.map(({ extensions }) => extensions.code)
      if (
        response.status >= 500 ||
        codes.some((code) => ![...KNOWN_CODES, 'GRAPHQL_PARSE_FAILED'].includes(code))
      )
        complaints.push(`${place.name} ← ${literal}: ${response.status} ${codes.join()}`)
    }
    expect(complaints).toEqual([])
    expect(shop.bakery.logged.filter(({ severity }) => severity === 'ERROR')).toEqual([])
  },
)

test('an argument and an input field that nobody has thought of yet would be attacked as well', () => {
  const grown = buildSchema(/* GraphQL */ `
    type Query {
      cakes(filter: Filter, flavour: String!): [Cake!]!
    }
    type Cake {
      slices(of: Int!): Int
    }
    type Mutation {
      bake(input: [[Filter!]!]!): Cake
    }
    input Filter {
      and: Inner
    }
    input Inner {
      weights: [Float]
    }
  `)
  const places = placesOf(grown)
  expect(places.map(({ name }) => name)).toEqual([
    'Query.cakes(filter)',
    'Query.cakes(filter.and)',
    'Query.cakes(filter.and.weights)',
    'Query.cakes(filter.and.weights.0)',
    'Query.cakes(flavour)',
    'Cake.slices(of)',
    'Mutation.bake(input)',
    'Mutation.bake(input.0)',
    'Mutation.bake(input.0.0)',
    'Mutation.bake(input.0.0.and)',
    'Mutation.bake(input.0.0.and.weights)',
    'Mutation.bake(input.0.0.and.weights.0)',
  ])
  for (const { path, type } of places) expect(attacksOn(path[0]!, type, 1).length).toBeGreaterThan(3)
  const slices = operationTo(grown, places[5]!, { String: 'Mocha', Int: 1 })
  expect(slices).toMatchObject({ variables: { flavour0: 'Mocha', of1: 1 }, attacked: 'of1' })
})

test('a type that nothing attacks yet fails until somebody says what is wrong for it', () => {
  const { Weight } = buildSchema('scalar Weight').getTypeMap()
  expect(() => attacksOn('weight', Weight as GraphQLInputType, 1)).toThrow('Nothing attacks Weight yet')
})

/** The operation with one literal in place of what would be right there. */
async function written(place: Place, literal: string): Promise<{ query: string; variables: object }> {
  const { query, variables, attacked } = operationTo(schema, place, await shop.samples(place))
  const { [attacked]: value, ...others } = variables
  const type = place.steps.at(-1)!.field.args.find(({ name }) => name === place.path[0])!.type
  const text = literalOf(type, value, place.path.slice(1), literal)
  const declared = new RegExp(`\\$${attacked}: [^,)]+(, )?`)
  return {
    query: query
      .replace(declared, '')
      .replace('()', '')
      .replace(`$${attacked}`, () => text),
    variables: others,
  }
}

function literalOf(
  type: GraphQLInputType,
  value: unknown,
  [at, ...deeper]: string[],
  literal: string,
): string {
  if (at === undefined) return literal
  return print(type, value, { at, text: (inner, part) => literalOf(inner, part, deeper, literal) })
}

function print(
  type: GraphQLInputType,
  value: unknown,
  hole?: { at: string; text: (type: GraphQLInputType, value: unknown) => string },
): string {
  const inner = getNullableType(type)
  const entry = (name: string, of: GraphQLInputType, part: unknown) =>
    name === hole?.at ? hole.text(of, part) : print(of, part)
  if (isListType(inner))
    return `[${(value as unknown[]).map((part, index) => entry(String(index), inner.ofType, part)).join()}]`
  if (isLeafType(inner)) return isEnumType(inner) ? String(value) : JSON.stringify(value)
  const fields = Object.entries(value as object)
  return `{${fields.map(([name, part]) => `${name}: ${entry(name, inner.getFields()[name]!.type, part)}`).join()}}`
}
