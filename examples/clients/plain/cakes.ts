import { patiently } from '../common/trouble.ts'
import { ask, type Api } from './api.ts'
import { graphql } from './graphql/gql.ts'
import type { CakesQuery } from './graphql/graphql.ts'

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

export type Cake = CakesQuery['cakes']['nodes'][number]

/** All cakes on sale, a page at a time. */
export async function* cakes(api: Api, first = 6): AsyncGenerator<Cake[]> {
  for (let after: string | null = null; ;) {
    const { cakes: page }: CakesQuery = await patiently(() => ask(api, CAKES, { first, after }))
    yield page.nodes
    if (!page.pageInfo.hasNextPage) return
    after = page.pageInfo.endCursor
  }
}
