import { cacheExchange, Client, fetchExchange } from 'urql'
import { stored } from '../stored.ts'

const API = import.meta.env.VITE_API_URL ?? 'http://localhost:8080'

/** The token of somebody who signed in. */
export const session = stored<string | null>('session', null)

export const client = new Client({
  url: `${API}/graphql`,
  exchanges: [cacheExchange, fetchExchange],
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
