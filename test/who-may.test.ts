import {
  getNullableType,
  isListType,
  isNonNullType,
  isUnionType,
  getNamedType,
  isCompositeType,
  type GraphQLField,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../src/schema/index.ts'
import {
  ADMIN,
  customer,
  openBakeryForFile,
  slotId,
  STAFF,
  type Answer,
  type TestBakery,
} from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'
import { place, ZOE } from './support/operations.ts'

// Who may call what. A root field that stands in no list fails the test below: nothing is added without deciding this.
const MAY: Record<string, readonly string[]> = {
  everybody: [
    'node',
    'nodes',
    'bakery',
    'cakes',
    'cake',
    'availability',
    'quote',
    'viewer',
    'guestOrder',
    'placeOrder',
    'changeOrder',
    'rescheduleOrder',
    'orderChanged',
  ],
  signedIn: ['order', 'orders', 'registerCustomer', 'updateCustomer'],
  staff: ['customers', 'productionPlan', 'createCustomer', 'ordersChanged'],
  admin: ['createCake', 'updateCake', 'updateBakery', 'setSpecialDay', 'removeSpecialDay', 'eraseCustomer'],
}
const ASKERS = {
  visitor: { viewer: null, may: ['everybody'] },
  customer: { viewer: customer('anna'), may: ['everybody', 'signedIn'] },
  staff: { viewer: STAFF, may: ['everybody', 'signedIn', 'staff'] },
  admin: { viewer: ADMIN, may: ['everybody', 'signedIn', 'staff', 'admin'] },
}

let bakery: TestBakery
const ids: Record<string, string> = {}

beforeAll(async () => {
  bakery = await openBakeryForFile()
  const cake = await addCake(bakery.db, {
    slug: 'sponge',
    groups: [{ options: [{ name: 'Raspberry' }] }],
  })
  const draft = await addCake(bakery.db, {
    slug: 'secret',
    status: 'DRAFT',
    groups: [{ options: [{ name: 'Hidden' }] }],
  })
  const anna = bakery.as(customer('anna'))
  await anna('mutation { registerCustomer(input: { name: "Anna" }) { __typename } }')
  const order = { items: [{ variantId: cake.variants[0] }], slotId: slotId('2026-11-25') }
  const placed = await place(anna, order)
  const guests = await place(bakery.visitor, { ...order, contact: ZOE })
  const { data } = await anna('{ viewer { customer { id } } orders { nodes { items { id } } } }')
  Object.assign(ids, {
    Customer: data.viewer.customer.id,
    Order: placed.order.id,
    OrderItem: data.orders.nodes[0].items[0].id,
    GuestOrder: guests.order.id,
    guestToken: guests.guestToken,
    Cake: draft.id,
    CakeVariant: draft.variants[0],
    CakeOption: draft.options['Hidden'],
  })
})
afterAll(() => bakery.close())

const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap(
  (type) => Object.values(type.getFields()).map((field) => ({ kind: type.name.toLowerCase(), field })),
)

test('somebody has decided who may call each root field', () => {
  expect(roots.map(({ field }) => field.name).toSorted()).toEqual(Object.values(MAY).flat().toSorted())
})

describe.each(Object.entries(ASKERS))('a %s', (_name, { viewer, may }) => {
  test.each(roots.map(({ kind, field }) => [field.name, kind, field] as const))(
    'asks for %s',
    async (name, kind, field) => {
      const answer = await ask(viewer, kind, field)
      const codes = (answer.errors ?? []).map(({ extensions }) => extensions.code)
      const isAllowed = may.some((group) => MAY[group]!.includes(name))
      const refusal = viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN'
      expect(codes.filter((code) => ['UNAUTHENTICATED', 'FORBIDDEN'].includes(code))).toEqual(
        isAllowed ? [] : [refusal],
      )
      expect(codes).not.toContain('INTERNAL')
    },
  )
})

describe('what is somebody else’s answers like what is not there', () => {
  const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename } }'
  test.each(['Customer', 'Order', 'OrderItem', 'GuestOrder', 'Cake', 'CakeVariant', 'CakeOption'])(
    'behind node: %s',
    async (type) => {
      const missing = { data: { node: null, nodes: [null] } }
      for (const viewer of [null, customer('eve'), { ...customer('anna'), subject: 'customer-anna2' }]) {
        expect(await bakery.as(viewer)(NODE, { id: ids[type] })).toEqual(missing)
        expect(await bakery.as(viewer)(NODE, { id: nobodys(type.replace('Guest', '')) })).toEqual(missing)
      }
      expect((await bakery.staff(NODE, { id: ids[type] })).data.node).toMatchObject({ id: ids[type] })
    },
  )

  test('in order, orders and their count', async () => {
    const LIST = 'query ($id: ID!) { order(id: $id) { id } orders { totalCount nodes { id } } }'
    const nothing = { data: { order: null, orders: { totalCount: 0, nodes: [] } } }
    expect(await bakery.as(customer('eve'))(LIST, { id: ids['Order'] })).toEqual(nothing)
    expect(await bakery.as(customer('eve'))(LIST, { id: nobodys('Order') })).toEqual(nothing)
    const own = await bakery.as(customer('anna'))(LIST, { id: ids['Order'] })
    expect(own.data).toEqual({
      order: { id: ids['Order'] },
      orders: { totalCount: 1, nodes: [{ id: ids['Order'] }] },
    })
    expect((await bakery.staff(LIST, { id: ids['Order'] })).data.orders.totalCount).toBe(2)
  })

  test('in every change of an order', async () => {
    for (const id of [ids['Order'], nobodys('Order')]) {
      const input = { orderId: id, version: 1 }
      const both = await bakery.as(customer('eve'))(
        `mutation ($cancel: ChangeOrderInput!, $move: RescheduleOrderInput!) {
          changeOrder(input: $cancel) { __typename } rescheduleOrder(input: $move) { __typename }
        }`,
        { cancel: { ...input, action: 'CANCEL' }, move: { ...input, slotId: slotId('2026-11-26') } },
      )
      expect(both.data).toEqual({
        changeOrder: { __typename: 'NotFoundError' },
        rescheduleOrder: { __typename: 'NotFoundError' },
      })
    }
  })
})

test('a guest’s token opens its own order, for its own request, and never by GET', async () => {
  const OPEN = 'query ($token: String!, $id: ID!) { guestOrder(token: $token) { id } node(id: $id) { id } }'
  const token = ids['guestToken']
  const opened = await bakery.visitor(OPEN, { token, id: ids['Order'] })
  expect(opened.data).toEqual({ guestOrder: { id: ids['GuestOrder'] }, node: null })
  const later = await bakery.visitor('query ($id: ID!) { node(id: $id) { id } }', { id: ids['GuestOrder'] })
  expect(later.data.node).toBeNull()
  const query = encodeURIComponent(`{ guestOrder(token: "${token}") { id } }`)
  const byGet = (await (await bakery.fetch(`/graphql?query=${query}`)).json()) as Answer
  expect(byGet).toMatchObject({
    data: { guestOrder: null },
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  })
})

test('figures that are the staff’s are null for everybody else', async () => {
  const FIGURES = '{ bakery { productionCapacity { units } openingHours { ordersPerSlot } } }'
  for (const viewer of [null, customer('anna')]) {
    const { bakery: seen } = (await bakery.as(viewer)(FIGURES)).data
    expect(seen.productionCapacity).toBeNull()
    expect(new Set(seen.openingHours.map(({ ordersPerSlot }: Answer['data']) => ordersPerSlot))).toEqual(
      new Set([null]),
    )
  }
  expect((await bakery.staff(FIGURES)).data.bakery.productionCapacity).toHaveLength(7)
})

const nobodys = (type: string): string =>
  Buffer.from(`${type}:00000000-0000-7000-8000-000000000000`).toString('base64url')

// Asks with arguments that are well-formed and mean nothing.
async function ask(
  viewer: Parameters<TestBakery['as']>[0],
  kind: string,
  field: GraphQLField<unknown, unknown>,
): Promise<Answer> {
  const required = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)
  const variables = Object.fromEntries(
    required.map((arg) => [
      arg.name,
      MEANINGLESS[`${field.name}.${arg.name}`] ?? MEANINGLESS[String(arg.type)],
    ]),
  )
  const declared = required.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')
  const passed = required.map((arg) => `${arg.name}: $${arg.name}`).join(', ')
  const type = getNamedType(field.type)
  const selection = isCompositeType(type) || isUnionType(type) ? ' { __typename }' : ''
  const isList = isListType(getNullableType(field.type))
  const query = `${kind}${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`}${isList ? ' { __typename }' : selection} }`
  if (kind !== 'subscription') return bakery.as(viewer)(query, variables)
  const watching = await bakery.watch(viewer, query, variables)
  const quiet = new Promise<Answer>((resolve) => setTimeout(resolve, 100, { data: {} }))
  const first = await Promise.race([watching.next(), quiet])
  await watching.leave()
  return first!
}

const ID = Buffer.from('Order:00000000-0000-7000-8000-000000000001').toString('base64url')
const STEP = { orderId: ID, version: 1 }
const MEANINGLESS: Record<string, unknown> = {
  'ID!': ID,
  '[ID!]!': [ID],
  'String!': 'none',
  'Date!': '2026-11-25',
  'availability.to': '2026-11-26',
  '[OrderItemInput!]!': [],
  'PlaceOrderInput!': { idempotencyKey: 'short', items: [], slotId: 'none' },
  'ChangeOrderInput!': { ...STEP, action: 'CONFIRM' },
  'RescheduleOrderInput!': { ...STEP, slotId: 'none' },
  'RegisterCustomerInput!': { name: '' },
  'CreateCustomerInput!': { name: '' },
  'UpdateCustomerInput!': { name: '' },
  'CreateCakeInput!': { slug: '', name: '', variants: [] },
  'UpdateCakeInput!': { cakeId: ID },
  'UpdateBakeryInput!': { name: '' },
  'SpecialDayInput!': {
    date: '2026-11-25',
    openingHours: [{ method: 'PICKUP', opens: '10:00', closes: '09:00', slotMinutes: 1, ordersPerSlot: 1 }],
  },
}
