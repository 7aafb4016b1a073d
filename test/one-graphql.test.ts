import { createRequire } from 'node:module'
import SchemaBuilder from '@pothos/core'
import * as graphql from 'graphql'
import { createSchema, createYoga } from 'graphql-yoga'
import { expect, test } from 'vitest'

test('tests load one copy of graphql, the one that Pothos, Yoga and require() get', async () => {
  const builder = new SchemaBuilder({} as never)
  builder.queryType({ fields: (t) => ({ cake: t.string({ resolve: () => 'Esterházy' }) }) })
  const schema = builder.toSchema()

  expect(schema).toBeInstanceOf(graphql.GraphQLSchema)
  expect(graphql.printSchema(schema)).toContain('cake: String')
  expect(createSchema({ typeDefs: 'type Query { cake: String }' })).toBeInstanceOf(graphql.GraphQLSchema)
  const response = await createYoga({ schema }).fetch('http://bakery/graphql?query={cake}')
  expect(await response.json()).toEqual({ data: { cake: 'Esterházy' } })
  const required = createRequire(import.meta.url)('graphql') as typeof graphql
  expect(required.GraphQLSchema).toBe(graphql.GraphQLSchema)
})
