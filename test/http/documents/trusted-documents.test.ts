import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documents as readDocuments } from '../../../src/config-documents.ts'
import { customer, openBakeryForFile, type Answer, type TestBakery } from '../../support/bakery.ts'
import { addCake } from '../../support/catalogue.ts'
import { codesOf, serve } from '../serving.ts'
import { byApollo, byPreset, byRelay, fileOf, hashOf } from './manifests.ts'

const CAKE = 'query Cake($slug: String! = "sponge") { cake(slug: $slug) { name } }'
const VIEWER = 'query Viewer { viewer { role } }'
const SLUG = 'query Slug($slug: String!) { cake(slug: $slug) { slug } } query Other { bakery { name } }'
const CLOSE = 'mutation Close { removeSpecialDay(date: "2026-12-24") { __typename } }'
const WATCH = 'subscription Watch { ordersChanged(date: "2026-11-24") { id } }'
const OLD = 'query Old { cookies { name } }'
const INTROSPECT = 'query Introspect { __schema { queryType { name } } }'
const ALL = [CAKE, VIEWER, SLUG, CLOSE, WATCH, OLD, INTROSPECT]

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await addCake(bakery.db, { slug: 'sponge' })
  await addCake(bakery.db, { slug: 'tart' })
})
afterAll(() => bakery.close())

interface Told {
  status: number
  data?: unknown
  codes: string[]
  message?: string
  headers: Headers
}

async function toldIn(asking: Promise<Response>): Promise<Told> {
  const response = await asking
  const answer = (await response.json()) as Answer
  return {
    status: response.status,
    data: answer.data,
    codes: codesOf(answer),
    message: answer.errors?.[0]?.message,
    headers: response.headers,
  }
}

function serveDocuments({ manifest = byPreset(...ALL), trustedOnly = false, accept = '' } = {}) {
  const { get } = serve(bakery.db, { documents: readDocuments(fileOf(manifest)), trustedOnly })
  const headers = { accept: accept || 'application/graphql-response+json' }
  return {
    post: (params: object, more: object = {}) =>
      toldIn(
        get('/graphql', {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', ...more },
          body: JSON.stringify(params),
        }),
      ),
    get: (params: Record<string, string>, more: object = {}) =>
      toldIn(get(`/graphql?${new URLSearchParams(params).toString()}`, { headers: { ...headers, ...more } })),
  }
}

describe.for([
  ['client-preset', byPreset],
  ['Relay', byRelay],
  ['Apollo', byApollo],
] as const)('a document of the manifest of %s', ([, write]) => {
  test('is asked for by its id, with the prefix or without, in a body or an address', async () => {
    const { post, get } = serveDocuments({ manifest: write(...ALL) })
    for (const documentId of [hashOf(CAKE), `sha256:${hashOf(CAKE)}`]) {
      const told = { status: 200, data: { cake: { name: 'sponge' } } }
      expect(await post({ documentId })).toMatchObject(told)
      expect(await get({ documentId })).toMatchObject(told)
    }
  })

  test('takes variables and the name of its operation', async () => {
    const { post, get } = serveDocuments({ manifest: write(...ALL) })
    const [documentId, operationName] = [hashOf(SLUG), 'Slug']
    const told = { status: 200, data: { cake: { slug: 'tart' } } }
    const variables = { slug: 'tart' }
    expect(await post({ documentId, operationName, variables })).toMatchObject(told)
    expect(await get({ documentId, operationName, variables: JSON.stringify(variables) })).toMatchObject(told)
  })
})

describe('by its id', () => {
  test('the catalogue can be kept like any other of its answers, and what is personal cannot', async () => {
    const { get } = serveDocuments()
    const first = await get({ documentId: hashOf(CAKE) })
    expect(first.headers.get('cache-control')).toBe('public, max-age=60')
    const { get: plain } = serve(bakery.db, { documents: new Map([[hashOf(CAKE), CAKE]]) })
    const again = { headers: { 'if-none-match': first.headers.get('etag')! } }
    expect((await plain(`/graphql?documentId=${hashOf(CAKE)}`, again)).status).toBe(304)
    const viewer = await get({ documentId: hashOf(VIEWER) })
    expect(viewer.headers.get('cache-control')).toBe('private, no-store')
  })

  test('a document is asked as whoever holds the token, and no mutation is by an address', async () => {
    const { post, get } = serveDocuments()
    const authorization = JSON.stringify(customer('eve'))
    const told = { data: { viewer: { role: 'CUSTOMER' } } }
    expect(await post({ documentId: hashOf(VIEWER) }, { authorization })).toMatchObject(told)
    expect((await post({ documentId: hashOf(CLOSE) })).codes).toEqual(['UNAUTHENTICATED'])
    expect((await get({ documentId: hashOf(CLOSE) })).status).toBe(405)
    expect((await post({ documentId: hashOf(WATCH) })).codes).toEqual(['UNAUTHENTICATED'])
  })

  test('a document that does not fit the schema any more is told like any that does not', async () => {
    expect(await serveDocuments().post({ documentId: hashOf(OLD) })).toMatchObject({
      status: 400,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    })
  })

  test.for([
    hashOf('query Unknown { bakery { name } }'),
    hashOf(CAKE).toUpperCase(),
    `md5:${hashOf(CAKE)}`,
    ` ${hashOf(CAKE)}`,
    '__proto__',
    'constructor',
    'size',
    '',
    'x'.repeat(3000),
  ])('nothing is found under %s, and nobody keeps that', async (documentId) => {
    const { post, get } = serveDocuments()
    for (const told of [await post({ documentId }), await get({ documentId })]) {
      expect(told).toMatchObject({ status: 404, codes: ['DOCUMENT_NOT_FOUND'] })
      expect(told.headers.get('cache-control')).toBe('private, no-store')
      expect(told.message).not.toContain(hashOf(CAKE))
    }
  })

  test('no document is found where no manifest was given', async () => {
    const { get } = serve(bakery.db)
    expect((await get(`/graphql?documentId=${hashOf(CAKE)}`)).status).toBe(404)
  })

  test('what is no id, or comes with a query, is a mistake', async () => {
    const { post, get } = serveDocuments()
    const mistake = { status: 400, codes: ['BAD_USER_INPUT'] }
    for (const documentId of [5, true, [hashOf(CAKE)], { id: hashOf(CAKE) }])
      expect(await post({ documentId })).toMatchObject(mistake)
    const both = { documentId: hashOf(CAKE), query: CAKE }
    expect(await post(both)).toMatchObject(mistake)
    expect(await get(both)).toMatchObject(mistake)
    expect(await post({ documentId: null, query: CAKE })).toMatchObject({ status: 200 })
  })
})

const extensionsOf = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } })

describe('persisted queries as Apollo’s clients send them', () => {
  test('are the documents of the manifest, and can be kept as well', async () => {
    const { post, get } = serveDocuments()
    expect(await post({ extensions: extensionsOf(CAKE) })).toMatchObject({ status: 200, codes: [] })
    const told = await get({ extensions: JSON.stringify(extensionsOf(CAKE)) })
    expect(told).toMatchObject({ status: 200, data: { cake: { name: 'sponge' } } })
    expect(told.headers.get('cache-control')).toBe('public, max-age=60')
  })

  test('cannot be added while the server runs, which these clients are told in their own words', async () => {
    const unknown = '{ bakery { name } }'
    const extensions = extensionsOf(unknown)
    const told = { codes: ['PERSISTED_QUERY_NOT_SUPPORTED'], message: 'PersistedQueryNotSupported' }
    expect(await serveDocuments().post({ extensions })).toMatchObject({ status: 400, ...told })
    const { post, get } = serveDocuments({ accept: 'application/json' })
    expect(await post({ extensions })).toMatchObject({ status: 200, ...told })
    const read = await get({ extensions: JSON.stringify(extensions) })
    expect(read).toMatchObject({ status: 200, ...told })
    expect(read.headers.get('cache-control')).toBe('private, no-store')
    expect(await post({ query: unknown, extensions })).toMatchObject({ status: 200, codes: [] })
    expect((await post({ extensions })).codes).toEqual(told.codes)
  })
})

describe('where nothing but trusted documents is answered', () => {
  test('a query of one’s own is refused, the text of a trusted one and introspection too', async () => {
    const { post, get } = serveDocuments({ trustedOnly: true })
    const refused = { status: 403, data: undefined, codes: ['DOCUMENT_NOT_TRUSTED'] }
    const statements = await bakery.statementsOf(async () => {
      for (const query of ['{ bakery { name } }', CAKE, INTROSPECT, '{ __typename }', '{']) {
        expect(await post({ query })).toMatchObject(refused)
        expect(await get({ query })).toMatchObject(refused)
      }
      const extensions = extensionsOf(CAKE)
      expect(await post({ query: VIEWER, extensions })).toMatchObject(refused)
    })
    expect(statements).toEqual([])
  })

  test('trusted documents are answered, even one that asks for the schema', async () => {
    const { post, get } = serveDocuments({ trustedOnly: true })
    expect(await post({ documentId: hashOf(CAKE) })).toMatchObject({ status: 200, codes: [] })
    expect(await get({ documentId: hashOf(INTROSPECT) })).toMatchObject({ status: 200, codes: [] })
    const extensions = extensionsOf(CAKE)
    expect(await post({ extensions })).toMatchObject({ status: 200, codes: [] })
  })

  test('a hash that is unknown is not worth another try with its query', async () => {
    const extensions = extensionsOf('{ __typename }')
    expect(await serveDocuments({ trustedOnly: true }).post({ extensions })).toMatchObject({
      status: 404,
      codes: ['DOCUMENT_NOT_FOUND'],
    })
  })

  test('nothing at all is a mistake, as ever', async () => {
    const { post, get } = serveDocuments({ trustedOnly: true })
    expect((await post({})).status).toBe(400)
    expect((await get({ operationName: 'Cake' })).status).toBe(400)
  })
})
