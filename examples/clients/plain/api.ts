import { Trouble } from '../common/trouble.ts'
import type { TypedDocumentString } from './graphql/graphql.ts'

export type Api = (body: object, options?: { accept?: string; signal?: AbortSignal }) => Promise<Response>

export interface Settings {
  /** Asked for at each request, so that a new one is taken; a visitor has none. */
  token?: () => string | undefined
}

export const connect =
  (address: string, { token }: Settings = {}): Api =>
  (body, { accept = 'application/graphql-response+json', signal } = {}) => {
    const bearer = token?.()
    return fetch(`${address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
      signal: signal ?? AbortSignal.timeout(15_000),
    })
  }

export async function ask<Data, Variables>(
  api: Api,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return dataOf<Data>(await api({ query: document.toString(), variables }))
}

interface Answer<Data> {
  data?: Data
  errors?: { message: string; extensions: { code: string } }[]
}

/** @throws Trouble for an answer with errors, even where some data stands beside them. */
export async function dataOf<Data>(response: Response): Promise<Data> {
  const { data, errors } = (await response.json()) as Answer<Data>
  if (errors?.[0]) throw troubleOf(errors[0], response)
  return data!
}

function troubleOf(
  { message, extensions }: { message: string; extensions: { code: string } },
  { headers }: Response,
) {
  const seconds = headers.get('retry-after')
  return new Trouble(message, extensions.code, seconds ? Number(seconds) * 1_000 : undefined)
}
