import { cacheExchange, createClient, fetchExchange, mapExchange, type CombinedError } from 'urql'
import { createClient as createSseClient } from 'graphql-sse'
import { currentToken, signOut } from './session.ts'

export const API = import.meta.env.VITE_API_URL || 'http://localhost:8080'

const url = `${API}/graphql`
const headers = (): Record<string, string> => {
  const token = currentToken()
  return token ? { authorization: `Bearer ${token}` } : {}
}

export const client = createClient({
  url,
  preferGetMethod: false,
  fetchOptions: () => ({ headers: headers() }),
  exchanges: [
    cacheExchange,
    mapExchange({
      onError(error) {
        if (codesOf(error).includes('UNAUTHENTICATED')) signOut()
      },
    }),
    fetchExchange,
  ],
})

/** Tries nothing again: live.ts does, and asks for what was missed. */
export const streams = createSseClient({ url, headers, retryAttempts: 0 })

export const codesOf = (error: CombinedError): unknown[] =>
  error.graphQLErrors.map(({ extensions }) => extensions['code'])

/** No answer came, or one that says: not now. Whether anything happened is not known. */
export const mayTryAgain = (error: CombinedError): boolean =>
  Boolean(error.networkError) || codesOf(error).some((code) => code === 'UNAVAILABLE' || code === 'CONFLICT')

export function explain(error: CombinedError): string {
  if (error.networkError) return 'The bakery’s computer does not answer. Is the network up?'
  const [code] = codesOf(error)
  if (code === 'FORBIDDEN') return 'This needs a member of staff.'
  return error.graphQLErrors[0]?.message ?? error.message
}
