import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VARIABLES } from '../../src/config-variables.ts'
import { customer, openBakeryForFile, type Answer, type TestBakery } from '../support/bakery.ts'
import { addressOf } from './caching/keeping.ts'
import { codesOf, serve } from './serving.ts'

const PAGE = readFileSync(path.join(import.meta.dirname, '../../docs/http.md'), 'utf8')
const ROWS = [...PAGE.matchAll(/^\| `([A-Z_]+)` *\| ([\d, ]+?) *\|/gm)].map(
  ([, code, statuses]) => [code!, statuses!.split(', ').map(Number)] as const,
)

// What needs a database in trouble, or two at once, has tests of its own.
const ELSEWHERE = ['CONFLICT', 'INTERNAL', 'UNAVAILABLE']

const ACCEPT = { accept: 'application/graphql-response+json' }
const AS_EVE = { ...ACCEPT, authorization: JSON.stringify(customer('eve')) }
const WATCH =
  'subscription { orderChanged(id: "T3JkZXI6MDE5OWQzZjQtN2FkNS03YzNlLThiOWEtNmYxZjBlMmQ0YzVi") { id } }'
const DRAFTS = '{ cakes(filter: { status: DRAFT }) { totalCount } }'
const posted = (body: string, headers: Record<string, string> = ACCEPT): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
})

const ASKED: Record<string, [where: string, init?: RequestInit][]> = {
  GRAPHQL_PARSE_FAILED: [[addressOf('{')]],
  GRAPHQL_VALIDATION_FAILED: [[addressOf('{ cookies }')]],
  BAD_USER_INPUT: [
    [addressOf('{ cakes(first: 0) { totalCount } }')],
    ['/graphql', { method: 'PUT' }],
    ['/graphql', posted('{}', { 'content-type': 'text/plain' })],
  ],
  QUERY_TOO_COMPLEX: [['/graphql', posted(JSON.stringify({ query: `{ ${'__typename '.repeat(2000)}}` }))]],
  UNAUTHENTICATED: [[addressOf(DRAFTS)]],
  FORBIDDEN: [[addressOf(DRAFTS), { headers: AS_EVE }]],
  NOT_FOUND: [['/graphql', posted(JSON.stringify({ query: WATCH }), { accept: 'text/event-stream' })]],
  DOCUMENT_NOT_FOUND: [['/graphql?documentId=none']],
  PAYLOAD_TOO_LARGE: [['/graphql', posted(`"${'x'.repeat(200_000)}"`)]],
  PERSISTED_QUERY_NOT_SUPPORTED: [['/graphql?extensions={"persistedQuery":{"sha256Hash":"none"}}']],
  DOCUMENT_NOT_TRUSTED: [[addressOf('{ bakery { name } }')]],
}

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
})
afterAll(() => bakery.close())

test('the page about HTTP tells of every code that is known', () => {
  expect(ROWS.map(([code]) => code).toSorted()).toEqual([...Object.keys(ASKED), ...ELSEWHERE].toSorted())
})

test.for(ROWS.filter(([code]) => !ELSEWHERE.includes(code)))(
  '%s comes with the statuses that the page about HTTP tells',
  async ([code, statuses]) => {
    const { get } = serve(bakery.db, { trustedOnly: code === 'DOCUMENT_NOT_TRUSTED' })
    const told = new Set<number>()
    for (const [where, init] of ASKED[code]!) {
      const response = await get(where, init ?? { headers: ACCEPT })
      const body = (await response.text()).replace(/^[^{]*/, '').split('\n')[0]!
      expect(codesOf(JSON.parse(body) as Answer)).toEqual([code])
      told.add(response.status)
    }
    expect([...told]).toEqual(statuses)
  },
)

test('the settings that the page about HTTP names are those that are read', () => {
  const named = [...PAGE.matchAll(/`([A-Z]+(?:_[A-Z]+)*)(?:=[\w-]+)?`/g)].map(([, name]) => name!)
  const codes = ROWS.map(([code]) => code)
  const settings = named.filter((name) => name !== 'GET' && name !== 'POST' && !codes.includes(name))
  expect(settings.length).toBeGreaterThan(3)
  expect(settings.filter((name) => !(name in VARIABLES))).toEqual([])
})
