import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose'
import { readEmail } from './domain/contact.ts'
import { InputCheck } from './domain/text.ts'
import { ROLES, type Asker, type Role, type Viewer } from './domain/viewer.ts'

export interface Issuer {
  /** `iss` of every token. */
  issuer: string
  /** One of `aud` of every token. */
  audience: string
  /** The claim that names the role: customer, staff or admin, in any case, or a list of these. */
  roleClaim: string
  /** Finds the key that a token says it was signed with. */
  keys: JWTVerifyGetKey
}

export type Identify = (authorization: string | null) => Promise<Asker>

/** A token was sent that cannot be trusted: never a silent guest. */
export class BadToken extends Error {
  override readonly name = 'BadToken'
}

/** The issuer's keys cannot be had at the moment, so nobody can tell whether the token is good. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway'
}

// Asymmetric only, and named, so that no token can choose how it is checked.
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256']

/** Reads "Authorization: Bearer …"; without the header the asker is a visitor. */
export function identifyBy(issuer: Issuer): Identify {
  return async (authorization) => {
    if (authorization === null) return null
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1]
    if (!token) throw new BadToken('The Authorization header is not "Bearer" and a JWT.')
    return viewerOf(await verify(token, issuer), issuer.roleClaim)
  }
}

/** For bakeries without an issuer: nobody can sign in. */
export const identifyNobody: Identify = async (authorization) => {
  if (authorization === null) return null
  throw new BadToken('This bakery takes no tokens: no issuer is set.')
}

/**
 * The issuer's keys: fetched when the first token comes, again every ten minutes, and for a key that is not among them;
 * where that fails, the known ones go on for half a minute before it is tried again.
 */
export function keysAt(url: URL, { freshFor = 600_000, pause = 30_000 } = {}): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(url, {
    cacheMaxAge: freshFor,
    cooldownDuration: pause,
    timeoutDuration: 2_000,
  })
  let failedAt = -Infinity
  return async (header, token) => {
    const known = remote.jwks()
    if (known && performance.now() - failedAt < pause) return createLocalJWKSet(known)(header, token)
    try {
      return await remote(header, token)
    } catch (error) {
      if (isAboutToken(error)) throw error
      failedAt = performance.now()
      if (!known) throw error
      return createLocalJWKSet(known)(header, token)
    }
  }
}

async function verify(token: string, { issuer, audience, keys }: Issuer): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: 5,
      requiredClaims: ['sub', 'exp'],
    })
    return payload
  } catch (cause) {
    if (!isAboutToken(cause)) throw new IssuerAway('The keys of the issuer cannot be had.', { cause })
    throw new BadToken('The token is not valid here: it may be expired, or from another issuer.', { cause })
  }
}

// What else goes wrong has to do with fetching and reading the keys.
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code)

function viewerOf(payload: JWTPayload, roleClaim: string): Viewer {
  const { sub: subject, email } = payload as { sub: unknown; email?: unknown }
  if (!isSubject(subject)) throw new BadToken('The token does not say whose it is.')
  return {
    role: roleOf(payload[roleClaim]),
    subject,
    email: typeof email === 'string' ? readEmail(new InputCheck(), ['email'], email) : null,
  }
}

const isSubject = (subject: unknown): subject is string =>
  typeof subject === 'string' &&
  subject.isWellFormed() &&
  !/\p{Cc}/u.test(subject) &&
  subject.length > 0 &&
  // What guests are called where keys are kept.
  subject !== 'guest' &&
  subject.length <= 255

function roleOf(claim: unknown): Role {
  const names = [claim].flat().map((name) => (typeof name === 'string' ? name.toLowerCase() : ''))
  return ROLES.findLast((role) => names.includes(role.toLowerCase())) ?? 'CUSTOMER'
}
