import { fetchQuery, graphql, type Environment } from 'relay-runtime'
import type { cakesQuery, cakesQuery$data } from './__generated__/cakesQuery.graphql.ts'

const CAKES = graphql`
  query cakesQuery($first: Int!, $after: String) {
    cakes(first: $first, after: $after, sort: NAME) @connection(key: "Shelf_cakes") {
      edges {
        node {
          id
          slug
          name
          priceFrom {
            formatted
          }
          earliestDate
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`

type Cakes = cakesQuery$data['cakes']

/** The cakes so far: with `@connection` the store puts each page behind those before it. */
export async function cakes(
  environment: Environment,
  after: string | null = null,
  first = 6,
): Promise<Cakes> {
  const data = await fetchQuery<cakesQuery>(environment, CAKES, { first, after }).toPromise()
  return data!.cakes
}
