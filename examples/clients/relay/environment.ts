import {
  Environment,
  Network,
  RecordSource,
  Store,
  type GraphQLResponse,
  type RequestParameters,
  type Variables,
} from 'relay-runtime'
import { isSafe, patiently, Trouble } from '../common/trouble.ts'

export interface Settings {
  /** Asked for at each request, so that a new one is taken; a visitor has none. */
  token?: () => string | undefined
  /** Sends the ids of documents in place of their texts: for servers that were given the manifest. */
  byId?: boolean
}

export function connect(address: string, { token, byId = false }: Settings = {}): Environment {
  const fetchOnce = async ({ id, text }: RequestParameters, variables: Variables) => {
    const bearer = token?.()
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify({ ...(byId ? { documentId: id } : { query: text }), variables }),
      signal: AbortSignal.timeout(15_000),
    })
    const answer: unknown = await response.json()
    throwErrors(answer as Answer, response)
    return answer as GraphQLResponse
  }
  return new Environment({
    network: Network.create((request, variables) =>
      isSafe(request.operationKind, variables)
        ? patiently(() => fetchOnce(request, variables))
        : fetchOnce(request, variables),
    ),
    store: new Store(new RecordSource()),
  })
}

interface Answer {
  errors?: { message: string; extensions: { code: string } }[]
}

// Relay itself passes over errors that stand beside data.
function throwErrors({ errors: [error] = [] }: Answer, { headers }: Response): void {
  if (!error) return
  const seconds = headers.get('retry-after')
  throw new Trouble(error.message, error.extensions.code, seconds ? Number(seconds) * 1_000 : undefined)
}
