import type { Client } from '@urql/core'
import { graphql, type ResultOf } from './graphql.ts'

const CAKES = graphql(`
  query Cakes($first: Int!, $after: String) {
    cakes(first: $first, after: $after, sort: NAME) {
      nodes {
        id
        slug
        name
        priceFrom {
          formatted
        }
        earliestDate
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export type Page = ResultOf<typeof CAKES>['cakes']

/** A page of the cakes on sale; the next one is `after` its `endCursor`. */
export async function cakes(client: Client, after: string | null = null, first = 6): Promise<Page> {
  const { data, error } = await client.query(CAKES, { first, after })
  if (error) throw error
  return data!.cakes
}
