import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../../src/config.ts'
import { byApollo, byPreset, byRelay, fileOf, hashOf } from './manifests.ts'

const ENOUGH = {
  DATABASE_URL: 'postgres://bakery@db.example:5432/bakery',
  GUEST_TOKEN_SECRETS: 'first:a-secret-of-thirty-two-characters',
}
const CAKE = 'query Cake { cake(slug: "sponge") { name } }'
const BAKERY = 'query Bakery { bakery { name } }'

const configOf = (env: Record<string, string>) => readConfig({ ...ENOUGH, ...env })

function mistakesOf(env: Record<string, string>): string[] {
  try {
    configOf(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}

describe('a manifest', () => {
  test.for([
    ['client-preset', byPreset],
    ['Relay', byRelay],
    ['Apollo', byApollo],
  ] as const)('as %s writes it is read at the start', ([, write]) => {
    const { documents } = configOf({ DOCUMENTS_MANIFEST: fileOf(write(CAKE, BAKERY)) })
    expect([...documents!]).toEqual([
      [hashOf(CAKE), CAKE],
      [hashOf(BAKERY), BAKERY],
    ])
  })

  test.for([
    ['that is not JSON', '{', 'which is not JSON.'],
    ['that is empty', '', 'which is not JSON.'],
    ['that is a list', [CAKE], 'which is no manifest'],
    ['that is null', null, 'which is no manifest'],
    ['of another format', { ...byApollo(CAKE), format: 'other' }, 'which is no manifest'],
    ['of another version of Apollo’s', { ...byApollo(CAKE), version: 2 }, 'which is no manifest'],
    ['of Apollo’s without operations', { ...byApollo(), operations: {} }, 'which is no manifest'],
    ['of Apollo’s with broken operations', { ...byApollo(), operations: [null] }, 'which is no manifest'],
    ['without documents', {}, 'which holds no document.'],
    ['of 11 MB', ' '.repeat(11_000_000), 'which cannot be read: larger than 10 MB.'],
  ] as const)('%s stops the start, and is told in a line', ([, content, why]) => {
    expect(mistakesOf({ DOCUMENTS_MANIFEST: fileOf(content) })).toEqual([
      expect.stringMatching(new RegExp(`^DOCUMENTS_MANIFEST names "[^\\n"]+", ${why}[^\\n]*$`)),
    ])
  })

  test('that cannot be read stops the start too', () => {
    expect(mistakesOf({ DOCUMENTS_MANIFEST: '/nowhere/documents.json' })).toEqual([
      'DOCUMENTS_MANIFEST names "/nowhere/documents.json", which cannot be read: ENOENT.',
    ])
    expect(mistakesOf({ DOCUMENTS_MANIFEST: tmpdir() })).toEqual([expect.stringMatching(/EISDIR\.$/)])
  })

  test('with ids that are not the SHA-256 of their documents is told of, a line each, as far as one would read', () => {
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e'
    const other = hashOf(BAKERY)
    expect(
      mistakesOf({
        DOCUMENTS_MANIFEST: fileOf({
          ...byRelay(BAKERY),
          [md5]: CAKE,
          [`sha1:${hashOf(CAKE)}`]: CAKE,
          [`sha256:${other}`]: CAKE,
          [hashOf(CAKE)]: 5,
          __proto__: null,
        }),
      }),
    ).toEqual([
      `DOCUMENTS_MANIFEST holds "${md5}", which is no SHA-256 in hex: let your client tool make its ids so.`,
      expect.stringMatching(/^DOCUMENTS_MANIFEST holds "sha1:.*which is no SHA-256/),
      `DOCUMENTS_MANIFEST holds "sha256:${other}", which is not the SHA-256 of its document.`,
      `DOCUMENTS_MANIFEST holds "${hashOf(CAKE)}" without a document.`,
    ])
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`id-${index}`, CAKE]))
    const told = mistakesOf({ DOCUMENTS_MANIFEST: fileOf(many) })
    expect([told.length, told.at(-1)]).toEqual([21, 'DOCUMENTS_MANIFEST has 480 more.'])
  })
})

describe('trusted documents alone', () => {
  test('need a manifest', () => {
    expect(mistakesOf({ DOCUMENTS: 'trusted-only' })).toEqual([
      'DOCUMENTS is trusted-only, but DOCUMENTS_MANIFEST names no file.',
    ])
    expect(mistakesOf({ DOCUMENTS: 'trusted-only', DOCUMENTS_MANIFEST: '/nowhere' })).toHaveLength(1)
  })

  test('leave nothing for GraphiQL to ask, so it is off, and cannot be on', () => {
    const trusted = { DOCUMENTS: 'trusted-only', DOCUMENTS_MANIFEST: fileOf(byPreset(CAKE)) }
    expect(configOf({ ...trusted, NODE_ENV: 'development' })).toMatchObject({
      trustedOnly: true,
      graphiql: false,
    })
    expect(mistakesOf({ ...trusted, GRAPHIQL: 'on' })).toEqual([
      'GRAPHIQL is on, but while DOCUMENTS is trusted-only it can ask nothing.',
    ])
  })
})
