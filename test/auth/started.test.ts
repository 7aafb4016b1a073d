import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { startHouse, type House } from '../support/house.ts'
import { head, openRaw } from '../support/raw.ts'
import { run } from '../support/started.ts'
import { openIssuer, type Issuer } from './issuer.ts'
import { AUDIENCE, strangers } from './tokens.ts'

const WHO = '{ viewer { role } }'

describe('the program itself', { timeout: 60_000 }, () => {
  let bakery: TestBakery
  beforeAll(async () => void (bakery = await openBakeryForFile()))
  afterAll(() => bakery.close())

  async function start(env: (issuer: Issuer) => Record<string, string> = () => ({})) {
    const issuer = await openIssuer({ path: '/realms/bakery' })
    const settings = { OIDC_ISSUER: issuer.name, OIDC_AUDIENCE: AUDIENCE, ...env(issuer) }
    return { issuer, house: await startHouse(bakery.url, settings) }
  }

  test('finds the keys of its issuer when somebody signs in, and not before', async () => {
    const { issuer, house } = await start()
    expect((await house.ask('{ bakery { name } }')).data).toEqual({ bakery: { name: 'The Test Kitchen' } })
    expect((await fetch(`${house.origin}/readyz`)).status).toBe(200)
    await sleep(100)
    expect(issuer.asked).toMatchObject({ configuration: 0, keys: 0 })
    const token = await issuer.bearer({ role: 'staff' })
    for (let each = 0; each < 3; each++)
      expect((await house.ask(WHO, {}, token)).data).toEqual({ viewer: { role: 'STAFF' } })
    for (let each = 0; each < 20; each++) {
      const stranger = await issuer.bearer({}, { key: strangers.privateKey, kid: `unknown ${each}` })
      expect(await statusOf(house, [stranger])).toBe(401)
    }
    expect(issuer.asked).toMatchObject({ configuration: 1, keys: 1 })
  })

  test('takes roles from where Keycloak puts them', async () => {
    const { issuer, house } = await start(() => ({ OIDC_ROLE_CLAIM: 'realm_access.roles' }))
    const token = await issuer.bearer({ role: 'admin', realm_access: { roles: ['uma', 'staff'] } })
    expect((await house.ask(WHO, {}, token)).data).toEqual({ viewer: { role: 'STAFF' } })
  })

  test('answers 503 while its issuer is away, and goes on when it is back', async () => {
    const { issuer, house } = await start()
    issuer.fallIll({ configuration: 'away' })
    const token = await issuer.bearer()
    expect(await statusOf(house, [token])).toBe(503)
    expect((await house.ask(WHO)).data).toEqual({ viewer: null })
    issuer.fallIll()
    await sleep(1_050)
    expect(await statusOf(house, [token])).toBe(200)
    issuer.fallIll({ configuration: 'away', keys: 'away' })
    expect(await statusOf(house, [token])).toBe(200)
  })

  test('takes neither one of two Authorization headers, whichever of them is good', async () => {
    const { issuer, house } = await start()
    const good = await issuer.bearer({ role: 'staff' })
    const bad = await issuer.bearer({ role: 'admin' }, { key: strangers.privateKey })
    expect(await statusOf(house, [good])).toBe(200)
    for (const headers of [
      [good, bad],
      [bad, good],
      [good, good],
      [good, ''],
      ['', good],
      ['Basic YTpi', good],
    ])
      expect(await statusOf(house, headers)).toBe(401)
    expect(await statusOf(house, [''])).toBe(401)
  })

  test('refuses a token of 100 kB, and goes on', async () => {
    const { issuer, house } = await start()
    const huge = await issuer.bearer({ groups: 'a'.repeat(100_000) })
    expect(await statusOf(house, [huge])).toBe(431)
    expect(await statusOf(house, [await issuer.bearer()])).toBe(200)
  })

  test('knows no sample people, whatever it is told, and no key that signs for them', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sample-people-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const printed = await run(['npm', 'run', '-s', 'token', '--', 'admin'], { BAKEHOUSE_DATA: folder })
    expect(printed.code).toBe(0)
    for (const NODE_ENV of ['production', 'development']) {
      const { house } = await start(() => ({ NODE_ENV }))
      expect((await fetch(`${house.origin}/dev/tokens`)).status).toBe(404)
      expect(await statusOf(house, [`Bearer ${printed.stdout.trim()}`])).toBe(401)
    }
  })
})

/** The status of an answer to a request with such headers, each of its own. */
async function statusOf({ port }: House, authorizations: string[]): Promise<number> {
  const body = JSON.stringify({ query: WHO })
  const line = await openRaw(port)
  const headers = ['content-type: application/json', `content-length: ${body.length}`, 'connection: close']
  line.send(
    head('POST /graphql', ...headers, ...authorizations.map((value) => `authorization: ${value}`)) + body,
  )
  await line.cut()
  return Number(/^HTTP\/1\.1 (\d+)/.exec(line.heard())?.[1])
}
