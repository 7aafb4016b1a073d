import { createHmac } from 'node:crypto'
import { createLocalJWKSet, exportJWK, exportSPKI, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { identifyNobody } from '../src/auth.ts'
import {
  AUDIENCE,
  bearer,
  CLEO,
  identify,
  identifyWith,
  inSeconds,
  keyList,
  openFor,
  rsa,
  sign,
  strangers,
  type Told,
} from './auth/tokens.ts'
import { openBakeryForFile, type TestBakery } from './support/bakery.ts'

describe('who is asking', () => {
  test('is what a good token says', async () => {
    expect(await identify(await bearer())).toEqual({
      role: 'CUSTOMER',
      subject: 'cleo',
      email: 'cleo@example.com',
    })
    expect(await identify(await bearer({}, { key: rsa.privateKey, alg: 'RS256', kid: 'rsa' }))).toMatchObject(
      {
        subject: 'cleo',
      },
    )
    expect(await identify(await bearer({ aud: ['another', AUDIENCE] }))).toMatchObject({ subject: 'cleo' })
    expect(await identify((await bearer()).replace('Bearer', 'bearer'))).toMatchObject({ subject: 'cleo' })
  })

  test('is nobody without a header, and only then', async () => {
    expect(await identify(null)).toBeNull()
    await expect(identify('')).rejects.toThrow('Bearer')
  })

  test('is believed without another look for half a minute, and never past its end', async () => {
    let looks = 0
    const keys = createLocalJWKSet(keyList)
    const careful = identifyWith((...args) => (looks++, keys(...args)))
    onTestFinished(() => void vi.useRealTimers())
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const [long, short] = [await bearer({ exp: inSeconds(300) }), await bearer({ exp: inSeconds(10) })]
    for (const token of [long, long, short, short])
      expect(await careful(token)).toMatchObject({ subject: 'cleo' })
    expect(looks).toBe(2)
    // The clock's five seconds are granted still.
    vi.setSystemTime(Date.now() + 14_000)
    expect(await careful(short)).toMatchObject({ subject: 'cleo' })
    vi.setSystemTime(Date.now() + 2_000)
    await expect(careful(short)).rejects.toThrow('not valid')
    expect(await careful(long)).toMatchObject({ subject: 'cleo' })
    vi.setSystemTime(Date.now() + 20_000)
    const before = looks
    expect(await careful(long)).toMatchObject({ subject: 'cleo' })
    expect(looks).toBe(before + 1)
  })

  test.for([
    ['customer', 'CUSTOMER'],
    ['staff', 'STAFF'],
    ['Admin', 'ADMIN'],
    ['STAFF', 'STAFF'],
    [['customer', 'staff'], 'STAFF'],
    [['admin', 'staff'], 'ADMIN'],
    [['ADMINS', 'staffing'], 'CUSTOMER'],
    ['owner', 'CUSTOMER'],
    ['staff admin', 'CUSTOMER'],
    ['', 'CUSTOMER'],
    [undefined, 'CUSTOMER'],
    [null, 'CUSTOMER'],
    [[], 'CUSTOMER'],
    [true, 'CUSTOMER'],
    [{ staff: true }, 'CUSTOMER'],
    [{ toString: 'staff' }, 'CUSTOMER'],
    [[['staff']], 'CUSTOMER'],
    // Letters that only become an S, an F and an I when they are written large.
    ['ſtaff', 'CUSTOMER'],
    ['staﬀ', 'CUSTOMER'],
    ['admın', 'CUSTOMER'],
  ] as const)('has the highest role that the claim %j names: %s', async ([claim, role]) => {
    expect(await identify(await bearer({ role: claim }))).toMatchObject({ role })
  })

  test('has the role of the claim that the bakery names', async () => {
    const byGroups = identifyWith(createLocalJWKSet(keyList), 'https://bakery.example/groups')
    const claims = { role: 'admin', 'https://bakery.example/groups': ['staff'] }
    expect(await byGroups(await bearer(claims))).toMatchObject({ role: 'STAFF' })
  })

  test.for([
    ['realm_access.roles', { realm_access: { roles: ['offline_access', 'staff'] } }, 'STAFF'],
    ['resource_access.bakehouse.roles', { resource_access: { bakehouse: { roles: ['admin'] } } }, 'ADMIN'],
    ['realm_access.roles', { realm_access: { roles: 'staff' } }, 'STAFF'],
    ['realm_access.roles', { realm_access: { groups: ['staff'] } }, 'CUSTOMER'],
    ['realm_access.roles', { realm_access: 'staff' }, 'CUSTOMER'],
    ['realm_access.roles', { realm_access: null, roles: ['staff'] }, 'CUSTOMER'],
    ['realm_access.roles', { roles: 'staff' }, 'CUSTOMER'],
    ['app.role', { 'app.role': 'staff', app: { role: 'admin' } }, 'STAFF'],
    ['constructor.name', { role: 'admin' }, 'CUSTOMER'],
    ['__proto__.role', { role: 'admin' }, 'CUSTOMER'],
  ] as const)('has the role that the claim %s leads to: %j makes %s', async ([name, claims, role]) => {
    const byClaim = identifyWith(createLocalJWKSet(keyList), name)
    expect(await byClaim(await bearer({ role: undefined, ...claims }))).toMatchObject({ role })
  })

  test('may be five seconds early or late, as clocks are', async () => {
    for (const good of [{ exp: inSeconds(-3) }, { nbf: inSeconds(3) }])
      expect(await identify(await bearer(good))).toMatchObject({ subject: 'cleo' })
    for (const bad of [{ exp: inSeconds(-8) }, { nbf: inSeconds(8) }])
      await expect(identify(await bearer(bad))).rejects.toThrow('not valid')
  })

  test.for([
    [undefined],
    [null],
    [''],
    [5],
    [['a@example.com']],
    [{}],
    ['cleo'],
    ['a b@c'],
    ['a@b\0'],
    ['a@\ud800'],
  ])('has no e-mail where the token has %j for one', async ([email]) => {
    expect(await identify(await bearer({ email }))).toMatchObject({ email: null })
  })
})

const BAD: Record<string, () => string | Promise<string>> = {
  expired: () => bearer({ exp: inSeconds(-60) }),
  'not yet valid': () => bearer({ nbf: inSeconds(60) }),
  'without an end': () => bearer({ exp: undefined }),
  'with an end in words': () => bearer({ exp: 'tomorrow' as never }),
  'of another issuer': () => bearer({ iss: 'https://people.example' }),
  'of no issuer': () => bearer({ iss: undefined }),
  'for another audience': () => bearer({ aud: 'florist' }),
  'for no audience': () => bearer({ aud: undefined }),
  'of nobody': () => bearer({ sub: undefined }),
  'of an empty name': () => bearer({ sub: '' }),
  'of whoever is called as guests are where keys are kept': () => bearer({ sub: 'guest' }),
  'of a number': () => bearer({ sub: 5 as never }),
  'of null': () => bearer({ sub: null as never }),
  'of a name with NUL': () => bearer({ sub: 'cleo\0' }),
  'of half a letter': () => bearer({ sub: 'cleo\ud800' }),
  'of a name longer than anybody has': () => bearer({ sub: 'c'.repeat(256) }),
  'signed by a stranger': () => bearer({}, { key: strangers.privateKey }),
  'signed by an unknown key': () => bearer({}, { kid: 'theirs' }),
  'unsigned, as "none"': () => byHand({ alg: 'none' }, { ...CLEO, exp: inSeconds(60) }, () => ''),
  'unsigned, as "none", with something in place': () =>
    byHand({ alg: 'none', kid: 'ours' }, { ...CLEO, exp: inSeconds(60) }, () => 'AAAA'),
  'signed with the public key as a secret': async () => {
    const secret = await exportSPKI(rsa.publicKey)
    const sealed = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
    return byHand({ alg: 'HS256', kid: 'rsa' }, { ...CLEO, role: 'admin', exp: inSeconds(60) }, sealed)
  },
  'with another body under its signature': async () => {
    const [head, , signature] = (await bearer()).split('.')
    const body = Buffer.from(JSON.stringify({ ...CLEO, role: 'admin', exp: inSeconds(60) })).toString(
      'base64url',
    )
    return `${head}.${body}.${signature}`
  },
  'that asks for what nobody knows': async () =>
    byHand(
      { alg: 'ES256', kid: 'ours', crit: ['cake'], cake: 1 },
      { ...CLEO, exp: inSeconds(60) },
      () => 'AAAA',
    ),
  'that brings its own key': async () => {
    const jwk = await exportJWK(strangers.publicKey)
    const token = new SignJWT({ ...CLEO, exp: inSeconds(60) }).setProtectedHeader({
      alg: 'ES256',
      jwk,
      kid: 'theirs',
    })
    return `Bearer ${await token.sign(strangers.privateKey)}`
  },
  'of garbage': () => 'Bearer garbage',
  'of three garbage parts': () => 'Bearer a.b.c',
  'of no text at all': () => 'Bearer ',
  'of two tokens': async () => `${await bearer()} ${await sign()}`,
  'of a list of tokens': async () => `${await bearer()}, ${await bearer()}`,
  'in the Basic scheme': () => `Basic ${Buffer.from('admin:admin').toString('base64')}`,
  'without a scheme': () => sign(),
  'of a megabyte': async () => `${await bearer()}${'A'.repeat(1_000_000)}`,
  'of a megabyte of dots': () => `Bearer ${'.'.repeat(1_000_000)}`,
}

describe('a token that is not to be trusted', () => {
  let bakery: TestBakery
  beforeAll(async () => void (bakery = await openBakeryForFile()))
  afterAll(() => bakery.close())

  test.for(Object.entries(BAD))('%s: is 401 and never a silent guest', async ([, header]) => {
    const { ask, logged } = openFor(bakery, identify)
    const response = await ask(await header())
    const { data, errors } = (await response.json()) as Told
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    expect(data).toBeUndefined()
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(JSON.stringify(errors)).not.toMatch(/jose|JWS|stack|example/)
    expect(logged).not.toContainEqual(expect.objectContaining({ severity: 'ERROR' }))
  })

  test('is one as well where nobody can sign in', async () => {
    const { ask } = openFor(bakery, identifyNobody)
    expect((await ask(await bearer())).status).toBe(401)
    expect((await ask(null)).status).toBe(200)
  })

  test('lets nothing be done in passing', async () => {
    const { ask } = openFor(bakery, identify)
    const response = await ask(
      await bearer({ exp: inSeconds(-60) }),
      'mutation { registerCustomer(input: { name: "Cleo", phone: "061234567" }) { __typename } }',
    )
    expect(response.status).toBe(401)
    expect(await bakery.db.selectFrom('customers').selectAll().execute()).toEqual([])
  })
})

function byHand(header: object, payload: object, signature: (text: string) => string): string {
  const [head, body] = [header, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `Bearer ${head}.${body}.${signature(`${head}.${body}`)}`
}
