import type { ApolloClient, ObservableQuery } from '@apollo/client'
import { graphql } from './graphql/gql.ts'
import type { CakesQuery, CakesQueryVariables } from './graphql/graphql.ts'

const CAKES = graphql(`
  query Cakes($first: Int!, $after: String) {
    cakes(first: $first, after: $after, sort: NAME) {
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
`)

type Cakes = ObservableQuery<CakesQuery, CakesQueryVariables>

/** What `useQuery(CAKES, …)` stands on; as a list it grows with each page. */
export const watchCakes = (client: ApolloClient, first = 6): Cakes =>
  client.watchQuery({ query: CAKES, variables: { first } })

/** Adds the next page to the list: `relayStylePagination` puts it behind the others. */
export async function moreCakes(cakes: Cakes): Promise<void> {
  const { data } = cakes.getCurrentResult()
  if (data?.cakes?.pageInfo?.hasNextPage)
    await cakes.fetchMore({ variables: { after: data.cakes.pageInfo.endCursor } })
}
