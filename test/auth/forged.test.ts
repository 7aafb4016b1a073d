import { createHmac, generateKeyPairSync, KeyObject, sign as signBytes } from 'node:crypto'
import { exportJWK, exportSPKI, SignJWT, type JWTHeaderParameters } from 'jose'
import { expect, test } from 'vitest'
import { BadToken } from '../../src/auth.ts'
import { keysOf } from '../../src/issuer.ts'
import { openIssuer } from './issuer.ts'
import { AUDIENCE, CLEO, bearer, identify, identifyLater, inSeconds, ours, rsa, strangers } from './tokens.ts'

const spki = await exportSPKI(rsa.publicKey)
const jwk = await exportJWK(rsa.publicKey)
const theirs = await exportJWK(strangers.publicKey)

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
const CLAIMS = { ...CLEO, role: 'admin', exp: inSeconds(3600) }

/** A token put together by hand, to be signed by whatever means. */
function forge(header: object, seal: (text: string) => string): string {
  const text = `${encode(header)}.${encode(CLAIMS)}`
  return `Bearer ${text}.${seal(text)}`
}

const [plain, p1363] = [KeyObject.from(ours.privateKey), 'ieee-p1363'] as const
const asDer = (text: string) => signBytes('sha256', Buffer.from(text), plain).toString('base64url')
const byOurs = (text: string) =>
  signBytes('sha256', Buffer.from(text), { key: plain, dsaEncoding: p1363 }).toString('base64url')

// What an attacker may take the public key for, where a server checks HMAC with it.
const SECRETS: Record<string, string | Buffer> = {
  PEM: spki,
  'PEM without its last line break': spki.trimEnd(),
  'PEM with a line break': `${spki.trimEnd()}\n`,
  'PEM with line breaks of Windows': spki.replaceAll('\n', '\r\n'),
  'PEM of PKCS 1': rsaObject().export({ type: 'pkcs1', format: 'pem' }),
  DER: rsaObject().export({ type: 'spki', format: 'der' }),
  'its base64': rsaObject().export({ type: 'spki', format: 'der' }).toString('base64'),
  JWK: JSON.stringify(jwk),
  'JWK with its kid': JSON.stringify({ ...jwk, kid: 'rsa', alg: 'RS256' }),
  'the modulus': jwk.n!,
  'bytes of the modulus': Buffer.from(jwk.n!, 'base64url'),
  nothing: '',
  'a NUL': '\0',
}
const HASHES = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512', hs256: 'sha256', 'HS256 ': 'sha256' }

test.for(Object.entries(SECRETS))('no token is sealed with %s of the public key', async ([, secret]) => {
  for (const [alg, hash] of Object.entries(HASHES)) {
    const seal = (text: string) => createHmac(hash, secret).update(text).digest('base64url')
    for (const kid of ['rsa', 'ours', undefined])
      await expect(identify(forge({ alg, kid, typ: 'JWT' }, seal))).rejects.toThrow(BadToken)
  }
})

test.for(['none', 'None', 'NONE', 'nOnE', '', 'null', null, undefined, 0, [], ['ES256'], {}, true])(
  'no token goes unsigned, as %j',
  async (alg) => {
    for (const kid of ['ours', undefined]) {
      for (const signature of ['', 'AAAA', 'A'.repeat(86)])
        await expect(identify(forge({ alg, kid }, () => signature))).rejects.toThrow(BadToken)
    }
  },
)

test('no key checks what was signed in another way', async () => {
  const { privateKey: small } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const byRsa = (text: string) => signBytes('sha256', Buffer.from(text), small).toString('base64url')
  for (const alg of ['RS256', 'PS256', 'EdDSA', 'ES384', 'ES256K', 'ES512', 'Ed25519', 'ML-DSA-44']) {
    await expect(identify(forge({ alg, kid: 'ours' }, byRsa))).rejects.toThrow(BadToken)
    await expect(identify(forge({ alg, kid: 'ours' }, byOurs))).rejects.toThrow(BadToken)
    await expect(identify(forge({ alg, kid: 'rsa' }, byOurs))).rejects.toThrow(BadToken)
  }
  await expect(identify(forge({ alg: 'ES256', kid: 'ours' }, asDer))).rejects.toThrow(BadToken)
  // And the only right way, by the same means.
  expect(await identify(forge({ alg: 'ES256', kid: 'ours' }, byOurs))).toMatchObject({ role: 'ADMIN' })
})

test('the signature of zeros, which once opened every door, opens none', async () => {
  for (const signature of ['A'.repeat(86), `${'A'.repeat(85)}B`])
    await expect(identify(forge({ alg: 'ES256', kid: 'ours' }, () => signature))).rejects.toThrow(BadToken)
})

test('no token brings its own key, or says where one lies', async () => {
  const [issuer, elsewhere] = [await openIssuer(), await openIssuer()]
  await elsewhere.publish(strangers.publicKey, 'ours')
  const source = { issuer: issuer.name, jwksUrl: issuer.jwksUrl }
  const strict = identifyLater({
    issuer: issuer.name,
    audience: AUDIENCE,
    roleClaim: 'role',
    keys: keysOf(source),
  })
  const headers: Partial<JWTHeaderParameters>[] = [
    { jwk: theirs },
    { jku: elsewhere.jwksUrl },
    { x5u: `${elsewhere.origin}/keys` },
    { x5c: ['MIIB'] },
    { jwk: theirs, jku: elsewhere.jwksUrl, x5u: elsewhere.jwksUrl, crit: ['jwk'] },
    { kid: elsewhere.jwksUrl },
    { kid: '../../../dev/null' },
    { kid: "ours' or '1'='1" },
    { kid: '' },
    { kid: '__proto__' },
    { iss: elsewhere.name },
  ]
  for (const header of headers) {
    const token = new SignJWT({ ...CLAIMS, iss: issuer.name })
      .setProtectedHeader({ alg: 'ES256', kid: 'ours', ...header })
      .sign(strangers.privateKey)
      // One that the library itself would not make.
      .catch(() => bearerPart({ alg: 'ES256', kid: 'ours', ...header }))
    await expect(strict(`Bearer ${await token}`)).rejects.toThrow(BadToken)
  }
  expect(elsewhere.asked).toMatchObject({ configuration: 0, keys: 0 })
  expect(issuer.asked.keys).toBe(1)
})

test('whatever a header holds, a token is good or bad and never our own mistake', async () => {
  const values = [null, 0, -1, 1e308, '', 'ES256', 'ours', [], ['exp'], [''], {}, { a: 1 }, true, '\ud800']
  const names = [
    'alg',
    'kid',
    'crit',
    'b64',
    'typ',
    'cty',
    'zip',
    'enc',
    'jwk',
    'x5c',
    '__proto__',
    'toString',
  ]
  const kinds = new Set<string>()
  for (const name of names) {
    for (const value of values) {
      const asking = identify(forge({ alg: 'ES256', kid: 'ours', [name]: value }, byOurs))
      kinds.add(
        await asking.then(
          () => 'good',
          (error: Error) => error.name,
        ),
      )
    }
  }
  expect(kinds).toEqual(new Set(['good', 'BadToken']))
})

test.for([
  'Bearer',
  'Bearer ',
  'Bearer  ',
  'Bearer null',
  'Bearer undefined',
  'Bearer {}',
  'Token %',
  'BearerX %',
  'Bearer: %',
  'Bearer\t%',
  'Bearer "%"',
  'Bearer <%>',
  'Bearer token="%"',
  'Bearer %,',
  'Bearer %;',
  'Bearer % ',
  ' Bearer %',
  'Bearer %.%',
  'Bearer %=',
  'Bearer %, Bearer %',
  'Basic %',
  'DPoP %',
  '%',
])('“%s” is no way to send a token', async (way) => {
  const token = (await bearer()).slice('Bearer '.length)
  await expect(identify(way.replaceAll('%', token))).rejects.toThrow(BadToken)
  for (const good of ['Bearer %', 'bearer %', 'BEARER %', 'Bearer   %'])
    expect(await identify(good.replace('%', token))).toMatchObject({ subject: 'cleo' })
})

function bearerPart(header: object): string {
  return `${encode(header)}.${encode(CLAIMS)}.AAAA`
}

function rsaObject(): KeyObject {
  return KeyObject.from(rsa.publicKey)
}
