import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { codesOf, serve } from './http/serving.ts'
import { customer, openBakeryForFile, type Answer, type TestBakery } from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await addCake(bakery.db, { slug: 'sponge' })
})
afterAll(() => bakery.close())

describe('beside GraphQL', () => {
  test('the schema is told as it is committed, once to each who keeps it', async () => {
    const { get } = serve(bakery.db)
    const first = await get('/schema.graphql')
    expect(first.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await first.text()).toContain('placeOrder(')
    const etag = first.headers.get('etag')!
    for (const known of [etag, `W/${etag}`, `"another", ${etag}`]) {
      const again = await get('/schema.graphql', { headers: { 'if-none-match': known } })
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
    }
    expect((await get('/schema.graphql', { headers: { 'if-none-match': '"another"' } })).status).toBe(200)
  })

  test.for([
    '/nothing',
    '/graphql/',
    '/graphql/more',
    '/health',
    '/graphql/health',
    '/livez/more',
    '/dev/tokens',
    '/schema',
    '/images/cake.svg',
    '/graphiql/index.html',
    '//graphql',
  ])('%s is not there', async (where) => {
    const response = await serve(bakery.db).get(where)
    expect([response.status, await response.text()]).toEqual([404, 'Not found. GraphQL is at /graphql.\n'])
  })

  test('pictures are served by plain names out of their own folder only', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pictures-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(path.join(folder, 'public/more'), { recursive: true })
    const files = [
      'public/cake.svg',
      'public/more/cake.svg',
      'public/notes.txt',
      'public/.cake.svg',
      'secret.svg',
    ]
    for (const file of files) writeFileSync(path.join(folder, file), '<svg/>')
    const { get } = serve(bakery.db, { pictures: path.join(folder, 'public') })
    const cake = await get('/images/cake.svg')
    expect([cake.status, await cake.text()]).toEqual([200, '<svg/>'])
    expect(cake.headers.get('content-type')).toBe('image/svg+xml')
    expect(cake.headers.get('content-security-policy')).toContain('sandbox')
    for (const name of [
      '../secret.svg',
      '..%2fsecret.svg',
      '%2e%2e/secret.svg',
      '..%5csecret.svg',
      '....//secret.svg',
      'more/cake.svg',
      'more%2fcake.svg',
      'more/../cake.svg/',
      '.cake.svg',
      'notes.txt',
      'cake.svg%00.png',
      'cake.svg/',
      'cake.svg/.',
      'cake.SVG',
      `${'a'.repeat(101)}.svg`,
      'nothing.svg',
      'more',
      '',
    ])
      expect([name, (await get(`/images/${name}`)).status]).toEqual([name, 404])
  })
})

describe('the status of an answer', () => {
  const eve = customer('eve')

  test.for([
    ['a mistake in an argument', '{ cakes(first: 0) { totalCount } }', null, 400, 'BAD_USER_INPUT'],
    [
      'a mistake in a value',
      '{ bakery { specialDays(from: "2026-02-30", to: "2026-03-01") { date } } }',
      null,
      400,
      'BAD_USER_INPUT',
    ],
    ['a field that is not there', '{ cookies }', null, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['no document', '{ cakes', null, 400, 'GRAPHQL_PARSE_FAILED'],
    [
      'what needs a token',
      '{ cakes(filter: { status: DRAFT }) { totalCount } }',
      null,
      401,
      'UNAUTHENTICATED',
    ],
    ['what a role may not', '{ cakes(filter: { status: DRAFT }) { totalCount } }', eve, 403, 'FORBIDDEN'],
  ] as const)('that gives nothing because of %s', async ([, query, as, status, code]) => {
    const response = await serve(bakery.db).ask(query, { as })
    const answer = (await response.json()) as Answer
    expect([response.status, answer.data ?? null, codesOf(answer)]).toEqual([status, null, [code]])
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null)
  })

  test.for([
    [
      'mistakes',
      '{ viewer { role } cake(slug: "sponge") { name } orders(first: 0) { totalCount } }',
      eve,
      'BAD_USER_INPUT',
    ],
    [
      'things that need a token',
      '{ cake(slug: "sponge") { name } orders { totalCount } }',
      null,
      'UNAUTHENTICATED',
    ],
    [
      'things that a role may not',
      '{ cake(slug: "sponge") { name } customers { totalCount } }',
      eve,
      'FORBIDDEN',
    ],
  ] as const)('that gives something is 200, whatever %s stand beside it', async ([, query, as, code]) => {
    const response = await serve(bakery.db).ask(query, { as })
    const answer = (await response.json()) as Answer
    expect(response.status).toBe(200)
    expect(answer.data.cake).toEqual({ name: 'sponge' })
    expect(codesOf(answer)).toEqual([code])
    expect(response.headers.get('www-authenticate')).toBeNull()
  })

  test('a refusal is an answer like any other', async () => {
    const response = await serve(bakery.db).ask(
      'mutation { changeOrder(input: { orderId: "x", version: 1, action: CANCEL }) { __typename } }',
    )
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ data: { changeOrder: { __typename: 'InvalidInputError' } } })
  })

  test.for([
    ['no JSON', '/graphql', '{'],
    ['an empty body', '/graphql', ''],
    ['null', '/graphql', 'null'],
    ['a list', '/graphql', '[{"query":"{__typename}"}]'],
    ['a number for a query', '/graphql', '{"query":5}'],
    ['a list of variables', '/graphql', '{"query":"{__typename}","variables":[]}'],
    ['an operation that is not there', '/graphql', '{"query":"{__typename}","operationName":"None"}'],
    ['broken variables in an address', '/graphql?query={__typename}&variables={', null],
    ['a list of variables in an address', '/graphql?query={__typename}&variables=[]', null],
    ['broken extensions in an address', '/graphql?query={__typename}&extensions={', null],
    ['a mutation in an address', '/graphql?query=mutation{__typename}', null],
    ['nothing in an address', '/graphql?query=', null],
  ] as const)('a request of %s is the client’s mistake', async ([, where, body]) => {
    const { get, logged } = serve(bakery.db)
    const headers = { accept: 'application/graphql-response+json', 'content-type': 'application/json' }
    const response = await get(where, body === null ? { headers } : { method: 'POST', headers, body })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(codesOf((await response.json()) as Answer)).not.toContain('INTERNAL')
    expect(logged).toEqual([])
  })
})
