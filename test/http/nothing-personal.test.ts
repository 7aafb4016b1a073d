import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppOptions } from '../../src/app.ts'
import { identifyNobody } from '../../src/auth.ts'
import { describeError } from '../../src/serving/log.ts'
import {
  customer,
  openBakery,
  openBakeryForFile,
  slotId,
  STAFF,
  type Answer,
  type TestBakery,
} from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { PLACE_ORDER } from '../support/operations.ts'
import { connectAsApp } from '../support/pooler.ts'
import { serve } from './serving.ts'

// Whatever a person can write into a request is a canary: none may sing in the log.
const CANARY = /canar|cänar|555[0-9]{4}|eyJ/i
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g
const CONTACT = { name: 'Zoë Cänary', email: 'canary@example.com', phone: '+31 6 55512345' }
const ADDRESS = { line1: 'Canarystraat 1', postalCode: '10 CANARY', city: 'Canaryville', country: 'IS' }
const EVE = { ...customer('x'), subject: 'canary|subject', email: 'canary.subject@example.com' }
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json',
  'user-agent': 'Canary/1.0',
  cookie: 'session=canary',
  referer: 'https://canary.example.com/',
  'x-forwarded-for': 'canary',
  'x-request-id': 'canary@example.com',
  traceparent: 'canary',
  'x-cloud-trace-context': 'canary',
}
const REGISTER = `mutation ($input: RegisterCustomerInput!) { registerCustomer(input: $input) { __typename } }`

let bakery: TestBakery
let variantId: string
beforeAll(async () => {
  bakery = await openBakeryForFile()
  variantId = (await addCake(bakery.db, { slug: 'sponge' })).variants[0]!
})
afterAll(() => bakery.close())

describe('nothing that a person typed is logged', () => {
  test('when all goes well', async () => {
    const { ask, lines } = singing(bakery.db)
    const placed = await ask(PLACE_ORDER, { input: wish() })
    const { order, guestToken } = placed.data.placeOrder
    expect(placed.data.placeOrder.__typename).toBe('PlaceOrderSuccess')
    const look = 'query ($token: String!) { guestOrder(token: $token) { contact { name } note } }'
    expect((await ask(look, { token: guestToken })).data.guestOrder.contact.name).toBe(CONTACT.name)
    const search =
      '{ customers(search: "canary") { nodes { name } } orders(search: "canary") { totalCount } }'
    await ask(search, {}, STAFF)
    const registered = await ask(REGISTER, { input: { name: 'Canary', phone: CONTACT.phone } }, EVE)
    expect(registered.data.registerCustomer.__typename).toBe('RegisterCustomerSuccess')
    const cancel = { orderId: order.id, version: 1, action: 'CANCEL', note: 'Sorry, canary', guestToken }
    await ask('mutation ($input: ChangeOrderInput!) { changeOrder(input: $input) { __typename } }', {
      input: cancel,
    })
    expect(lines()).toHaveLength(5)
    expect(lines().join('')).not.toContain(guestToken)
    expectSilence(lines())
  })

  test('when it is refused, or is no request at all', async () => {
    const { ask, get, lines } = singing(bakery.db)
    for (const input of [
      wish({ note: 'canary'.repeat(1000), contact: { name: '\0canary', email: 'canary', phone: 'canary' } }),
      wish({ slotId: 'canary', items: [{ variantId: 'canary', inscription: '\ncanary' }] }),
      wish({ customerId: 'canary' }),
      wish({ contact: 'canary' }),
      { canary: 'canary' },
      'canary',
    ])
      await ask(PLACE_ORDER, { input })
    await ask('mutation { registerCustomer(input: { name: "canary", canary: "canary" }) { canary } }')
    await ask('query Look { canary(name: "canary") }')
    await ask('{ guestOrder(token: "canary" ')
    await ask('{ order(id: "canary") { id } }', {}, EVE)
    await ask('{ cakes(after: "canary") { totalCount } }')
    await get(`/graphql?query={__typename}&operationName=canary&variables={"canary":"canary"}&canary=canary`)
    await get('/graphql?query={__typename}&variables=canary', { headers: HEADERS })
    await get('/graphql', { method: 'POST', headers: HEADERS, body: '{"query":"canary' })
    await get('/graphql', {
      method: 'POST',
      headers: { ...HEADERS, 'content-type': 'canary' },
      body: 'canary',
    })
    expect(lines()).toHaveLength(15)
    expectSilence(lines())
  })

  test('when a token cannot be trusted', async () => {
    const { ask, lines } = singing(bakery.db, { identify: identifyNobody })
    const answer = await ask('{ __typename }', {}, 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.canary')
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(lines()).toHaveLength(1)
    expectSilence(lines())
  })

  test.for([
    ['a check', `alter table orders add check (contact_name not like '%nary')`, '23514'],
    ['a unique key', 'create unique index one_name on orders (contact_name)', '23505'],
    [
      'a type',
      'alter table orders alter contact_name type int using null, alter contact_email type int using null',
      '22P02',
    ],
    ['a column that is missing', 'alter table orders drop contact_name cascade', '42703'],
    ['what a column holds', 'alter table orders alter contact_name type varchar(3) using null', '22001'],
    [
      'a trigger',
      `create function sing() returns trigger language plpgsql as
        $$ begin raise exception 'No % here', new.contact_name using detail = new.contact_email; end $$;
      create trigger sing before insert on orders for each row execute function sing()`,
      'P0001',
    ],
  ] as const)(
    'when the database stumbles over %s, and what it stumbled over is told',
    async ([, ddl, code]) => {
      const broken = await openBakery()
      const cake = await addCake(broken.db, { slug: 'sponge' })
      for (const statement of ddl.split(/;\n/)) await sql.raw(statement).execute(broken.db)
      const { ask, lines } = singing(broken.db)
      const input = wish({ items: [{ variantId: cake.variants[0], inscription: 'Canary' }] })
      await ask(PLACE_ORDER, { input })
      const again = { ...input, idempotencyKey: 'canary-canary-0002' }
      expect((await ask(PLACE_ORDER, { input: again })).errors).toMatchObject([
        { extensions: { code: 'INTERNAL' } },
      ])
      const error = lines().find((line) => line.includes('"ERROR"'))
      const details = { path: 'placeOrder', error: { name: 'DatabaseError', code } }
      expect(JSON.parse(error!)).toMatchObject({ details })
      expect(error).toContain('place-order.ts')
      expectSilence(lines())
    },
  )

  test('when the database is away', async () => {
    const { ask, lines } = singing(connectAsApp({ url: 'postgres://canary:canary@127.0.0.1:1/canary' }))
    await ask(PLACE_ORDER, { input: wish() })
    expect(lines()).toHaveLength(2)
    expectSilence(lines())
  })
})

describe('an error is described without what it quotes', () => {
  test.for<[string, () => unknown]>([
    ['JSON', () => JSON.parse('{"name": Canary}')],
    ['a number', () => BigInt('Canary')],
    ['a time zone', () => new Intl.DateTimeFormat('en', { timeZone: 'Canary' })],
    ['a date', () => Temporal.PlainDate.from('Canary')],
    ['an address', () => decodeURIComponent('%Canary')],
    ['a text taken for an object', () => Object.assign('Canary', { length: 3 })],
    ['a text that was thrown', () => raise('Canary')],
    ['what caused it', () => raise(new Error('Outside', { cause: new RangeError('Canary') }))],
    [
      'lines like those of a stack',
      () => raise(new RangeError('No\n    at Canary (x.ts:1:1)\n    at Canary')),
    ],
  ])('%s', ([, fail]) => {
    const described = JSON.stringify(describeError(thrownBy(fail)))
    expect(described).toMatch(/Error|string/)
    expect(described).not.toMatch(CANARY)
  })

  test('but with all that helps to find it', () => {
    const error = describeError(thrownBy(() => (undefined as unknown as { name: string }).name))
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'Cannot read properties of undefined',
      stack: expect.arrayContaining([expect.stringMatching(/^at .+:\d+:\d+/)]) as string[],
    })
  })
})

const wish = (own: object = {}) => ({
  idempotencyKey: 'canary-canary-0001',
  items: [{ variantId, inscription: 'Canary 30!' }],
  slotId: slotId('2026-11-25', '10:00', 'DELIVERY'),
  contact: CONTACT,
  deliveryAddress: ADDRESS,
  note: 'Ring twice,\ncanary',
  ...own,
})

/** An API whose every log line is kept as it would be written. */
function singing(db: TestBakery['db'], options: Partial<AppOptions> = {}) {
  const { get, logged, requests } = serve(db, {
    clock: { now: () => MONDAY, decideAt: () => MONDAY },
    ...options,
  })
  const ask = async (query: string, variables: object = {}, as: object | string | null = null) => {
    const authorization = typeof as === 'string' ? as : as && JSON.stringify(as)
    const headers = { ...HEADERS, ...(authorization && { authorization }) }
    const body = JSON.stringify({ query, variables })
    return (await (await get('/graphql', { method: 'POST', headers, body })).json()) as Answer
  }
  return { get, ask, lines: () => [...logged, ...requests].map((line) => JSON.stringify(line)) }
}

const MONDAY = Temporal.Instant.from('2026-11-23T09:00:00Z')

function expectSilence(lines: string[]): void {
  // An id of ours may have any digits in a row.
  expect(lines.filter((line) => CANARY.test(line.replaceAll(UUID, '')))).toEqual([])
}

function thrownBy(fail: () => unknown): unknown {
  try {
    fail()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}

function raise(what: unknown): never {
  throw what
}
