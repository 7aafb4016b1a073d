import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { BadToken, keysAt } from '../../src/auth.ts'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { bearer, identifyWith, keyList, openFor, strangers, type Told } from './tokens.ts'

describe('the keys of the issuer', () => {
  let bakery: TestBakery
  beforeAll(async () => void (bakery = await openBakeryForFile()))
  afterAll(() => bakery.close())

  test.for(['an error', 'no JSON', 'no keys', 'away'] as const)(
    'are fetched: where there is %s, a token is neither good nor bad but to be sent again',
    async (trouble) => {
      const issuer = await openIssuer()
      issuer.answerWith(trouble)
      const { ask, logged } = openFor(bakery, identifyWith(keysAt(issuer.url, { pause: 0 })))
      const response = await ask(await bearer())
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('1')
      const { errors } = (await response.json()) as Told
      expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
      expect(JSON.stringify(errors)).not.toContain('127.0.0.1')
      expect(logged).toMatchObject([{ severity: 'ERROR' }])
      issuer.answerWith('keys')
      expect((await ask(await bearer())).status).toBe(200)
    },
  )

  test('are kept through an outage, and asked for once in a while', async () => {
    const issuer = await openIssuer()
    const kept = identifyWith(keysAt(issuer.url, { freshFor: 0 }))
    expect(await kept(await bearer())).toMatchObject({ subject: 'cleo' })
    for (const trouble of ['away', 'an error', 'no keys'] as const) {
      issuer.answerWith(trouble)
      expect(await kept(await bearer())).toMatchObject({ subject: 'cleo' })
      await expect(kept(await bearer({}, { key: strangers.privateKey }))).rejects.toThrow(BadToken)
    }
    expect(issuer.asked()).toBe(2)
  })

  test('are asked for again when a new one is used, but not by every stranger', async () => {
    const issuer = await openIssuer()
    const now = identifyWith(keysAt(issuer.url, { pause: 0 }))
    const byNew = await bearer({}, { key: strangers.privateKey, kid: 'new' })
    await expect(now(byNew)).rejects.toThrow(BadToken)
    issuer.addKey({ ...(await exportJWK(strangers.publicKey)), kid: 'new', alg: 'ES256' })
    expect(await now(byNew)).toMatchObject({ subject: 'cleo' })
    const before = issuer.asked()
    const patient = identifyWith(keysAt(issuer.url))
    for (let each = 0; each < 5; each++) {
      await expect(patient(await bearer({}, { kid: `unknown ${each}` }))).rejects.toThrow(BadToken)
    }
    expect(issuer.asked() - before).toBe(1)
  })
})

/** Serves the list of keys, until it is told otherwise. */
async function openIssuer() {
  let mood: 'keys' | 'an error' | 'no JSON' | 'no keys' | 'away' = 'keys'
  let asked = 0
  const keys = [...keyList.keys]
  const bodies = { keys: () => JSON.stringify({ keys }), 'no keys': () => '{}', 'no JSON': () => '<html>' }
  const server = createServer((_request, response) => {
    asked++
    if (mood === 'away') response.destroy()
    else if (mood === 'an error') response.writeHead(500).end()
    else response.end(bodies[mood]())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`),
    answerWith: (next: typeof mood) => void (mood = next),
    addKey: (key: (typeof keys)[number]) => void keys.push(key),
    asked: () => asked,
  }
}
