import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, type JWK, type JWTPayload } from 'jose'
import { onTestFinished } from 'vitest'
import { keyList, ours, sign } from './tokens.ts'

/** What is answered instead of a document. */
export type Trouble =
  | 'an error'
  | 'no JSON'
  | 'null'
  | 'no keys'
  | 'garbage for keys'
  | 'a secret key'
  | 'too many keys'
  | 'a document without end'
  | 'another address'
  | 'silence'
  | 'away'

export interface Issuer {
  origin: string
  /** `iss` as it tells it. */
  name: string
  jwksUrl: string
  /** Requests so far. */
  asked: { configuration: number; keys: number; elsewhere: number }
  /** Undefined makes it well again. */
  fallIll(trouble?: { configuration?: Trouble; keys?: Trouble }): void
  /** What its configuration says, but for this. */
  tell(about: object): void
  publish(key: CryptoKey, kid: string, alg?: string): Promise<void>
  withdraw(kid: string): void
  bearer(claims?: JWTPayload, by?: Parameters<typeof sign>[1]): Promise<string>
}

/** An issuer of tokens on a real port, until the test ends. */
export async function openIssuer({ path = '' } = {}): Promise<Issuer> {
  let ill: { configuration?: Trouble; keys?: Trouble } = {}
  let told: object = {}
  const asked = { configuration: 0, keys: 0, elsewhere: 0 }
  const keys = new Map<string, JWK>(keyList.keys.map((key) => [key.kid, key]))
  const documents: Record<string, () => ['configuration' | 'keys' | 'elsewhere', object]> = {
    '/elsewhere': () => ['elsewhere', { keys: [...keys.values()] }],
    '/keys': () => ['keys', { keys: [...keys.values()] }],
    [`${path.replace(/\/$/, '')}/.well-known/openid-configuration`]: () => [
      'configuration',
      { issuer: name, jwks_uri: jwksUrl, ...told },
    ],
  }
  const server = createServer((request, response) => {
    const [which, document] = documents[request.url!]?.() ?? []
    const trouble = which && which !== 'elsewhere' ? ill[which] : undefined
    if (which) asked[which]++
    if (trouble) TROUBLES[trouble](response)
    else response.writeHead(which ? 200 : 404).end(JSON.stringify(document ?? {}))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [name, jwksUrl] = [`${origin}${path}`, `${origin}/keys`]
  return {
    origin,
    name,
    jwksUrl,
    asked,
    fallIll: (next = {}) => void (ill = next),
    tell: (about) => void (told = about),
    publish: async (key, kid, alg = 'ES256') => void keys.set(kid, { ...(await exportJWK(key)), kid, alg }),
    withdraw: (kid) => void keys.delete(kid),
    bearer: async (claims, by) => `Bearer ${await sign({ iss: name, ...claims }, by)}`,
  }
}

const secret = await exportJWK(ours.privateKey)
const tell = (document: unknown) => (response: ServerResponse) => void response.end(JSON.stringify(document))

const TROUBLES: Record<Trouble, (response: ServerResponse) => void> = {
  'an error': (response) => void response.writeHead(500).end('{"keys":[]}'),
  'no JSON': (response) => void response.end('<html>'),
  null: tell(null),
  'no keys': tell({}),
  'garbage for keys': tell({ keys: [null, 5, 'ours'] }),
  'a secret key': tell({ keys: [{ ...secret, kid: 'ours', alg: 'ES256' }] }),
  'too many keys': tell({ keys: Array.from({ length: 101 }, () => keyList.keys[0]) }),
  'a document without end'(response) {
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
      response.once('drain', more)
    }
    more()
  },
  // The keys themselves, for whoever follows.
  'another address': (response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
  silence: () => {},
  away: (response) => void response.destroy(),
}
