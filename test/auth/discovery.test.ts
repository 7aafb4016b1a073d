import { expect, test } from 'vitest'
import { BadToken } from '../../src/auth.ts'
import { IssuerAway, keysOf, type KeySource, type KeyTimes } from '../../src/issuer.ts'
import { openIssuer, type Issuer } from './issuer.ts'
import { AUDIENCE, identifyLater, strangers } from './tokens.ts'

const NOW: KeyTimes = { pause: 0, retryAfter: 0, freshFor: 0, patience: 500 }
const CLEO = { subject: 'cleo' }

const by = ({ name }: Issuer, times: KeyTimes = NOW, source: Partial<KeySource> = {}) =>
  identifyLater({
    issuer: name,
    audience: AUDIENCE,
    roleClaim: 'role',
    keys: keysOf({ issuer: name, ...source }, times),
  })

// As Keycloak, Auth0 and Entra call themselves.
test.for(['', '/', '/realms/bakery', '/a-tenant/v2.0'])(
  'an issuer that is called “%s” at its address tells where its keys are',
  async (path) => {
    const issuer = await openIssuer({ path })
    const identify = by(issuer, {})
    for (let each = 0; each < 3; each++) expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
    expect(issuer.asked).toMatchObject({ configuration: 1, keys: 1 })
  },
)

test('it is asked where they are once, and again when they are no longer there', async () => {
  const issuer = await openIssuer()
  const identify = by(issuer)
  for (let each = 0; each < 3; each++) expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
  expect(issuer.asked).toMatchObject({ configuration: 1, keys: 3 })
  issuer.fallIll({ keys: 'an error' })
  expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
  issuer.fallIll()
  expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
  expect(issuer.asked).toMatchObject({ configuration: 2, keys: 5 })
})

test('where the settings say where they are, it is not asked', async () => {
  const issuer = await openIssuer()
  const identify = by(issuer, NOW, { jwksUrl: issuer.jwksUrl })
  expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
  expect(issuer.asked).toMatchObject({ configuration: 0, keys: 1 })
})

test.for([
  'an error',
  'no JSON',
  'null',
  'a document without end',
  'another address',
  'silence',
  'away',
] as const)('for %s in its place, tokens are to be sent again, until it is well', async (configuration) => {
  const issuer = await openIssuer()
  issuer.fallIll({ configuration })
  const identify = by(issuer)
  await expect(identify(await issuer.bearer())).rejects.toThrow(IssuerAway)
  expect(issuer.asked.keys).toBe(0)
  issuer.fallIll()
  expect(await identify(await issuer.bearer())).toMatchObject(CLEO)
})

test.for([
  { issuer: 'https://people.example' },
  { issuer: undefined },
  { jwks_uri: undefined },
  { jwks_uri: ['https://people.example/keys'] },
  { jwks_uri: 'http://people.example/keys' },
  { jwks_uri: 'http://localhost.people.example/keys' },
  { jwks_uri: 'file:///etc/passwd' },
  { jwks_uri: 'data:application/json,{"keys":[]}' },
  { jwks_uri: '/keys' },
])('one that tells %j is not believed', async (about) => {
  const issuer = await openIssuer()
  issuer.tell(about)
  const away = await by(issuer)(await issuer.bearer()).catch((error: Error) => error)
  expect(away).toBeInstanceOf(IssuerAway)
  expect(((away as Error).cause as Error).message).toMatch(/^It(s jwks_uri is no https URL| calls itself )/)
  expect(issuer.asked.keys).toBe(0)
})

test('a token cannot say where to ask', async () => {
  const [issuer, theirs] = [await openIssuer(), await openIssuer()]
  await theirs.publish(strangers.publicKey, 'theirs')
  const identify = by(issuer)
  const forged = await theirs.bearer({}, { key: strangers.privateKey, kid: 'theirs' })
  await expect(identify(forged)).rejects.toThrow(BadToken)
  expect(theirs.asked).toMatchObject({ configuration: 0, keys: 0 })
})
