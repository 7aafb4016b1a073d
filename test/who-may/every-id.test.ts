import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { schema } from '../../src/schema/index.ts'
import { customer, openBakeryForFile, slotId, STAFF, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { place } from '../support/operations.ts'

/** Whose each thing is that has an id: a type that is not here fails. */
const WHOSE: Record<string, 'everybody’s' | 'its customer’s'> = {
  Bakery: 'everybody’s',
  Cake: 'everybody’s',
  CakeOption: 'everybody’s',
  CakeVariant: 'everybody’s',
  Customer: 'its customer’s',
  OptionGroup: 'everybody’s',
  Order: 'its customer’s',
  OrderItem: 'its customer’s',
}
const DORA = customer('dora')
const EVE = customer('eve')
const UNREGISTERED = customer('nobody')

let bakery: TestBakery
const things: Record<string, string> = {}
beforeAll(async () => {
  bakery = await openBakeryForFile()
  for (const viewer of [DORA, EVE])
    await bakery.as(viewer)('mutation { registerCustomer(input: { name: "Me" }) { __typename } }')
  const cake = await addCake(bakery.db, { slug: 'dobos', groups: [{ options: [{ name: 'Plain' }] }] })
  const wish = { items: [{ variantId: cake.variants[0] }], slotId: slotId('2026-11-25') }
  const { order } = await place(bakery.as(DORA), wish)
  const { data } = await bakery.as(DORA)(
    `query ($id: ID!, $cake: ID!) { bakery { id } viewer { customer { id } } order(id: $id) { items { id } }
      node(id: $cake) { ... on Cake { optionGroups { id } } } }`,
    { id: order.id, cake: cake.id },
  )
  Object.assign(things, {
    Bakery: data.bakery.id,
    Cake: cake.id,
    CakeOption: cake.options['Plain'],
    CakeVariant: cake.variants[0],
    Customer: data.viewer.customer.id,
    OptionGroup: data.node.optionGroups[0].id,
    Order: order.id,
    OrderItem: data.order.items[0].id,
  })
})
afterAll(() => bakery.close())

test('somebody has said whose each thing is that has an id', () => {
  const types = schema.getImplementations(schema.getType('Node') as never).objects.map(({ name }) => name)
  expect(Object.keys(WHOSE).toSorted()).toEqual(types.toSorted())
})

test.for(Object.entries(WHOSE))('%s: it is %s, by its id alone and among others', async ([type, whose]) => {
  const isSeenBy = async (viewer: Viewer | null) => {
    const { data } = await bakery.as(viewer)(
      'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }',
      { id: things[type], ids: [things[type], encodeId(type, randomUUID()), things[type]] },
    )
    expect(data.nodes).toEqual([data.node, null, data.node])
    return data.node?.id === things[type]
  }
  const others = whose === 'everybody’s'
  expect({
    visitor: await isSeenBy(null),
    unregistered: await isSeenBy(UNREGISTERED),
    other: await isSeenBy(EVE),
    own: await isSeenBy(DORA),
    staff: await isSeenBy(STAFF),
  }).toEqual({ visitor: others, unregistered: others, other: others, own: true, staff: true })
})

const NODES = [
  'query ($id: ID!) { node(id: $id) { id __typename } }',
  'query ($id: ID!) { nodes(ids: [$id, $id]) { id } }',
]
const REFUSED = '__typename ... on UserError { message } ... on NotFoundError { id }'
const WAYS: Record<string, string[]> = {
  OrderItem: NODES,
  Customer: [
    ...NODES,
    'query ($id: ID!) { quote(items: [], customerId: $id) { __typename } }',
    `mutation ($id: ID!) { updateCustomer(input: { customerId: $id, name: "Mine" }) { ${REFUSED} } }`,
    'mutation ($id: ID!) { eraseCustomer(customerId: $id) { __typename } }',
    `mutation ($id: ID!) { placeOrder(input: { customerId: $id, idempotencyKey: "0123456789abcdef", items: [],
      slotId: "${slotId('2026-11-25')}" }) { ${REFUSED} } }`,
  ],
  Order: [
    ...NODES,
    'query ($id: ID!) { order(id: $id) { id number } }',
    ...['CONFIRM', 'CANCEL'].flatMap((action) =>
      [1, 7].map(
        (version) => `mutation ($id: ID!) { changeOrder(input: { orderId: $id, version: ${version},
          action: ${action}, guestToken: "none" }) { ${REFUSED} } }`,
      ),
    ),
    ...[1, 7].map(
      (version) => `mutation ($id: ID!) { rescheduleOrder(input: { orderId: $id, version: ${version},
        slotId: "${slotId('2026-11-26')}", guestToken: "none" }) { ${REFUSED} } }`,
    ),
  ],
}

test.for(Object.entries(WAYS))(
  'somebody else’s %s answers byte for byte like one that is not there',
  async ([type, ways]) => {
    const missing = encodeId(type, randomUUID())
    for (const viewer of [null, UNREGISTERED, EVE]) {
      for (const way of ways) {
        const told = await answerTo(viewer, way, things[type]!)
        expect(told).toBe(await answerTo(viewer, way, missing))
        expect(told).not.toMatch(/INTERNAL|GRAPHQL_/)
      }
    }
  },
)

/** The whole answer, status and headers too, without the id that was asked for and the time. */
async function answerTo(viewer: Viewer | null, query: string, id: string): Promise<string> {
  const response = await bakery.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'the-same-for-all',
      ...(viewer && { authorization: JSON.stringify(viewer) }),
    },
    body: JSON.stringify({ query, variables: { id } }),
  })
  response.headers.delete('date')
  const head = JSON.stringify([response.status, ...response.headers])
  return `${head} ${await response.text()}`.replaceAll(id, 'ID')
}
