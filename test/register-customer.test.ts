import { expect, test } from 'vitest'
import { customer, openBakery, slotId, STAFF, type Ask } from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'
import { place, REFUSALS } from './support/operations.ts'

const REGISTER = /* GraphQL */ `
  mutation ($input: RegisterCustomerInput!) {
    registerCustomer(input: $input) {
      __typename
      ... on RegisterCustomerSuccess {
        customer {
          id
          name
          email
          phone
          allergies
          createdAt
        }
      }
      ...Refused
    }
  }
  ${REFUSALS}
`
const CLEO = customer('cleo')

const register = async (ask: Ask, input: object) => {
  const { data, errors } = await ask(REGISTER, { input })
  expect(errors).toBeUndefined()
  return data.registerCustomer
}

test('whoever signs in registers with a name, and the e-mail of their token', async () => {
  const bakery = await openBakery()
  const ask = bakery.as(CLEO)
  expect((await ask('{ viewer { role customer { id } } }')).data.viewer).toEqual({
    role: 'CUSTOMER',
    customer: null,
  })
  const { customer: record } = await register(ask, {
    name: '  Cle\u0301o ',
    phone: '+31 (0)6 - 123.45/67',
    allergies: ['MILK', 'EGGS', 'MILK'],
  })
  expect(record).toEqual({
    id: record.id,
    name: 'Cléo',
    email: 'cleo@example.com',
    phone: '+31 (0)6 - 123.45/67',
    allergies: ['EGGS', 'MILK'],
    createdAt: '2026-11-23T09:00:00.000Z',
  })
  const { data } = await ask('{ viewer { customer { id name orders { totalCount } } } }')
  expect(data.viewer.customer).toEqual({ id: record.id, name: 'Cléo', orders: { totalCount: 0 } })
})

test('whoever registers again is given the record there is, whatever they send', async () => {
  const bakery = await openBakery()
  const first = await register(bakery.as(CLEO), { name: 'Cleo', allergies: ['FISH'] })
  bakery.setNow('2026-11-24T09:00:00Z')
  const again = await register(bakery.as({ ...CLEO, email: 'new@example.com' }), {
    name: 'Somebody',
    phone: '06123',
  })
  expect(again).toEqual(first)
  expect(await bakery.db.selectFrom('customers').selectAll().execute()).toHaveLength(1)
})

test('twenty who register at once with one token become one customer', async () => {
  const bakery = await openBakery({ poolMax: 20 })
  const twenty = Array.from({ length: 20 }, (_, index) =>
    register(bakery.as(CLEO), { name: `Cleo ${index}` }),
  )
  const told = await Promise.all(twenty)
  expect(new Set(told.map((each) => each.customer.id as string)).size).toBe(1)
  expect(new Set(told.map((each) => each.customer.name as string)).size).toBe(1)
  const rows = await bakery.db.selectFrom('customers').selectAll().execute()
  expect(rows).toMatchObject([
    { name: told[0].customer.name, subject: 'customer-cleo', email_key: 'cleo@example.com' },
  ])
  const words = await bakery.db.selectFrom('customer_words').select('word').orderBy('word').execute()
  expect(words.map(({ word }) => word)).toContain('cleo')
  expect(words).toHaveLength(new Set(words.map(({ word }) => word)).size)
})

test('two fields of one request register one customer', async () => {
  const bakery = await openBakery()
  const { data } = await bakery.as(CLEO)(`mutation {
    a: registerCustomer(input: { name: "A" }) { ... on RegisterCustomerSuccess { customer { id name } } }
    b: registerCustomer(input: { name: "B" }) { ... on RegisterCustomerSuccess { customer { id name } } } }`)
  expect(data.b).toEqual(data.a)
})

test('a token without an e-mail needs a phone beside it', async () => {
  const bakery = await openBakery()
  const ask = bakery.as({ ...CLEO, email: null })
  for (const phone of [undefined, null, '', ' ', '\u00a0'])
    expect(await register(ask, { name: 'Cleo', phone })).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ code: 'REQUIRED' }],
    })
  expect(await register(ask, { name: 'Cleo', phone: '06-1234567' })).toMatchObject({
    customer: { email: null, phone: '06-1234567' },
  })
})

test.for([
  [{ name: '' }, [{ code: 'REQUIRED', path: ['name'] }]],
  [{ name: ' \u3000 ' }, [{ code: 'REQUIRED', path: ['name'] }]],
  [{ name: 'x'.repeat(201) }, [{ code: 'TOO_LONG', path: ['name'] }]],
  [{ name: 'a\nb' }, [{ code: 'NOT_ALLOWED', path: ['name'] }]],
  [{ name: 'a\ud800' }, [{ code: 'MALFORMED', path: ['name'] }]],
  [{ name: 'A', phone: '12' }, [{ code: 'MALFORMED', path: ['phone'] }]],
  [{ name: 'A', phone: '--- --' }, [{ code: 'MALFORMED', path: ['phone'] }]],
  [{ name: 'A', phone: '1'.repeat(31) }, [{ code: 'TOO_LONG', path: ['phone'] }]],
  [{ name: 'A', phone: 'call me' }, [{ code: 'MALFORMED', path: ['phone'] }]],
  [
    { name: '', phone: 'x' },
    [
      { code: 'REQUIRED', path: ['name'] },
      { code: 'MALFORMED', path: ['phone'] },
    ],
  ],
] as const)('%j is refused, all that is wrong with it at once', async ([input, fields]) => {
  const bakery = await openBakery()
  const refused = await register(bakery.as(CLEO), input)
  expect(refused).toMatchObject({ __typename: 'InvalidInputError', fields })
  expect(refused.fields).toHaveLength(fields.length)
  expect(await bakery.db.selectFrom('customers').selectAll().execute()).toEqual([])
})

test('nobody learns who else is a customer: several may have one e-mail', async () => {
  const bakery = await openBakery()
  const first = await register(bakery.as(CLEO), { name: 'Cleo' })
  const second = await register(bakery.as({ ...customer('eve'), email: 'CLEO@example.com' }), { name: 'Eve' })
  expect(second).toMatchObject({
    __typename: 'RegisterCustomerSuccess',
    customer: { email: 'CLEO@example.com' },
  })
  expect(second.customer.id).not.toBe(first.customer.id)
  const rows = await bakery.db.selectFrom('customers').select('email_key').execute()
  expect(rows).toEqual([{ email_key: 'cleo@example.com' }, { email_key: 'cleo@example.com' }])
})

test('without a token nobody registers; staff may, for themselves', async () => {
  const bakery = await openBakery()
  const told = await bakery.visitor(REGISTER, { input: { name: 'Guest', phone: '061234567' } })
  expect(told).toMatchObject({
    data: { registerCustomer: null },
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  })
  const { customer: record } = await register(bakery.staff, { name: 'Sam' })
  expect((await bakery.as(STAFF)('{ viewer { role customer { id } } }')).data.viewer).toEqual({
    role: 'STAFF',
    customer: { id: record.id },
  })
})

test('once registered, orders are the customer’s own, and what was ordered before stays a guest’s', async () => {
  const bakery = await openBakery()
  const sponge = await addCake(bakery.db, { slug: 'sponge' })
  const wish = { items: [{ variantId: sponge.variants[0] }], slotId: slotId('2026-11-25') }
  const ask = bakery.as(CLEO)
  const before = await place(ask, { ...wish, contact: { name: 'Cleo', email: 'cleo@example.com' } })
  expect(before.guestToken).toEqual(expect.any(String))
  const { customer: record } = await register(ask, { name: 'Cleo', allergies: ['EGGS'] })
  const after = await place(ask, wish)
  expect(after.guestToken).toBeNull()
  const { data } = await ask(
    `query ($items: [OrderItemInput!]!) {
    viewer { customer { id orders { nodes { id contact { name email } customer { id } } } } }
    quote(items: $items) { ... on OrderQuote { allergyConflicts } } }`,
    { items: wish.items },
  )
  expect(data.viewer.customer.orders.nodes).toEqual([
    { id: after.order.id, contact: { name: 'Cleo', email: 'cleo@example.com' }, customer: { id: record.id } },
  ])
  expect(data.quote.allergyConflicts).toEqual(['EGGS'])
})
