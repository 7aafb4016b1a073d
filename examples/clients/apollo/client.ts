import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { RetryLink } from '@apollo/client/link/retry'
import { relayStylePagination } from '@apollo/client/utilities'
import { map } from 'rxjs'
import { isSafe, passes } from '../common/trouble.ts'
import fragments from './graphql/possible-types.ts'

export interface Settings {
  /** Asked for at each request, so that a new one is taken; a visitor has none. */
  token?: () => string | undefined
}

export function connect(address: string, { token }: Settings = {}): ApolloClient {
  const authorization = new SetContextLink(({ headers }) => {
    const bearer = token?.()
    return { headers: { ...headers, ...(bearer && { authorization: `Bearer ${bearer}` }) } }
  })
  return new ApolloClient({
    link: ApolloLink.from([retrying, throwing, authorization, new HttpLink({ uri: `${address}/graphql` })]),
    cache: new InMemoryCache({
      // Else `... on UserError` finds nothing in the cache.
      possibleTypes: fragments.possibleTypes,
      typePolicies: {
        Query: {
          fields: {
            cakes: relayStylePagination(['filter', 'sort']),
            orders: relayStylePagination(['filter', 'sort']),
          },
        },
      },
    }),
  })
}

const retrying = new RetryLink({
  delay: { initial: 250 },
  attempts: (attempt, { operationType, variables }, error) =>
    attempt < 5 && passes(codeOf(error)) && isSafe(operationType, variables),
})

// An answer with errors is no failure to RetryLink, so make it one.
const throwing = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    map((result) => {
      if ('errors' in result && result.errors?.some(({ extensions }) => passes(extensions?.['code'])))
        throw new CombinedGraphQLErrors(result)
      return result
    }),
  ),
)

const codeOf = (error: unknown): unknown =>
  CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['code'] : undefined
