import { cacheExchange, Client, fetchExchange, type CombinedError, type Operation } from '@urql/core'
import { retryExchange } from '@urql/exchange-retry'
import { isSafe, passes } from '../common/trouble.ts'
import { sendIds } from './send-ids.ts'

export interface Settings {
  /** Asked for at each request, so that a new one is taken; a visitor has none. */
  token?: () => string | undefined
  /** Sends the ids of documents in place of their texts: for servers that were given the manifest. */
  byId?: boolean
}

export function connect(address: string, { token, byId = false }: Settings = {}): Client {
  return new Client({
    url: `${address}/graphql`,
    // Subscriptions come over SSE.
    fetchSubscriptions: true,
    preferGetMethod: false,
    fetchOptions: () => {
      const bearer = token?.()
      return bearer ? { headers: { authorization: `Bearer ${bearer}` } } : {}
    },
    exchanges: [
      cacheExchange,
      retryExchange({ initialDelayMs: 250, maxNumberAttempts: 5, retryIf }),
      ...(byId ? [sendIds] : []),
      fetchExchange,
    ],
  })
}

function retryIf({ networkError, graphQLErrors: [error] }: CombinedError, { kind, variables }: Operation) {
  const mayPass = networkError !== undefined || passes(error?.extensions['code'])
  return mayPass && isSafe(kind, variables)
}
