import { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { refuse } from './errors.ts'
import { LIMITS } from './limits.ts'

/** Reads GraphQL requests: JSON by POST, and parameters of an address by GET. Whatever else comes is told what would do. */
export function useReading(): Plugin {
  return {
    onRequestParse({ request, url, setRequestParser }) {
      if (request.method === 'GET') setRequestParser(() => paramsOfAddress(url.searchParams))
      if (request.method === 'POST') setRequestParser(async () => paramsOfBody(await readBody(request)))
    },
  }
}

async function readBody(request: Request): Promise<string> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json *(; *charset="?utf-8"? *)?$/i.test(type))
    throw refuse('BAD_USER_INPUT', 'Send the operation as JSON: content-type: application/json.', {
      status: 415,
    })
  if (!/^(identity)?$/i.test(request.headers.get('content-encoding') ?? ''))
    throw refuse('BAD_USER_INPUT', 'Send the body as it is, without content-encoding.', { status: 415 })
  const told = request.headers.get('content-length')
  if (told !== null && Number(told) > LIMITS.body) throw tooLarge(Number(told))
  try {
    return told === null ? await readChunks(request) : await request.text()
  } catch (error) {
    // The client has left, or was cut off: nobody hears this, and the log need not either.
    throw error instanceof GraphQLError
      ? error
      : refuse('BAD_USER_INPUT', 'The body did not come to its end.')
  }
}

async function readChunks(request: Request): Promise<string> {
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    bytes += next.value.byteLength
    // Not cancelled: that would cut the connection before the answer.
    if (bytes > DROPPED_AT_MOST) throw tooLarge(bytes)
    if (bytes <= LIMITS.body) chunks.push(next.value)
    else chunks.length = 0
  }
  if (bytes > LIMITS.body) throw tooLarge(bytes)
  return Buffer.concat(chunks).toString()
}

/** @throws GraphQLError for what is no request */
export function paramsOfBody(body: string): GraphQLParams {
  const params = parsed(body, 'The body is not JSON.')
  if (Array.isArray(params)) throw refuse('BAD_USER_INPUT', 'Send one operation at a time, not a list.')
  if (!isObject(params)) throw refuse('BAD_USER_INPUT', 'The body is no JSON object with a "query".')
  if (hasLongList(params['variables']))
    throw refuse('BAD_USER_INPUT', `A list in the variables has ${LIMITS.list} entries at most.`)
  if (typeof (params['operationName'] ?? '') !== 'string')
    throw refuse('BAD_USER_INPUT', 'operationName is a text.')
  return params
}

/** @throws GraphQLError for what is no request */
export function paramsOfAddress(address: URLSearchParams): GraphQLParams {
  const params: Record<string, unknown> = {}
  for (const [name, value] of address) {
    const isJson = name === 'variables' || name === 'extensions'
    params[name] = isJson ? parsed(value, `${name} of the address is not JSON.`) : value
  }
  return params
}

function parsed(text: string, complaint: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('BAD_USER_INPUT', complaint)
  }
}

// Before each entry is compared with its type, and each mistake put into words.
function hasLongList(variables: unknown): boolean {
  const left = [variables]
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value) && value.length > LIMITS.list) return true
    for (const inner of Object.values(value))
      if (typeof inner === 'object' && inner !== null) left.push(inner)
  }
  return false
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

// The rest of it is read and dropped, so that the client comes to read the answer; but not for ever.
const tooLarge = (bytes: number): GraphQLError =>
  refuse(
    'PAYLOAD_TOO_LARGE',
    `A body has ${LIMITS.body} bytes at most.`,
    bytes > DROPPED_AT_MOST ? { headers: { connection: 'close' } } : {},
  )

const DROPPED_AT_MOST = 10 * LIMITS.body
