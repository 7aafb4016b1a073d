import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose'
import { identifyBy, type Identify } from '../src/auth.ts'
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
export async function openIssuer(dataDir: string): Promise<SampleIssuer> {
  const jwk = await readKey(path.join(dataDir, 'issuer.json'))
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
  const person = SAMPLE_PEOPLE.find((each) => (email ? each.email === email : each.role === role))
  return person ?? { email: email!, subject: `sample|${email}` }
}

async function readKey(file: string): Promise<JWK> {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known) return JSON.parse(known) as JWK
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid: 'development', alg: 'ES256' }
  await mkdir(path.dirname(file), { recursive: true })
  try {
    await writeFile(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' })
    return jwk
  } catch {
    // Somebody else made one at the same instant.
    return JSON.parse(await readFile(file, 'utf8')) as JWK
  }
}
