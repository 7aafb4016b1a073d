import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { isSafe } from './config-values.ts'

/** The issuer's keys cannot be had at the moment, so nobody can tell whether the token is good. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway'
}

export interface KeySource {
  /** `iss` of every token; where its keys are stands in its /.well-known/openid-configuration. */
  issuer: string
  /** Where the keys are, for issuers that do not tell. */
  jwksUrl?: string | null
  /** Takes addresses without TLS on other machines too. */
  allowPlainHttp?: boolean
}

export interface KeyTimes {
  /** Keys are asked for anew after so long. */
  freshFor?: number
  /** Known keys are asked for no more often than this, whatever happens. */
  pause?: number
  /** And unknown ones, after it failed, no more often than this. */
  retryAfter?: number
  /** Both documents must be here in this time. */
  patience?: number
}

/** Bytes of one document. The longest lists in use are of 30 kB. */
const BYTES_AT_MOST = 256 * 1024
const KEYS_AT_MOST = 100

/** Finds the key that a token was signed with; `known` stands for all keys that are published, as far as is known. */
export type FindIssuersKey = JWTVerifyGetKey & { known?: () => unknown }

type FindKey = ReturnType<typeof createLocalJWKSet>

/**
 * The issuer's keys: asked for when the first token comes, again every ten minutes, and for a key that is not among
 * them. Where that fails, the known ones go on. Whatever tokens come, it is asked once in half a minute at most.
 */
export function keysOf(
  source: KeySource,
  { freshFor = 600_000, pause = 30_000, retryAfter = 1_000, patience = 2_000 }: KeyTimes = {},
): FindIssuersKey {
  let known: FindKey | undefined
  let fetchedAt = -Infinity
  let triedAt = -Infinity
  let address = source.jwksUrl ?? undefined
  let pending: Promise<void> | undefined

  const fetchKeys = async (): Promise<void> => {
    const deadline = AbortSignal.timeout(patience)
    const where = address ?? (await discover(source, deadline))
    // Where it fails the issuer may have moved them, and is asked again.
    address = source.jwksUrl ?? undefined
    known = createLocalJWKSet(readKeys(await fetchJson(where, deadline)))
    address = where
    fetchedAt = performance.now()
  }
  const refresh = (): Promise<void> => {
    if (pending) return pending
    triedAt = performance.now()
    return (pending = fetchKeys().finally(() => (pending = undefined)))
  }
  /** The keys as they are; anew if they are older than that, and if it is not too early to ask again. */
  const keys = async (age: number): Promise<FindKey> => {
    const now = performance.now()
    const mayAsk = pending !== undefined || now - triedAt >= (known ? pause : retryAfter)
    if (now - fetchedAt >= age && mayAsk) {
      try {
        await refresh()
      } catch (cause) {
        if (!known) throw new IssuerAway('The keys of the issuer cannot be had.', { cause })
      }
    }
    if (!known) throw new IssuerAway('The keys of the issuer could not be had a moment ago.')
    return known
  }

  const find: JWTVerifyGetKey = async (header, token) => {
    const before = await keys(freshFor)
    try {
      return await before(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      const after = await keys(0)
      if (after === before) throw error
      return after(header, token)
    }
  }
  // Old ones are like none that were seen before, so that tokens are verified and keys asked for again.
  return Object.assign(find, { known: () => (performance.now() - fetchedAt < freshFor ? known : {}) })
}

async function discover(source: KeySource, deadline: AbortSignal): Promise<string> {
  const base = source.issuer.replace(/\/$/, '')
  const { issuer, jwks_uri: where } = (await fetchJson(
    `${base}/.well-known/openid-configuration`,
    deadline,
  )) as Record<string, unknown>
  if (issuer !== source.issuer)
    throw new Error(
      `It calls itself ${JSON.stringify(issuer)}, not ${source.issuer}: OIDC_ISSUER must match.`,
    )
  const isTaken = typeof where === 'string' && (source.allowPlainHttp || isSafe(where))
  if (!isTaken) throw new Error('Its jwks_uri is no https URL.')
  return where
}

function readKeys(document: unknown): JSONWebKeySet {
  const { keys } = (document ?? {}) as { keys?: unknown }
  if (!Array.isArray(keys)) throw new Error('It gave no list of keys.')
  if (keys.length > KEYS_AT_MOST) throw new Error(`It gave more than ${KEYS_AT_MOST} keys.`)
  const isSecret = keys.some((key) => Object.hasOwn(Object(key) as object, 'd'))
  if (isSecret) throw new Error('It gave a secret key away.')
  return document as JSONWebKeySet
}

async function fetchJson(address: string, signal: AbortSignal): Promise<unknown> {
  const headers = { accept: 'application/json, application/jwk-set+json' }
  // Nobody is followed elsewhere.
  const response = await fetch(address, { headers, signal, redirect: 'error' })
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    throw new Error(`${address} answered ${response.status}.`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > BYTES_AT_MOST) throw new Error(`${address} gave more than ${BYTES_AT_MOST} bytes.`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString())
}
