import { setTimeout as sleep } from 'node:timers/promises'
import { generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BadToken } from '../../src/auth.ts'
import { IssuerAway, keysOf, type KeyTimes } from '../../src/issuer.ts'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { openIssuer, type Issuer } from './issuer.ts'
import { AUDIENCE, identifyLater, openFor, strangers, type Told } from './tokens.ts'

const by = ({ name, jwksUrl }: Issuer, times?: KeyTimes) =>
  identifyLater({
    issuer: name,
    audience: AUDIENCE,
    roleClaim: 'role',
    keys: keysOf({ issuer: name, jwksUrl }, times),
  })

const CLEO = { subject: 'cleo' }

describe('where the keys cannot be had', () => {
  let bakery: TestBakery
  beforeAll(async () => void (bakery = await openBakeryForFile()))
  afterAll(() => bakery.close())

  test.for([
    'an error',
    'no JSON',
    'null',
    'no keys',
    'garbage for keys',
    'a secret key',
    'too many keys',
    'a document without end',
    'another address',
    'silence',
    'away',
  ] as const)('for %s, a token is neither good nor bad but to be sent again', async (trouble) => {
    const issuer = await openIssuer()
    issuer.fallIll({ keys: trouble })
    const patience = trouble === 'silence' ? 300 : 20_000
    const { ask, logged } = openFor(bakery, by(issuer, { pause: 0, retryAfter: 0, patience }))
    const started = performance.now()
    const response = await ask(await issuer.bearer())
    expect(performance.now() - started).toBeLessThan(2_000)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    const { errors } = (await response.json()) as Told
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
    expect(JSON.stringify(errors)).not.toContain('127.0.0.1')
    expect(logged).toMatchObject([{ severity: 'ERROR' }])
    expect((await ask(null)).status).toBe(200)
    issuer.fallIll()
    expect((await ask(await issuer.bearer())).status).toBe(200)
  })

  test('no more than one asker a second waits for a silent issuer, or all for the same answer', async () => {
    const issuer = await openIssuer()
    issuer.fallIll({ keys: 'silence' })
    const identify = by(issuer, { patience: 300 })
    const token = await issuer.bearer()
    const crowd = await Promise.allSettled(Array.from({ length: 50 }, () => identify(token)))
    expect(crowd.every(({ status }) => status === 'rejected')).toBe(true)
    expect(issuer.asked.keys).toBe(1)
    const started = performance.now()
    await expect(identify(token)).rejects.toThrow(IssuerAway)
    expect(performance.now() - started).toBeLessThan(100)
    expect(issuer.asked.keys).toBe(1)
    issuer.fallIll()
    await sleep(1_000)
    expect(await identify(token)).toMatchObject(CLEO)
    expect(issuer.asked.keys).toBe(2)
  })
})

describe('the known keys', () => {
  test('are fetched when the first token comes, and by nobody before', async () => {
    const issuer = await openIssuer()
    const identify = by(issuer)
    expect(await identify(null)).toBeNull()
    await expect(identify('Bearer garbage')).rejects.toThrow(BadToken)
    await sleep(50)
    expect(issuer.asked.keys).toBe(0)
    for (let each = 0; each < 5; each++) expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
    expect(issuer.asked.keys).toBe(1)
  })

  test('go on through an outage, which is looked at once in a while', async () => {
    const issuer = await openIssuer()
    const identify = by(issuer, { freshFor: 0 })
    expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
    for (const keys of ['away', 'an error', 'no keys'] as const) {
      issuer.fallIll({ keys })
      expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
      const forged = await issuer.bearer({}, { key: strangers.privateKey })
      await expect(identify(forged)).rejects.toThrow(BadToken)
    }
    expect(issuer.asked.keys).toBe(1)
    const impatient = by(issuer, { freshFor: 0, pause: 0 })
    issuer.fallIll()
    expect(await impatient(await issuer.bearer())).toMatchObject(CLEO)
    issuer.fallIll({ keys: 'away' })
    expect(await impatient(await issuer.bearer())).toMatchObject(CLEO)
    expect(issuer.asked.keys).toBe(3)
  })

  test('keep nobody waiting for longer than patience lasts while the issuer is slow', async () => {
    const issuer = await openIssuer()
    const identify = by(issuer, { freshFor: 0, pause: 0, patience: 300 })
    expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
    issuer.fallIll({ keys: 'silence' })
    const started = performance.now()
    expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  test('rotate: the new one is learnt of when it is used, and the old one is good while it is published', async () => {
    const issuer = await openIssuer()
    const identify = by(issuer, { pause: 0 })
    const [old, young] = [await issuer.bearer(), await issuer.bearer({}, NEW)]
    expect(await identify(old)).toMatchObject(CLEO)
    await expect(identify(young)).rejects.toThrow(BadToken)
    await issuer.publish(strangers.publicKey, 'new')
    expect(await identify(young)).toMatchObject(CLEO)
    const { keys } = issuer.asked
    expect([await identify(old), await identify(young)]).toMatchObject([CLEO, CLEO])
    expect(issuer.asked.keys).toBe(keys)
    const patient = by(issuer, { pause: 0, freshFor: 100 })
    expect(await patient(old)).toMatchObject(CLEO)
    issuer.withdraw('ours')
    await sleep(150)
    await expect(patient(old)).rejects.toThrow(BadToken)
    expect(await patient(young)).toMatchObject(CLEO)
  })

  test('are asked for once in half a minute at most, however many tokens name keys that nobody knows', async () => {
    const issuer = await openIssuer()
    const identify = by(issuer)
    expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
    const flood = Array.from({ length: 300 }, async (_, nth) =>
      identify(await issuer.bearer({}, { kid: `unknown ${nth}` })),
    )
    const ends = await Promise.allSettled(flood)
    expect(ends.every((end) => end.status === 'rejected' && end.reason instanceof BadToken)).toBe(true)
    expect(issuer.asked.keys).toBe(1)
    expect(await identify(await issuer.bearer())).toMatchObject(CLEO)

    const soon = by(issuer, { pause: 400 })
    await soon(await issuer.bearer())
    const before = issuer.asked.keys
    const until = performance.now() + 1_000
    for (let nth = 0; performance.now() < until; nth++) {
      await expect(soon(await issuer.bearer({}, { kid: `unknown ${nth}` }))).rejects.toThrow(BadToken)
    }
    expect(issuer.asked.keys - before).toBeGreaterThanOrEqual(1)
    expect(issuer.asked.keys - before).toBeLessThanOrEqual(3)
  })

  test('may be a hundred, among which the right one is found', async () => {
    const issuer = await openIssuer()
    const pairs = await Promise.all(Array.from({ length: 98 }, () => generateKeyPair('ES256')))
    for (const [nth, { publicKey }] of pairs.entries()) await issuer.publish(publicKey, `key ${nth}`)
    const last = { key: pairs[97]!.privateKey, kid: 'key 97' }
    expect(await by(issuer)(await issuer.bearer({}, last))).toMatchObject(CLEO)
  })
})

const NEW = { key: strangers.privateKey, kid: 'new' }
