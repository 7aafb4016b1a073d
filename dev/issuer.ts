import { generateKeyPairSync } from 'node:crypto'
import { createLocalJWKSet, importJWK, SignJWT, type JWK } from 'jose'
import { identifyBy, type Identify } from '../src/auth.ts'
import { keep } from './data.ts'
import { SAMPLE_PEOPLE } from './sample/people.ts'

const ISSUER = 'https://bakehouse.localhost'
const AUDIENCE = 'bakehouse'
const LIFETIME = '7d'

export interface SampleIssuer {
  identify: Identify
  /** A token for a sample person, or for somebody new where the e-mail is nobody's. */
  tokenFor: (role: string, email?: string) => Promise<string>
}

/** Signs tokens for the sample people, by a key of its own that stays in the data folder. */
export async function openIssuer(): Promise<SampleIssuer> {
  const jwk = JSON.parse(keep('issuer.json', makeKey)) as JWK
  const key = await importJWK(jwk, 'ES256')
  const { d: _private, ...publicJwk } = jwk
  const keys = createLocalJWKSet({ keys: [publicJwk] })
  return {
    identify: identifyBy({ issuer: ISSUER, audience: AUDIENCE, roleClaim: 'role', keys }),
    tokenFor: (role, email) => {
      const person = findPerson(role, email)
      return new SignJWT({ role, email: person.email })
        .setProtectedHeader({ alg: 'ES256', kid: jwk.kid! })
        .setSubject(person.subject)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(key)
    },
  }
}

function findPerson(role: string, email: string | undefined): { email: string; subject: string } {
  const wanted = email?.toLowerCase()
  const person = SAMPLE_PEOPLE.find((each) => (wanted ? each.email === wanted : each.role === role))
  return person ?? { email: email!, subject: `sample|${wanted}` }
}

function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'development', alg: 'ES256' })
}
