import { errors, jwtVerify, type JWTPayload } from 'jose'
import { readEmail } from './domain/contact.ts'
import { InputCheck } from './domain/text.ts'
import { ROLES, type Asker, type Role, type Viewer } from './domain/viewer.ts'
import { IssuerAway, type FindIssuersKey } from './issuer.ts'

export interface Issuer {
  /** `iss` of every token. */
  issuer: string
  /** One of `aud` of every token. */
  audience: string
  /** The claim that names the role: customer, staff or admin, in any case, or a list of these; dots lead into claims. */
  roleClaim: string
  /** Finds the key that a token says it was signed with. */
  keys: FindIssuersKey
}

/** Throws or rejects where the token is not good; a promise only where something has to be looked up or reckoned. */
export type Identify = (authorization: string | null) => Asker | Promise<Asker>

/** A token was sent that cannot be trusted: never a silent guest. */
export class BadToken extends Error {
  override readonly name = 'BadToken'
}

// Asymmetric only, and named, so that no token can choose how it is checked.
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256']

/** Reads "Authorization: Bearer …"; without the header the asker is a visitor. */
export function identifyBy(issuer: Issuer): Identify {
  const verified = new Map<string, Verified>()
  return (authorization) => {
    if (authorization === null) return null
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1]
    if (!token) throw new BadToken('The Authorization header is not "Bearer" and a JWT.')
    const known = verified.get(token)
    const isGood = known && known.keys === issuer.keys.known?.() && Date.now() < known.until
    return isGood ? known.viewer : viewerBy(token)
  }

  async function viewerBy(token: string): Promise<Viewer> {
    const payload = await verify(token, issuer)
    const viewer = viewerOf(payload, issuer.roleClaim)
    verified.delete(token)
    const until = Math.min((payload.exp! + TOLERANCE) * 1000, Date.now() + GOOD_FOR)
    verified.set(token, { viewer, until, keys: issuer.keys.known?.() })
    for (const [oldest] of verified) {
      if (verified.size <= VERIFIED_AT_MOST) break
      verified.delete(oldest)
    }
    return viewer
  }
}

interface Verified {
  viewer: Viewer
  /** Milliseconds since 1970. */
  until: number
  /** Those that it was verified with: when there are others, it is verified again. */
  keys: unknown
}

/** Seconds that clocks may differ. */
const TOLERANCE = 5
/** Milliseconds that a token is taken for good once it was found so. */
const GOOD_FOR = 30_000
/** Each a few hundred bytes, and as long as headers may be at most. */
const VERIFIED_AT_MOST = 1_000

/** For bakeries without an issuer: nobody can sign in. */
export const identifyNobody: Identify = (authorization) => {
  if (authorization === null) return null
  throw new BadToken('This bakery takes no tokens: no issuer is set.')
}

async function verify(token: string, { issuer, audience, keys }: Issuer): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE,
      requiredClaims: ['sub', 'exp'],
    })
    return payload
  } catch (cause) {
    if (cause instanceof IssuerAway) throw cause
    if (!isAboutToken(cause)) throw new IssuerAway('A key of the issuer cannot be used.', { cause })
    throw new BadToken('The token is not valid here: it may be expired, or from another issuer.', { cause })
  }
}

// What else goes wrong has to do with the keys.
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid)

function viewerOf(payload: JWTPayload, roleClaim: string): Viewer {
  const { sub: subject, email } = payload as { sub: unknown; email?: unknown }
  if (!isSubject(subject)) throw new BadToken('The token does not say whose it is.')
  return {
    role: roleOf(claimAt(payload, roleClaim)),
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

/** By its whole name, for some are addresses with dots; else dot by dot, as in `realm_access.roles`. */
function claimAt(payload: JWTPayload, name: string): unknown {
  return Object.hasOwn(payload, name) ? payload[name] : name.split('.').reduce<unknown>(ownOf, payload)
}

const ownOf = (from: unknown, key: string): unknown =>
  Object.hasOwn(Object(from) as object, key) ? (from as Record<string, unknown>)[key] : undefined

function roleOf(claim: unknown): Role {
  const names = [claim].flat().map((name) => (typeof name === 'string' ? name.toLowerCase() : ''))
  return ROLES.findLast((role) => names.includes(role.toLowerCase())) ?? 'CUSTOMER'
}
