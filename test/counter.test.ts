import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { encodeId } from '../src/domain/ids.ts'
import {
  customer,
  openBakeryForFile,
  slotId,
  type Answer,
  type Ask,
  type TestBakery,
} from './support/bakery.ts'
import { addCake, type TestCake } from './support/catalogue.ts'
import { codeOfCreating, createCustomer, register } from './support/counter.ts'
import { place, PLACE_ORDER, ZOE } from './support/operations.ts'
import { emptyOrderBook } from './support/order-book.ts'
import { statementsFor } from './support/statements.ts'
import { usageDifferences } from './support/usage.ts'

let bakery: TestBakery
let sponge: TestCake
let stollen: TestCake
beforeAll(async () => {
  bakery = await openBakeryForFile()
  sponge = await addCake(bakery.db, { slug: 'sponge' })
  stollen = await addCake(bakery.db, { slug: 'stollen', lead_days: 0, season_from: '2026-11-27' })
})
afterAll(() => bakery.close())
beforeEach(async () => {
  await emptyOrderBook(bakery.db)
  await bakery.db.deleteFrom('customer_words').execute()
  await bakery.db.deleteFrom('customers').execute()
})

const IDA = {
  name: 'Ida Müller',
  email: 'Ida@Example.com',
  phone: '+31 (0)6 1234-5678',
  allergies: ['MILK', 'EGGS'],
}
const order = (own: object = {}) => ({
  items: [{ variantId: sponge.variants[0] }],
  slotId: slotId('2026-11-25'),
  ...own,
})
const created = async (input: object): Promise<string> =>
  (await createCustomer(bakery.staff, input)).customer.id

const SHOWN = `query ($id: ID!) { order(id: $id) {
  status customer { id name } contact { name email phone } history { byRole overrode } } }`
async function placedAs(ask: Ask, own: object) {
  const { order: placed } = await place(ask, order(own))
  return (await bakery.staff(SHOWN, { id: placed.id })).data.order
}

async function found(search: string | null, page = 'first: 100'): Promise<string[]> {
  const query = `query ($search: String) { customers(search: $search, ${page}) { nodes { name } } }`
  const { data } = await bakery.staff(query, { search })
  return data.customers.nodes.map(({ name }: { name: string }) => name)
}

test('staff create a customer, who is kept as typed and given back with each allergy once', async () => {
  const input = { ...IDA, name: '  Ida Müller ', allergies: ['MILK', 'EGGS', 'MILK'] }
  const { customer: ida } = await createCustomer(bakery.staff, input)
  expect(ida).toEqual({ ...IDA, id: expect.any(String), allergies: ['EGGS', 'MILK'] })
})

test('nobody else creates customers', async () => {
  expect(await codeOfCreating(bakery.visitor, IDA)).toBe('UNAUTHENTICATED')
  expect(await codeOfCreating(bakery.as(customer('zoe')), IDA)).toBe('FORBIDDEN')
  expect(await found(null)).toEqual([])
})

test.each([
  [{ name: 'Bo' }, ['REQUIRED']],
  [{ name: 'Bo', email: ' ', phone: '' }, ['REQUIRED']],
  [{ name: ' ', phone: '06 1234' }, ['REQUIRED']],
  [{ name: 'Bo', email: 'bo', phone: '1' }, ['MALFORMED', 'MALFORMED']],
])('a customer like %o is refused', async (input, codes) => {
  const refused = await createCustomer(bakery.staff, input)
  expect(refused.fields.map(({ code }: { code: string }) => code)).toEqual(codes)
  expect(await found(null)).toEqual([])
})

test('staff place for a customer: the contact is the customer’s unless another is given, and it starts confirmed', async () => {
  const customerId = await created(IDA)
  const { name, email, phone } = IDA
  const expected = { status: 'CONFIRMED', customer: { id: customerId, name } }
  expect(await placedAs(bakery.staff, { customerId })).toMatchObject({
    ...expected,
    contact: { name, email, phone },
    history: [{ byRole: 'STAFF', overrode: [] }],
  })
  expect(await placedAs(bakery.admin, { customerId, contact: ZOE })).toMatchObject({
    ...expected,
    contact: ZOE,
    history: [{ byRole: 'ADMIN' }],
  })
})

test('a walk-in needs no contact and is no customer', async () => {
  expect(await placedAs(bakery.staff, {})).toMatchObject({
    status: 'CONFIRMED',
    customer: null,
    contact: null,
  })
  expect(await placedAs(bakery.staff, { contact: ZOE })).toMatchObject({ customer: null, contact: ZOE })
})

test('an order for a customer that there is not, is not placed', async () => {
  const id = encodeId('Customer', randomUUIDv7())
  const refused = await place(bakery.staff, order({ customerId: id }))
  expect(refused).toMatchObject({ __typename: 'NotFoundError', id })
  for (const wrong of [sponge.id, 'ida']) {
    const answer = await place(bakery.staff, order({ customerId: wrong }))
    expect(answer).toMatchObject({ fields: [{ path: ['customerId'] }] })
  }
  expect(await bakery.db.selectFrom('orders').select('id').execute()).toEqual([])
})

test('only staff name a customer or override anything, not even a customer themselves', async () => {
  const { id } = (await register(bakery.as(customer('zoe')), { name: 'Zoë' })).customer
  for (const own of [{ customerId: id }, { overrideLeadTime: true }]) {
    const variables = { input: { ...order(own), contact: ZOE, idempotencyKey: 'key-of-nobody-01' } }
    const codes = [bakery.visitor, bakery.as(customer('zoe'))].map(
      async (ask) => (await ask(PLACE_ORDER, variables)).errors?.[0]?.extensions.code,
    )
    expect(await Promise.all(codes)).toEqual(['UNAUTHENTICATED', 'FORBIDDEN'])
  }
})

test('a registered customer is their own default; one who has not registered places like a guest', async () => {
  const zoe = bakery.as(customer('zoe'))
  expect(await place(zoe, order())).toMatchObject({ fields: [{ code: 'REQUIRED', path: ['contact'] }] })
  const asGuest = await place(zoe, order({ contact: ZOE }))
  expect(asGuest).toMatchObject({ guestToken: expect.any(String), order: { status: 'PENDING' } })
  await register(zoe, { name: 'Zoë', phone: '06 1'.padEnd(6, '2') })
  const own = await place(zoe, order())
  expect(own).toMatchObject({ guestToken: null, order: { status: 'PENDING' } })
  const shown = (await bakery.staff(SHOWN, { id: own.order.id })).data.order
  expect(shown.contact).toEqual({ name: 'Zoë', email: 'zoe@example.com', phone: '06 122' })
  expect((await zoe('{ orders { totalCount } }')).data.orders.totalCount).toBe(1)
})

test.each([
  ['the lead time', '2026-11-24', ['LEAD_TIME']],
  ['the horizon', '2027-01-23', ['BEYOND_HORIZON']],
])('past %s staff place only by saying so, and the history tells it', async (_title, date, overrode) => {
  await bakery.db.updateTable('cakes').set({ lead_days: 2 }).where('slug', '=', 'sponge').execute()
  const wish = { slotId: slotId(date) }
  expect(await place(bakery.staff, order(wish))).toMatchObject({ reason: overrode[0] })
  const placed = await placedAs(bakery.staff, { ...wish, overrideLeadTime: true })
  expect(placed.history).toEqual([{ byRole: 'STAFF', overrode }])
  await bakery.db.updateTable('cakes').set({ lead_days: 1 }).where('slug', '=', 'sponge').execute()
})

test('what did not stand in the way is not told as overridden', async () => {
  expect((await placedAs(bakery.staff, { overrideLeadTime: true })).history[0].overrode).toEqual([])
})

test('no saying so helps past capacity, season, closed days or the present', async () => {
  const refused = async (own: object) =>
    (await place(bakery.staff, order({ overrideLeadTime: true, ...own }))).reason
  const soon = slotId('2026-11-24')
  const many = [{ variantId: sponge.variants[0], quantity: 21 }]
  expect(await refused({ slotId: soon, items: many })).toBe('DAY_FULL')
  await placedAs(bakery.staff, { slotId: soon, overrideLeadTime: true })
  await placedAs(bakery.staff, { slotId: soon, overrideLeadTime: true })
  expect(await refused({ slotId: soon })).toBe('SLOT_FULL')
  expect(await refused({ items: [{ variantId: stollen.variants[0] }], slotId: slotId('2026-11-26') })).toBe(
    'OUT_OF_SEASON',
  )
  expect(await refused({ slotId: slotId('2026-11-30') })).toBe('CLOSED')
  expect(await refused({ slotId: slotId('2026-11-25', '17:00') })).toBe('CLOSED')
  expect(await refused({ slotId: slotId('2026-11-22') })).toBe('PAST')
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('customers are found by beginnings of words of name, e-mail and phone, whatever case and accents', async () => {
  await created(IDA)
  await created({ name: 'Ida Straße', phone: '020 555' })
  await created({ name: '王 小明', email: 'wang@example.com' })
  for (const search of ['müll', 'MULLER', 'ida mul', 'ida@example.com', '31061234', '1234', ' ida   exam ']) {
    expect([search, await found(search)]).toEqual([search, ['Ida Müller']])
  }
  expect(await found('ida')).toEqual(['Ida Straße', 'Ida Müller'])
  expect(await found('strasse')).toEqual(['Ida Straße'])
  expect(await found('020555')).toEqual(['Ida Straße'])
  expect(await found('王')).toEqual(['王 小明'])
  for (const search of ['uller', 'ida bo', '%', 'mull_r', '555 1234']) {
    expect([search, await found(search)]).toEqual([search, search === '%' ? await found(null) : []])
  }
})

test('the list of customers has pages and counts what the search finds', async () => {
  for (const [index, name] of ['Ida A', 'Bo', 'Ida B', 'Ida C'].entries()) {
    bakery.setNow(`2026-11-23T09:0${index}:00Z`)
    await created({ name, phone: `06 100${index}` })
  }
  const PAGE = `query ($after: String, $search: String) { customers(first: 2, after: $after, search: $search) {
    totalCount nodes { name } pageInfo { hasNextPage endCursor } } }`
  const names: string[] = []
  let after: string | null = null
  do {
    const page: Answer = await bakery.staff(PAGE, { after, search: 'ida' })
    const { customers } = page.data
    expect(customers.totalCount).toBe(3)
    names.push(...customers.nodes.map(({ name }: { name: string }) => name))
    after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null
  } while (after)
  expect(names).toEqual(['Ida C', 'Ida B', 'Ida A'])
  expect((await bakery.admin(PAGE)).data.customers.totalCount).toBe(4)
  for (const [ask, code] of [
    [bakery.visitor, 'UNAUTHENTICATED'],
    [bakery.as(customer('zoe')), 'FORBIDDEN'],
  ] as const) {
    const { data, errors } = await ask(PAGE)
    expect([data.customers, errors?.[0]?.extensions.code]).toEqual([null, code])
  }
})

test('the orders of a page of customers are read by one statement, however many customers there are', async () => {
  const query = '{ customers(first: 50) { nodes { name orders(first: 3) { nodes { number } } } } }'
  const counts: number[] = []
  for (const many of [1, 9]) {
    for (let index = 0; index < many; index++) {
      const customerId = await created({ name: 'Ida', phone: '06 1234' })
      const times = ['09:00', '11:00', '12:00', '13:00', '15:00', '16:00']
      await place(bakery.staff, order({ customerId, slotId: slotId('2026-11-26', times[index % 6]) }))
    }
    const sent = await statementsFor(bakery, bakery.staff, query)
    counts.push(sent.filter((statement) => statement.includes('"orders"')).length)
  }
  expect(counts).toEqual([1, 1])
})
