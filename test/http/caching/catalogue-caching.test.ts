import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  createCake,
  cakeInput,
  removeSpecialDay,
  setSpecialDay,
  sizesOf,
  cakeBySlug,
  updateBakery,
  updateCake,
} from '../../support/back-office.ts'
import {
  customer,
  MONDAY_MORNING,
  openBakery,
  openBakeryForFile,
  slotId,
  STAFF,
  type TestBakery,
} from '../../support/bakery.ts'
import { addCake, type TestCake } from '../../support/catalogue.ts'
import { place, ZOE } from '../../support/operations.ts'
import { serve } from '../serving.ts'
import { addressOf, read } from './keeping.ts'

const CAKES = '{ cakes { nodes { name priceFrom { amount } earliestDate } } }'
const PRIVATE = 'private, no-store'

let bakery: TestBakery
let sponge: TestCake
beforeAll(async () => {
  bakery = await openBakeryForFile()
  sponge = await addCake(bakery.db, { slug: 'sponge' })
})
beforeEach(() => bakery.setNow(MONDAY_MORNING))
afterAll(() => bakery.close())

const again = (query: string, etag: string | null, headers: object = {}) =>
  read(bakery, query, { headers: { 'if-none-match': etag!, ...headers } })

describe('the catalogue, asked for in an address by nobody in particular', () => {
  test('can be kept for a minute by everybody, and is the same to whoever has it', async () => {
    const first = await read(bakery, CAKES)
    expect(first).toMatchObject({ status: 200, cacheControl: 'public, max-age=60' })
    expect(first.vary).toBe('Accept, Authorization')
    expect(first.etag).toMatch(/^W\/"[\w-]{43}"$/)
    expect(first.headers.has('set-cookie')).toBe(false)

    const strong = first.etag!.slice(2)
    for (const known of [first.etag!, strong, `"other", ${first.etag}`, `W/"other",${strong} , "more"`]) {
      const { status, body, etag, vary, maxAge, headers } = await again(CAKES, known)
      expect([known, status, body, etag, vary, maxAge]).toEqual([known, 304, '', first.etag, first.vary, 60])
      expect(headers.has('content-type')).toBe(false)
    }
    for (const unknown of ['"other"', '*', '', `W/${first.etag}`, 'null'])
      expect([unknown, (await again(CAKES, unknown)).status]).toEqual([unknown, 200])
  })

  test('is told to be the same by one statement', async () => {
    const { etag } = await read(bakery, CAKES)
    const statements = await bakery.statementsOf(
      async () => expect((await again(CAKES, etag)).status).toBe(304),
      { isKnown: true },
    )
    expect(statements).toEqual([expect.stringMatching(/^select "catalogue_version" from "bakery"$/)])
  })

  test('costs no statement more than without, and in a new process one, for the cutoffs', async () => {
    const query = '{ cake(slug: "sponge") { name } }'
    const posted = await bakery.statementsOf(() => bakery.visitor(query))
    expect(await bakery.statementsOf(() => read(bakery, query))).toHaveLength(posted.length + 1)
    const isKnown = true
    const postedAgain = await bakery.statementsOf(() => bakery.visitor(query), { isKnown })
    expect(await bakery.statementsOf(() => read(bakery, query), { isKnown })).toEqual(postedAgain)
    const started = serve(bakery.db)
    const sent = await bakery.statementsOf(() => started.get(addressOf(query)))
    expect(sent).toHaveLength(posted.length + 1)
  })

  test.each([true, false])('stands in the log as it was answered, directly: %s', async (direct) => {
    const { get, requests } = serve(bakery.db, { direct })
    const first = await get(addressOf(CAKES))
    const headers = { 'if-none-match': first.headers.get('etag')! }
    await get(addressOf(CAKES), { headers })
    expect(requests).toMatchObject([{ details: { status: 200 } }, { details: { status: 304 } }])
  })

  test('is another answer to another question', async () => {
    const query = 'query A($slug: String!) { cake(slug: $slug) { name } } query B { bakery { name } }'
    const variables = { slug: 'sponge' }
    const answers = [
      await read(bakery, CAKES),
      await read(bakery, `${CAKES} `),
      await read(bakery, query, { variables, more: { operationName: 'A' } }),
      await read(bakery, query, { variables: { slug: 'tart' }, more: { operationName: 'A' } }),
      await read(bakery, query, { variables, more: { operationName: 'B' } }),
    ]
    expect(answers.map(({ status, maxAge }) => [status, maxAge])).toEqual(answers.map(() => [200, 60]))
    expect(new Set(answers.map(({ etag }) => etag)).size).toBe(answers.length)
  })

  test('is another answer under another name of the bakery’s, and from other code', async () => {
    const query = '{ cakes { nodes { images { url } } } }'
    const etags = []
    for (const options of [
      {},
      { publicUrl: 'https://a.example' },
      { publicUrl: 'https://b.example' },
      { revision: 'b' },
    ])
      etags.push((await serve(bakery.db, options).get(addressOf(query))).headers.get('etag'))
    expect(etags).not.toContain(null)
    expect(new Set(etags).size).toBe(4)
  })
})

describe('what the catalogue shows is another once', () => {
  const changes: [string, (own: TestBakery, cake: TestCake) => Promise<{ __typename: string }>][] = [
    [
      'a price was changed',
      async ({ admin }, { id }) => {
        const cake = await cakeBySlug(admin, 'sponge')
        return updateCake(admin, {
          cakeId: id,
          variants: sizesOf(cake).map((size) => ({ ...size, price: 1 })),
        })
      },
    ],
    ['a cake was withdrawn', ({ admin }, { id }) => updateCake(admin, { cakeId: id, status: 'ARCHIVED' })],
    ['there is a new cake', ({ admin }) => createCake(admin, cakeInput())],
    ['the settings were changed', ({ admin }) => updateBakery(admin, { bookingHorizonDays: 1 })],
    ['the opening hours were changed', ({ admin }) => updateBakery(admin, { openingHours: [] })],
    [
      'the capacity of a weekday was changed',
      ({ admin }) => updateBakery(admin, { productionCapacity: [{ weekday: 'WEDNESDAY', units: 0 }] }),
    ],
    ['a day was closed', ({ admin }) => setSpecialDay(admin, { date: '2026-11-24', closed: true })],
    [
      'a day got a capacity of its own',
      ({ admin }) => setSpecialDay(admin, { date: '2026-11-24', closed: false, productionCapacity: 0 }),
    ],
    [
      'a special day was taken back',
      async ({ admin }) => {
        await setSpecialDay(admin, { date: '2026-11-24', closed: true })
        return removeSpecialDay(admin, '2026-11-24')
      },
    ],
  ]

  test.for(changes)('%s', async ([, change]) => {
    const own = await openBakery()
    const cake = await addCake(own.db, { slug: 'sponge' })
    const before = await read(own, CAKES)
    expect((await change(own, cake)).__typename).toMatch(/Success$/)
    const after = await read(own, CAKES, { headers: { 'if-none-match': before.etag! } })
    expect(after).toMatchObject({ status: 200, maxAge: 60 })
    expect(after.etag).not.toBe(before.etag)
  })

  test('while an order, or a change that was refused, leaves it the same', async () => {
    const { etag } = await read(bakery, CAKES)
    const order = { items: [{ variantId: sponge.variants[0] }], slotId: slotId('2026-11-25'), contact: ZOE }
    expect((await place(bakery.visitor, order)).__typename).toBe('PlaceOrderSuccess')
    const refused = await updateCake(bakery.admin, { cakeId: sponge.id, name: '' })
    expect(refused.__typename).toBe('InvalidInputError')
    expect((await removeSpecialDay(bakery.admin, '2026-12-24')).__typename).toBe('NotFoundError')
    expect((await again(CAKES, etag)).status).toBe(304)
  })
})

describe('nobody keeps', () => {
  test.for([
    ['an answer to a token', CAKES, { authorization: JSON.stringify(customer('eve')) }],
    ['an answer to a token of staff', CAKES, { authorization: JSON.stringify(STAFF) }],
    ['what is about the viewer', '{ cakes { totalCount } viewer { role } }', {}],
    ['what is booked', '{ cakes { totalCount } quote(items: []) { __typename } }', {}],
    ['the schema', '{ __schema { queryType { name } } }', {}],
    ['what is for staff', '{ bakery { productionCapacity { units } } }', {}],
    ['an error', '{ cakes(first: 0) { totalCount } }', {}],
    ['what no schema knows', '{ cookies }', {}],
    ['what is no document', '{ cakes', {}],
    ['what is told with 200 where plain JSON is taken', '{ cakes', { accept: 'application/json' }],
    [
      'an error beside data',
      '{ bakery { name } cake(slug: "sponge") { priceFrom { formatted(locale: "?") } } }',
      {},
    ],
    ['a stream', CAKES, { accept: 'text/event-stream' }],
    ['a stream in capitals', CAKES, { accept: 'TEXT/EVENT-STREAM' }],
    ['an answer in parts', CAKES, { accept: 'Multipart/Mixed' }],
    ['what no client takes', CAKES, { accept: 'image/png' }],
  ] as const)('%s', async ([, query, headers]) => {
    const answer = await read(bakery, query, { headers })
    expect([answer.cacheControl, answer.etag]).toEqual([PRIVATE, null])
    const whole = await again(query, (await read(bakery, CAKES)).etag, headers)
    expect([whole.status, whole.body]).toEqual([answer.status, answer.body])
  })

  test('an answer to what was posted, nor one with extensions, nor a refusal of the method', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ query: CAKES })
    for (const init of [{ method: 'POST', headers, body }, { method: 'PUT' }, { method: 'HEAD' }])
      expect((await bakery.fetch('/graphql', init)).headers.get('cache-control')).toBe(PRIVATE)
    expect(await read(bakery, CAKES, { more: { extensions: '{}' } })).toMatchObject({
      status: 200,
      cacheControl: PRIVATE,
      etag: null,
    })
  })

  test('what comes of a database in trouble', async () => {
    const own = await openBakery()
    const before = await read(own, CAKES)
    await sql`alter table cakes rename to cookies`.execute(own.db)
    expect(await read(own, CAKES)).toMatchObject({ status: 500, cacheControl: PRIVATE, etag: null })
    await sql`delete from bakery`.execute(own.db)
    const after = await read(own, CAKES, { headers: { 'if-none-match': before.etag! } })
    expect(after).toMatchObject({ status: 503, cacheControl: PRIVATE, etag: null })
  })
})
