import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './schema-types.d.ts'

export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: {
    Date: string
    DateTime: string
    LocalTime: string
    URL: string
  }
}>()

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
