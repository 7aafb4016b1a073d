import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig, readMigration, readSetup } from '../src/config.ts'
import { SETUP_VARIABLES, VARIABLES } from '../src/config-variables.ts'

const SECRET = 'a-secret-of-thirty-two-characters'
const ENOUGH = {
  DATABASE_URL: 'postgres://bakery:hunter2@db.example:5432/bakery',
  GUEST_TOKEN_SECRETS: `first:${SECRET}`,
}

const port = (env: object): number => readConfig({ ...ENOUGH, ...env }).port

const shown = (NODE_ENV: string, GRAPHIQL?: string): boolean =>
  readConfig({ ...ENOUGH, NODE_ENV, GRAPHIQL }).graphiql

const tracing = (more: object) =>
  readConfig({ ...ENOUGH, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/', ...more }).tracing

function mistakesOf(read: () => unknown): string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}

const origins = (CORS_ORIGINS: string) => readConfig({ ...ENOUGH, CORS_ORIGINS }).corsOrigins

describe('the settings', () => {
  test('need a database and a secret; all else has a value that suits production', () => {
    expect(readConfig(ENOUGH)).toEqual({
      port: 8080,
      costAtMost: 1000,
      runningAtMost: 80,
      direct: true,
      databaseConnectTimeoutMs: 900,
      databaseUrl: ENOUGH.DATABASE_URL,
      databasePooler: 'none',
      databasePoolMax: 5,
      instancesAtMost: 10,
      guestSecrets: [{ keyId: 'first', secret: SECRET }],
      guestOrdersAtMost: 5,
      issuer: null,
      audience: 'bakehouse',
      jwksUrl: null,
      roleClaim: 'role',
      graphiql: false,
      publicUrl: null,
      cloudProject: null,
      metrics: false,
      tracing: null,
      documents: null,
      trustedOnly: false,
      corsOrigins: [],
      revision: '',
      drainGrace: 2000,
      development: false,
    })
  })

  test('tell where traces go, if they go anywhere', () => {
    const endpoint = 'http://collector:4318'
    expect(tracing({})).toEqual({ endpoint, headers: {}, service: 'bakehouse', share: 1 })
    expect(
      tracing({
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=hunter2, authorization=Basic%20a2V5==',
        OTEL_SERVICE_NAME: 'oven',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
      }),
    ).toEqual({
      endpoint,
      headers: { 'api-key': 'hunter2', authorization: 'Basic a2V5==' },
      service: 'oven',
      share: 0.25,
    })
  })

  test('are told about all at once, a line for each mistake', () => {
    const mistakes = mistakesOf(() =>
      readConfig({
        PORT: '65536',
        DATABASE_POOLER: 'session',
        DATABASE_POOL_MAX: '0',
        INSTANCES_AT_MOST: '0',
        GUEST_TOKEN_SECRETS: 'first:short',
        GUEST_ORDERS_AT_MOST: '5.5',
        OIDC_ISSUER: 'people.example',
        OIDC_JWKS_URL: 'ftp://people.example/jwks',
        GRAPHIQL: 'yes',
        PUBLIC_URL: 'bakery.example',
        GOOGLE_CLOUD_PROJECT: 'My Bakery',
        METRICS: 'yes',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
        OTEL_EXPORTER_OTLP_HEADERS: 'hunter2',
        OTEL_TRACES_SAMPLER_ARG: '1.5',
        CORS_ORIGINS: 'https://shop.example, shop.example',
        DRAIN_GRACE_MS: '5001',
        NODE_ENV: 'staging',
      }),
    )
    expect(mistakes.toSorted()).toEqual([
      expect.stringMatching(/^CORS_ORIGINS holds "shop\.example"; it takes origins/),
      expect.stringMatching(/^DATABASE_POOLER is "session"; it takes none or transaction\.$/),
      expect.stringMatching(/^DATABASE_POOL_MAX is "0"; it takes a whole number from 1 to 100\.$/),
      expect.stringMatching(/^DATABASE_URL is not set\./),
      expect.stringMatching(/^DRAIN_GRACE_MS is "5001"; it takes a whole number from 0 to 5000\.$/),
      expect.stringMatching(/^GOOGLE_CLOUD_PROJECT is "My Bakery"; it takes the id of a project/),
      expect.stringMatching(/^GRAPHIQL is "yes"; it takes on or off\.$/),
      expect.stringMatching(/^GUEST_ORDERS_AT_MOST is "5\.5"; it takes a whole number/),
      expect.stringMatching(/^GUEST_TOKEN_SECRETS takes `id:secret` pairs/),
      expect.stringMatching(/^INSTANCES_AT_MOST is "0"; it takes a whole number from 1 to 10000\.$/),
      expect.stringMatching(/^METRICS is "yes"; it takes on or off\.$/),
      expect.stringMatching(/^NODE_ENV is "staging"; it takes production or development or test\.$/),
      expect.stringMatching(/^OIDC_ISSUER is "people\.example"; it takes an http or https URL/),
      expect.stringMatching(/^OIDC_JWKS_URL is "ftp:\/\/people\.example\/jwks"/),
      expect.stringMatching(/^OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318"; it takes an http/),
      expect.stringMatching(/^OTEL_EXPORTER_OTLP_HEADERS takes `name=value` pairs/),
      expect.stringMatching(/^OTEL_TRACES_SAMPLER_ARG is "1\.5"; it takes a number from 0 to 1\.$/),
      expect.stringMatching(/^PORT is "65536"; it takes a whole number from 0 to 65535\.$/),
      expect.stringMatching(/^PUBLIC_URL is "bakery\.example"/),
    ])
  })

  test.for(Object.keys(VARIABLES))(
    '%s: whatever stands there, what is said of it is one short line',
    (name) => {
      for (const value of [
        '\u0000',
        'a\nb\r\nc',
        'x'.repeat(10_000),
        '"',
        '\u2028',
        '-1',
        '1e3',
        '٣',
        'postgres:',
        '☃',
      ])
        for (const mistake of mistakesOf(() => readConfig({ ...ENOUGH, [name]: value }))) {
          expect(mistake).toMatch(new RegExp(`^${name} [^\\p{Cc}\\u2028\\u2029]{1,250}$`, 'u'))
        }
    },
  )

  test('that are secret are never repeated', () => {
    const secret = 'hunter2-hunter2-hunter2-hunter2-hunter2'
    const mistakes = [
      ...mistakesOf(() => readConfig({ ...ENOUGH, DATABASE_URL: `mysql://bakery:${secret}@db/bakery` })),
      ...mistakesOf(() => readConfig({ ...ENOUGH, DATABASE_URL: `postgres//bakery:${secret}@db/bakery` })),
      ...mistakesOf(() => readConfig({ ...ENOUGH, GUEST_TOKEN_SECRETS: secret })),
      ...mistakesOf(() => readConfig({ ...ENOUGH, GUEST_TOKEN_SECRETS: `first:${secret},` })),
      ...mistakesOf(() => readConfig({ ...ENOUGH, GUEST_TOKEN_SECRETS: `a:${secret},a:${secret}` })),
      ...mistakesOf(() => readConfig({ ...ENOUGH, OIDC_JWKS_URL: `https://me:${secret}@people.example/` })),
      ...mistakesOf(() => readConfig({ ...ENOUGH, OIDC_ISSUER: `ftp://me:${secret}@people.example/` })),
      ...mistakesOf(() => readMigration({ DATABASE_URL_DIRECT: `mysql://bakery:${secret}@db/bakery` })),
    ]
    expect(mistakes).toHaveLength(8)
    expect(mistakes.join()).not.toContain('hunter2')
  })

  test('may stand between spaces, and an empty one is one that is not set', () => {
    const config = readConfig({ ...ENOUGH, PORT: ' 80 ', OIDC_AUDIENCE: '', NODE_ENV: ' ' })
    expect(config).toMatchObject({ port: 80, audience: 'bakehouse', development: false })
    expect(mistakesOf(() => readConfig({ ...ENOUGH, DATABASE_URL: '  ' }))).toEqual([
      expect.stringMatching(/^DATABASE_URL is not set\./),
    ])
  })

  test('take the port that Azure Functions gives its custom handler, whatever PORT says', () => {
    expect(port({ FUNCTIONS_CUSTOMHANDLER_PORT: '40123' })).toBe(40_123)
    expect(port({ FUNCTIONS_CUSTOMHANDLER_PORT: '40123', PORT: '80' })).toBe(40_123)
    expect(port({ FUNCTIONS_CUSTOMHANDLER_PORT: '', PORT: '80' })).toBe(80)
    expect(mistakesOf(() => port({ FUNCTIONS_CUSTOMHANDLER_PORT: '0' }))).toEqual([
      'FUNCTIONS_CUSTOMHANDLER_PORT is "0"; it takes a whole number from 1 to 65535.',
    ])
  })

  test('name origins just as browsers send them, or all by a star', () => {
    expect(origins('https://shop.example , http://localhost:3000,')).toEqual([
      'https://shop.example',
      'http://localhost:3000',
    ])
    expect(origins('*')).toEqual(['*'])
    for (const wrong of [
      'https://shop.example/',
      'https://shop.example:443',
      'https://Shop.example',
      'https://*.example',
      'https://me:secret@shop.example',
      'shop://shop',
      'null',
      '*, https://shop.example',
    ])
      expect([wrong, mistakesOf(() => origins(wrong)).length]).toEqual([wrong, 1])
  })

  test('show GraphiQL in development, unless it is switched', () => {
    expect([shown('production'), shown('production', 'on')]).toEqual([false, true])
    expect([shown('development'), shown('development', 'off')]).toEqual([true, false])
    expect(shown('test')).toBe(false)
  })

  test('keep the issuer as it stands in tokens, with or without a slash', () => {
    expect(readConfig({ ...ENOUGH, OIDC_ISSUER: 'https://people.example/' })).toMatchObject({
      issuer: 'https://people.example/',
      jwksUrl: null,
    })
    const own = { ...ENOUGH, OIDC_ISSUER: 'https://people.example', OIDC_JWKS_URL: 'https://keys.example/' }
    expect(readConfig(own)).toMatchObject({
      issuer: 'https://people.example',
      jwksUrl: 'https://keys.example',
    })
  })

  test('let keys be fetched over an open way only on this machine, and in development', () => {
    const [safe, open] = ['https://people.example', 'http://people.example']
    for (const [env, name] of [
      [{ OIDC_ISSUER: open }, 'OIDC_ISSUER'],
      [{ OIDC_ISSUER: open, NODE_ENV: 'test' }, 'OIDC_ISSUER'],
      [{ OIDC_ISSUER: safe, OIDC_JWKS_URL: open }, 'OIDC_JWKS_URL'],
      [{ OIDC_ISSUER: 'http://localhost.people.example' }, 'OIDC_ISSUER'],
      [{ OIDC_ISSUER: 'http://127.0.0.1.people.example' }, 'OIDC_ISSUER'],
    ] as const)
      expect(mistakesOf(() => readConfig({ ...ENOUGH, ...env }))).toEqual([
        expect.stringMatching(new RegExp(`^${name} is an http address: `)),
      ])
    for (const env of [
      { OIDC_ISSUER: open, NODE_ENV: 'development' },
      { OIDC_ISSUER: open, OIDC_JWKS_URL: safe },
      { OIDC_ISSUER: 'http://localhost:8081/realms/bakery' },
      { OIDC_ISSUER: 'http://127.0.0.1:8081' },
      { OIDC_ISSUER: 'http://[::1]:8081' },
    ])
      expect(mistakesOf(() => readConfig({ ...ENOUGH, ...env }))).toEqual([])
  })

  test('take several secrets for guests’ links, each with an id of its own', () => {
    const rotated = readConfig({ ...ENOUGH, GUEST_TOKEN_SECRETS: ` new:${SECRET}1 , old:${SECRET}2 ` })
    expect(rotated.guestSecrets).toEqual([
      { keyId: 'new', secret: `${SECRET}1` },
      { keyId: 'old', secret: `${SECRET}2` },
    ])
    for (const wrong of [
      `a:${SECRET},a:${SECRET}2`,
      `a:${SECRET},`,
      `:${SECRET}`,
      `a b:${SECRET}`,
      `a:${'x'.repeat(31)}`,
    ])
      expect(mistakesOf(() => readConfig({ ...ENOUGH, GUEST_TOKEN_SECRETS: wrong }))).toHaveLength(1)
  })

  test('say of every variable what it means', () => {
    for (const { meaning } of Object.values({ ...VARIABLES, ...SETUP_VARIABLES }))
      expect(meaning).toMatch(/\.$/)
  })
})

describe('what a bakery is set up with', () => {
  test('is nothing without a name', () => {
    expect(readSetup({})).toBeNull()
    expect(readSetup({ BAKERY_NAME: ' ', BAKERY_CURRENCY: 'nonsense' })).toBeNull()
  })

  test('is told about all at once as well', () => {
    const wrong = { BAKERY_TIME_ZONE: 'Europe/Atlantis', BAKERY_CURRENCY: 'euro', BAKERY_LOCALE: 'nl_NL' }
    expect(mistakesOf(() => readSetup({ BAKERY_NAME: 'Ours', BAKERY_ORDER_PREFIX: 'b-', ...wrong }))).toEqual(
      [
        'BAKERY_TIME_ZONE is "Europe/Atlantis"; it takes an IANA time zone: Europe/Amsterdam.',
        'BAKERY_CURRENCY is "euro"; it takes an ISO 4217 code: EUR.',
        'BAKERY_LOCALE is "nl_NL"; it takes a BCP 47 tag: nl-NL.',
        expect.stringMatching(/^BAKERY_ORDER_PREFIX is "b-"/),
      ],
    )
    const right = { BAKERY_NAME: 'Ours', BAKERY_TIME_ZONE: 'Europe/Amsterdam', BAKERY_CURRENCY: 'EUR' }
    expect(readSetup(right)).toEqual({
      name: 'Ours',
      timeZone: 'Europe/Amsterdam',
      currency: 'EUR',
      locale: 'en',
      orderNumberPrefix: 'B-',
    })
  })
})

test('migrations take the direct way to the database where there is one', () => {
  const direct = 'postgresql://owner@db.example/bakery'
  const { DATABASE_URL } = ENOUGH
  expect(readMigration({ DATABASE_URL })).toEqual({ databaseUrl: DATABASE_URL, connectTimeoutMs: 900 })
  expect(readMigration({ DATABASE_URL, DATABASE_URL_DIRECT: ` ${direct} ` }).databaseUrl).toBe(direct)
  expect(mistakesOf(() => readMigration({}))).toEqual([expect.stringMatching(/^DATABASE_URL /)])
  expect(mistakesOf(() => readMigration({ DATABASE_URL_DIRECT: 'db' }))).toEqual([
    expect.stringMatching(/^DATABASE_URL_DIRECT /),
  ])
})
