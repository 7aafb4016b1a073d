import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import {
  customer,
  openBakery,
  openBakeryForFile,
  slotId,
  STAFF,
  type Ask,
  type TestBakery,
} from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { change, place, PLACE_ORDER, ZOE } from '../support/operations.ts'
import { watching } from '../support/watching.ts'

const WEDNESDAY = '2026-11-25'
const EVE = customer('eve')

type Slots = { days: { slots: { remaining: number | null }[] }[] }
const remainingOf = ({ remaining }: { remaining: number | null }) => remaining
const remainingAt10And11 = ({ days }: Slots) => days[0]!.slots.slice(1, 3).map(remainingOf)

/** The text with its last character turned into the next one. */
const next = (text: string) => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1)

async function openWithOrder(options = {}) {
  const bakery = await openBakery(options)
  const sponge = await addCake(bakery.db, { slug: 'sponge' })
  const wish = { items: [{ variantId: sponge.variants[0] }], slotId: slotId(WEDNESDAY), contact: ZOE }
  const { order, guestToken } = await place(bakery.visitor, wish)
  return { bakery, wish, order, guestToken: guestToken as string }
}

describe('what only staff may ask for', () => {
  let bakery: TestBakery
  let wish: object
  beforeAll(async () => {
    bakery = await openBakeryForFile()
    const sponge = await addCake(bakery.db, { slug: 'sponge' })
    wish = { items: [{ variantId: sponge.variants[0] }], slotId: slotId(WEDNESDAY), contact: ZOE }
  })
  afterAll(() => bakery.close())

  const anybody = encodeId('Customer', randomUUID())
  test.for([
    ['cakes by a status', '{ cakes(filter: { status: DRAFT }) { totalCount } }', {}],
    ['cakes by no status', '{ cakes(filter: { status: [] }) { totalCount } }', {}],
    [
      'a price for somebody',
      'query ($id: ID) { quote(items: [], customerId: $id) { __typename } }',
      { id: anybody },
    ],
    [
      'a price for a broken id',
      'query ($id: ID) { quote(items: [], customerId: $id) { __typename } }',
      { id: '' },
    ],
    ['an order for somebody', PLACE_ORDER, { input: { customerId: anybody } }],
    ['an order for a broken id', PLACE_ORDER, { input: { customerId: '' } }],
    ['an order too soon', PLACE_ORDER, { input: { overrideLeadTime: true } }],
    [
      'another time too soon',
      'mutation ($input: RescheduleOrderInput!) { rescheduleOrder(input: $input) { __typename } }',
      { input: { orderId: 'x', version: 1, slotId: 'x', overrideLeadTime: true } },
    ],
    [
      'the record of somebody',
      'mutation ($id: ID) { updateCustomer(input: { customerId: $id, name: "X" }) { __typename } }',
      { id: anybody },
    ],
    [
      'the record of a broken id',
      'mutation ($id: ID) { updateCustomer(input: { customerId: $id, name: "X" }) { __typename } }',
      { id: '' },
    ],
  ] as [string, string, { input?: object }][])('%s', async ([, query, variables]) => {
    const input = query === PLACE_ORDER && { ...wish, idempotencyKey: randomUUID(), ...variables.input }
    const codes = async (ask: Ask) =>
      (await ask(query, input ? { input } : variables)).errors?.map(({ extensions }) => extensions.code)
    expect(await codes(bakery.visitor)).toEqual(['UNAUTHENTICATED'])
    expect(await codes(bakery.as(EVE))).toEqual(['FORBIDDEN'])
    expect((await codes(bakery.staff)) ?? []).not.toContain('FORBIDDEN')
  })
})

test('how full a slot is, others are told from three down, wherever slots are named', async () => {
  const { bakery, wish, order, guestToken } = await openWithOrder()
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 5 }).execute()
  const REMAINING = `query ($items: [OrderItemInput!]!, $token: String!) {
    availability(items: $items, from: "${WEDNESDAY}", to: "${WEDNESDAY}") { ...A }
    guestOrder(token: $token) { availability(from: "${WEDNESDAY}", to: "${WEDNESDAY}") { ...A } } }
    fragment A on Availability { days { slots { remaining } } }`
  const seen = async (ask: Ask) => {
    const { data } = await ask(REMAINING, { ...wish, token: guestToken })
    const refused = await place(ask, { ...wish, slotId: slotId(WEDNESDAY, '10:01') })
    return [
      remainingAt10And11(data.availability),
      remainingAt10And11(data.guestOrder.availability),
      refused.alternatives.map(remainingOf),
    ]
  }
  const hidden = [
    [null, null],
    [null, null],
    [null, null, null],
  ]
  expect(await seen(bakery.visitor)).toEqual(hidden)
  expect(await seen(bakery.as(EVE))).toEqual(hidden)
  expect(await seen(bakery.staff)).toEqual([
    [4, 5],
    [5, 5],
    [5, 4, 5],
  ])
  for (const each of [1, 2]) await place(bakery.staff, { ...wish, note: `${each}` })
  const { data } = await bakery.visitor(REMAINING, { ...wish, token: guestToken })
  expect(data.availability.days[0].slots[1].remaining).toBe(2)
  expect(data.guestOrder.availability.days[0].slots[1].remaining).toBe(3)
  await change(bakery.staff, { orderId: order.id, version: 1, action: 'CANCEL' })
})

test('a guest’s token opens one order, for one request, and stands in no address', async () => {
  const { bakery, wish, order, guestToken } = await openWithOrder({ watching: { everyMs: 50 } })
  const other = await place(bakery.visitor, { ...wish, slotId: slotId(WEDNESDAY, '11:00') })
  const BOTH = `query ($token: String!, $ids: [ID!]!) { guestOrder(token: $token) { id } nodes(ids: $ids) { id } }`
  const { data } = await bakery.visitor(BOTH, { token: guestToken, ids: [other.order.id] })
  expect(data).toEqual({ guestOrder: { id: order.id }, nodes: [null] })
  const later = await bakery.visitor(BOTH, { token: other.guestToken, ids: [order.id] })
  expect(later.data).toEqual({ guestOrder: { id: other.order.id }, nodes: [null] })

  const get = (query: string) => bakery.fetch(`/graphql?query=${encodeURIComponent(query)}`, SSE)
  const token = `guestToken: "${guestToken}"`
  const watched = watching(await get(`subscription { orderChanged(id: "${order.id}", ${token}) { id } }`))
  expect(await watched.next()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  await watched.leave()
  const changed = await get(
    `mutation { changeOrder(input: { orderId: "${order.id}", version: 1, action: CANCEL, ${token} }) { __typename } }`,
  )
  expect([changed.status, await changed.text()]).toEqual([405, expect.stringContaining('POST')])
})

const SSE = { headers: { accept: 'text/event-stream' } }

test('a guest’s token is one text and no other', async () => {
  const { bakery, order, guestToken } = await openWithOrder()
  const [id, key, seal] = guestToken.split('.') as [string, string, string]
  const alike = [
    [id, key, next(seal)],
    [next(id), key, seal],
    [id, key, `${seal}=`],
    [id, 'other', seal],
    [id, key, Buffer.from(seal, 'base64url').toString('base64')],
    [id, key],
    [id, key, seal, seal],
    [id, key, seal.toUpperCase()],
    [` ${id}`, key, seal],
    [id, key, `${seal}\n`],
  ].map((parts) => parts.join('.'))
  for (const token of alike) {
    const told = await bakery.visitor('query ($token: String!) { guestOrder(token: $token) { id } }', {
      token,
    })
    expect([token, told.data]).toEqual([token, { guestOrder: null }])
  }
  const told = await bakery.visitor(
    'query ($token: String!) { guestOrder(token: $token) { id customer { id } } }',
    { token: guestToken },
  )
  expect(told.data.guestOrder).toEqual({ id: order.id, customer: null })
})

test('what cannot be ordered is told alike, whether it is a draft, withdrawn, out of season or never was', async () => {
  const { bakery, wish } = await openWithOrder()
  const { db } = bakery
  const groups = [{ options: [{ name: 'Gone', available: false }, { name: 'Here' }] }]
  const cakes = [
    await addCake(db, { slug: 'draft', status: 'DRAFT' }),
    await addCake(db, { slug: 'archived', status: 'ARCHIVED' }),
    await addCake(db, { slug: 'winter', season_from: '2027-12-01' }),
  ]
  const sold = await addCake(db, { slug: 'sold', groups })
  const unknown = encodeId('CakeVariant', randomUUID())
  const lines = [...cakes.map(({ variants }) => variants[0]), unknown].map((variantId) => ({ variantId }))
  for (const ask of [bakery.visitor, bakery.as(EVE)]) {
    const { items } = await place(ask, { ...wish, items: lines })
    expect(new Set(items.map(({ message }: { message: string }) => message)).size).toBe(1)
    expect(items.map(({ itemIndex }: { itemIndex: number }) => itemIndex)).toEqual([0, 1, 2, 3])
    const choosing = [sold.options['Gone'], encodeId('CakeOption', randomUUID())].map((option) => ({
      variantId: sold.variants[0],
      optionIds: [option],
    }))
    const told = await place(ask, { ...wish, items: choosing })
    expect(new Set(told.items.map(({ message }: { message: string }) => message)).size).toBe(1)
  }
})

test('a key belongs to whoever used it: to others it is new', async () => {
  const { bakery, wish } = await openWithOrder()
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 9 }).execute()
  const keyed = { ...wish, idempotencyKey: randomUUID() }
  const asks = [bakery.visitor, bakery.as(EVE), bakery.as(STAFF)]
  const placed = []
  for (const ask of asks) placed.push(await place(ask, keyed))
  expect(placed.map(({ replayed }) => replayed as boolean)).toEqual([false, false, false])
  expect(new Set(placed.map(({ order }) => order.id as string)).size).toBe(3)
})

test('an order that a token opens is listed for who opened it, and for nobody after', async () => {
  const { bakery, wish, order, guestToken } = await openWithOrder()
  const other = await place(bakery.visitor, wish)
  const LIST = 'query ($token: String!) { guestOrder(token: $token) { id } orders { nodes { id } } }'
  const listed = async (who: string, token: string) =>
    (await bakery.as(customer(who))(LIST, { token })).data.orders.nodes
  expect(await listed('eve', 'none')).toEqual([])
  expect(await listed('eve', guestToken)).toEqual([{ id: order.id }])
  expect(await listed('max', other.guestToken)).toEqual([{ id: other.order.id }])
  expect(await listed('eve', 'none')).toEqual([])
  await bakery.close()
})
