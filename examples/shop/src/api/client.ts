import { cacheExchange, Client, fetchExchange, mapExchange, type CombinedError } from 'urql'
import { stored } from '../stored.ts'

const API = import.meta.env.VITE_API_URL ?? 'http://localhost:8080'

/** The token of somebody who signed in. */
export const session = stored<string | null>('session', null)

export const client = new Client({
  url: `${API}/graphql`,
  exchanges: [mapExchange({ onError: leaveIfUnknown }), cacheExchange, fetchExchange],
  // Queries of the catalogue go by GET, which browsers send without a preflight and CDNs may keep.
  preferGetMethod: 'within-url-limit',
  fetchSubscriptions: true,
  fetchOptions: () => {
    const token = session.get()
    return token ? { headers: { authorization: `Bearer ${token}` } } : {}
  },
})

/** For a guest's token, which must not stand in an address. */
export const BY_POST = { preferGetMethod: false } as const

/** A token that has ended opens nothing any more: without it, the shop is open as to every visitor. */
function leaveIfUnknown({ graphQLErrors }: CombinedError): void {
  const unknown = graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED')
  if (!unknown || session.get() === null) return
  session.set(null)
  location.reload()
}
