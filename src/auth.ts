import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
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

// Asymmetric only, and named, so that no token can choose how it is checked.
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256']

/** Reads "Authorization: Bearer …"; without the header the asker is a visitor. */
export function identifyBy({ issuer, audience, roleClaim, keys }: Issuer): Identify {
  return async (authorization) => {
    if (authorization === null) return null
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1]
    if (!token) throw new BadToken('The Authorization header is not "Bearer" and a JWT.')
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: 5,
        requiredClaims: ['sub', 'exp'],
      })
      return viewerOf(payload, roleClaim)
    } catch (error) {
      throw new BadToken('The token is not valid here: it may be expired, or from another issuer.', {
        cause: error,
      })
    }
  }
}

/** For bakeries without an issuer: nobody can sign in. */
export const identifyNobody: Identify = async (authorization) => {
  if (authorization === null) return null
  throw new BadToken('This bakery takes no tokens: no issuer is set.')
}

function viewerOf(payload: JWTPayload, roleClaim: string): Viewer {
  const email = payload['email']
  return {
    role: roleOf(payload[roleClaim]),
    subject: payload.sub!.slice(0, 255),
    email: typeof email === 'string' && email !== '' ? email : null,
  }
}

function roleOf(claim: unknown): Role {
  const names = [claim].flat().map((name) => String(name).toUpperCase())
  return ROLES.findLast((role) => names.includes(role)) ?? 'CUSTOMER'
}
