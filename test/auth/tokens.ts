import { randomUUID } from 'node:crypto'
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose'
import { createApp } from '../../src/app.ts'
import { identifyBy, type Identify, type Issuer } from '../../src/auth.ts'
import type { Asker } from '../../src/domain/viewer.ts'
import type { Log } from '../../src/serving/log.ts'
import type { TestBakery } from '../support/bakery.ts'

export const ISSUER = 'https://people.example/'
export const AUDIENCE = 'bakehouse'

export const ours = await generateKeyPair('ES256', { extractable: true })
export const strangers = await generateKeyPair('ES256', { extractable: true })
export const rsa = await generateKeyPair('RS256', { extractable: true })
export const keyList = {
  keys: [
    { ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'ES256' },
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256' },
  ],
}

/** Tells who asks always later, a mistake too. */
export function identifyLater(issuer: Issuer): (...asked: Parameters<Identify>) => Promise<Asker> {
  const identify = identifyBy(issuer)
  return async (authorization) => identify(authorization)
}

export const identifyWith = (keys: JWTVerifyGetKey, roleClaim = 'role') =>
  identifyLater({ issuer: ISSUER, audience: AUDIENCE, roleClaim, keys })

export const identify = identifyWith(createLocalJWKSet(keyList))

export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds
export const CLEO = { sub: 'cleo', email: 'cleo@example.com', role: 'customer', iss: ISSUER, aud: AUDIENCE }

/** A token that is right but for what is said. Undefined leaves a claim out. */
export function sign(claims: JWTPayload = {}, { key = ours.privateKey, alg = 'ES256', kid = 'ours' } = {}) {
  const payload = JSON.parse(JSON.stringify({ ...CLEO, exp: inSeconds(60), ...claims })) as JWTPayload
  return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key)
}

export const bearer = async (claims?: JWTPayload, by?: Parameters<typeof sign>[1]) =>
  `Bearer ${await sign(claims, by)}`

export interface Told {
  data?: unknown
  errors?: { message: string; extensions: { code: string } }[]
}

/** The API with its own way to tell who asks; with a token, `viewer` answers by it. */
export function openFor({ db }: TestBakery, own: Identify) {
  const logged: { severity: string; message: string; details: object }[] = []
  const log: Log = (severity, message, details = {}) => {
    if (!('durationMs' in details)) logged.push({ severity, message, details })
  }
  const app = createApp({
    db,
    identify: own,
    guestSecrets: [{ keyId: 'test', secret: randomUUID() }],
    guestOrdersAtMost: 5,
    publicUrl: null,
    development: false,
    graphiql: false,
    log,
  })
  const ask = (authorization: string | null, query = '{ viewer { role } }'): Promise<Response> =>
    Promise.resolve(
      app.fetch('http://bakery.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization !== null && { authorization }) },
        body: JSON.stringify({ query }),
      }),
    )
  return { ask, logged }
}
