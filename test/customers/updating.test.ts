import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import { customer, openBakeryForFile, slotId, type Ask, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { codeOfUpdating, createCustomer, register, updateCustomer } from '../support/counter.ts'
import { place } from '../support/operations.ts'

let bakery: TestBakery
let zoe: Ask
beforeAll(async () => {
  bakery = await openBakeryForFile()
  zoe = bakery.as(customer('zoe'))
})
afterAll(() => bakery.close())
beforeEach(async () => {
  await bakery.db.deleteFrom('customer_words').execute()
  await bakery.db.deleteFrom('customers').execute()
})

const PHONE = '06 123 456'
const registered = async () =>
  (await register(zoe, { name: 'Zoë', phone: PHONE, allergies: ['MILK'] })).customer

async function found(search: string): Promise<number> {
  const query = 'query ($search: String) { customers(search: $search) { totalCount } }'
  return (await bakery.staff(query, { search })).data.customers.totalCount
}

test('customers change their own record: what they leave out stays', async () => {
  const before = await registered()
  expect((await updateCustomer(zoe, {})).customer).toEqual(before)
  const renamed = await updateCustomer(zoe, { name: ' Zoë Bakker ' })
  expect(renamed.customer).toEqual({ ...before, name: 'Zoë Bakker' })
  const { customer: cured } = await updateCustomer(zoe, { allergies: [] })
  expect(cured).toEqual({ ...before, name: 'Zoë Bakker', allergies: [] })
  const { customer: again } = await updateCustomer(zoe, {
    allergies: ['SESAME', 'EGGS', 'SESAME'],
    phone: '06 999',
  })
  expect(again).toMatchObject({ allergies: ['EGGS', 'SESAME'], phone: '06 999' })
  expect(
    (await zoe('{ viewer { customer { id name email phone allergies } } }')).data.viewer.customer,
  ).toEqual(again)
})

test('null clears a phone or an e-mail as long as the other stays', async () => {
  const { id } = await registered()
  expect((await updateCustomer(zoe, { phone: null })).customer).toMatchObject({ phone: null })
  const staff = (input: object) => updateCustomer(bakery.staff, { customerId: id, ...input })
  expect(await staff({ email: null })).toMatchObject({ fields: [{ code: 'REQUIRED' }] })
  expect((await staff({ email: null, phone: PHONE })).customer).toMatchObject({ email: null, phone: PHONE })
  expect(await updateCustomer(zoe, { phone: null })).toMatchObject({ fields: [{ code: 'REQUIRED' }] })
  expect((await updateCustomer(zoe, { name: 'Z' })).customer).toMatchObject({
    name: 'Z',
    email: null,
    phone: PHONE,
  })
})

test.each([
  [{ name: null }, ['name'], 'REQUIRED'],
  [{ name: ' ' }, ['name'], 'REQUIRED'],
  [{ allergies: null }, ['allergies'], 'REQUIRED'],
  [{ phone: 'six' }, ['phone'], 'MALFORMED'],
  [{ email: 'new@example.com' }, ['email'], 'NOT_ALLOWED'],
  [{ email: 'zoe@example.com' }, ['email'], 'NOT_ALLOWED'],
  [{ email: null }, ['email'], 'NOT_ALLOWED'],
])('a change of %o is refused, and nothing of it is done', async (input, path, code) => {
  const before = await registered()
  const refused = await updateCustomer(zoe, { phone: '06 777', ...input })
  expect(refused).toMatchObject({ __typename: 'InvalidInputError', fields: [{ path, code }] })
  expect(
    (await zoe('{ viewer { customer { id name email phone allergies } } }')).data.viewer.customer,
  ).toEqual(before)
})

test('search follows every change', async () => {
  const { id } = await registered()
  expect([await found('zoe'), await found('06123456')]).toEqual([1, 1])
  await updateCustomer(bakery.staff, {
    customerId: id,
    name: 'Iris',
    email: 'iris@bakers.example',
    phone: '010 22',
  })
  expect([await found('zoe'), await found('06123456'), await found('123')]).toEqual([0, 0, 0])
  expect([await found('iris'), await found('bakers'), await found('01022')]).toEqual([1, 1, 1])
  await updateCustomer(bakery.staff, { customerId: id, phone: null })
  expect(await found('01022')).toBe(0)
})

test('staff change anybody, customers only themselves, and nobody without a token', async () => {
  const { id } = await registered()
  expect(await codeOfUpdating(bakery.visitor, { name: 'X' })).toBe('UNAUTHENTICATED')
  expect(await codeOfUpdating(zoe, { customerId: id, name: 'X' })).toBe('FORBIDDEN')
  expect(await codeOfUpdating(bakery.as(customer('eve')), { customerId: id, name: 'X' })).toBe('FORBIDDEN')
  const changed = await updateCustomer(bakery.staff, { customerId: id, email: 'New@Example.com' })
  expect(changed.customer).toMatchObject({ name: 'Zoë', email: 'New@Example.com' })
})

test('who has no record yet has none to change, and an id of nobody is told as such', async () => {
  for (const ask of [zoe, bakery.staff]) {
    expect(await updateCustomer(ask, { name: 'X' })).toMatchObject({ __typename: 'NotFoundError' })
  }
  const customerId = encodeId('Customer', randomUUIDv7())
  const missing = await updateCustomer(bakery.staff, { customerId, name: 'X' })
  expect(missing).toMatchObject({ __typename: 'NotFoundError', id: customerId })
  const { id } = await registered()
  expect(await updateCustomer(bakery.staff, { customerId: `${id}x`, name: 'X' })).toMatchObject({
    fields: [{ path: ['customerId'] }],
  })
})

test('orders keep the contact they were placed with', async () => {
  await registered()
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  const { order } = await place(zoe, { items: [{ variantId: variants[0] }], slotId: slotId('2026-11-25') })
  await updateCustomer(zoe, { name: 'Iris', phone: null })
  const query = 'query ($id: ID!) { order(id: $id) { contact { name phone } customer { name phone } } }'
  expect((await zoe(query, { id: order.id })).data.order).toEqual({
    contact: { name: 'Zoë', phone: PHONE },
    customer: { name: 'Iris', phone: null },
  })
  await bakery.db.updateTable('orders').set({ customer_id: null }).execute()
})

test('two who change one record at once both have their change', async () => {
  const { id } = await registered()
  for (let round = 0; round < 10; round++) {
    const [name, phone] = [`Zoë ${round}`, `06 55${round}`]
    await Promise.all([
      updateCustomer(zoe, { name }),
      updateCustomer(bakery.staff, { customerId: id, phone }),
    ])
    expect((await zoe('{ viewer { customer { name phone } } }')).data.viewer.customer).toEqual({
      name,
      phone,
    })
  }
  expect(await found('559')).toBe(1)
})

test('a customer created by staff with the e-mail of a registered one stays apart from them', async () => {
  const { id } = await registered()
  const { customer: other } = await createCustomer(bakery.staff, { name: 'Z', email: 'ZOE@example.com' })
  expect(other.id).not.toBe(id)
  expect((await register(zoe, { name: 'Somebody else' })).customer).toMatchObject({ id, name: 'Zoë' })
  expect(await found('zoe@example.com')).toBe(2)
})
