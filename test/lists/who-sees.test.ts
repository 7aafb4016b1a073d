import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeId, encodeId } from '../../src/domain/ids.ts'
import { customer, openBakeryForFile, type Ask, type TestBakery } from '../support/bakery.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
import { itemRow, orderRow } from '../support/stock.ts'
import { customerOf } from './lists.ts'

// It is Monday, 23 November 2026, and orders are taken until 22 January 2027.
const [YESTERDAY, TODAY, HORIZON, TOO_FAR] = ['2026-11-22', '2026-11-23', '2027-01-22', '2027-01-23']

let bakery: TestBakery
const cakes = new Map<string, TestCake>()

// What is on sale to everybody, and what is not.
const SHELF = [
  { slug: 'plain', isOnSale: true },
  { slug: 'until-today', season_until: TODAY, isOnSale: true },
  { slug: 'until-yesterday', season_until: YESTERDAY, isOnSale: false },
  { slug: 'from-the-last-day', season_from: HORIZON, isOnSale: true },
  { slug: 'from-the-day-after', season_from: TOO_FAR, isOnSale: false },
  { slug: 'one-day', season_from: '2026-12-24', season_until: '2026-12-24', isOnSale: true },
  { slug: 'longer-than-orders-are-taken', season_from: YESTERDAY, season_until: TOO_FAR, isOnSale: true },
  { slug: 'draft', status: 'DRAFT' as const, isOnSale: false },
  { slug: 'archived', status: 'ARCHIVED' as const, isOnSale: false },
  { slug: 'draft-in-season', status: 'DRAFT' as const, season_from: TODAY, isOnSale: false },
]

beforeAll(async () => {
  bakery = await openBakeryForFile()
  const customerId = await customerOf(bakery.db, 'zoe')
  for (const { isOnSale: _, ...cake } of SHELF) {
    const groups = [{ options: [{ name: 'Raspberry' }] }]
    cakes.set(cake.slug, await addCake(bakery.db, { ...cake, categories: [`for ${cake.slug}`], groups }))
    const order = orderRow({ customer_id: customerId, note: cake.slug })
    await bakery.db.insertInto('orders').values(order).execute()
    const item = itemRow(order.id, 0, decodeId(cakes.get(cake.slug)!.id)!.id)
    await bakery.db.insertInto('order_items').values(item).execute()
  }
})
afterAll(() => bakery.close())

/** Every way to a cake, and whether it leads there. */
async function waysTo({ id, slug, variants, options }: TestCake, ask: Ask) {
  const groups = bakery.db.selectFrom('option_groups').selectAll()
  const group = await groups.where('cake_id', '=', decodeId(id)!.id).executeTakeFirstOrThrow()
  const ids = [id, variants[0], encodeId('OptionGroup', group.id), options['Raspberry']]
  const { data, errors } = await ask(
    `query ($slug: String!, $id: ID!, $ids: [ID!]!, $items: [OrderItemInput!]!) {
      cakes(first: 100) { nodes { slug } } cake(slug: $slug) { slug } node(id: $id) { id } nodes(ids: $ids) { id }
      bakery { categories } quote(items: $items) { __typename } }`,
    { id, slug, ids, items: [{ variantId: variants[0], optionIds: [options['Raspberry']] }] },
  )
  expect(errors).toBeUndefined()
  return {
    list: data.cakes.nodes.some((node: { slug: string }) => node.slug === slug),
    bySlug: data.cake !== null,
    byId: data.node !== null,
    byIds: data.nodes.map((node: unknown) => node !== null),
    category: data.bakery.categories.includes(`for ${slug}`),
    quote: data.quote.__typename === 'OrderQuote',
  }
}

describe.each(SHELF)('a cake that is $slug, on sale: $isOnSale,', ({ slug, isOnSale }) => {
  test.each(['a visitor', 'a customer'])(
    'is seen by %s accordingly, whichever way they come',
    async (who) => {
      const ask = who === 'a visitor' ? bakery.visitor : bakery.as(customer('zoe'))
      expect(await waysTo(cakes.get(slug)!, ask)).toEqual({
        list: isOnSale,
        bySlug: isOnSale,
        byId: isOnSale,
        byIds: [isOnSale, isOnSale, isOnSale, isOnSale],
        category: isOnSale,
        quote: isOnSale,
      })
    },
  )

  test.each(['staff', 'admin'] as const)(
    'is seen by %s always, listed and sold where it is on sale',
    async (role) => {
      expect(await waysTo(cakes.get(slug)!, bakery[role])).toEqual({
        list: isOnSale,
        bySlug: true,
        byId: true,
        byIds: [true, true, true, true],
        category: isOnSale,
        quote: isOnSale,
      })
    },
  )

  test('shows in an order that holds it to its customer while it is on sale, and to staff always', async () => {
    const LINES = '{ orders(first: 100) { nodes { note items { cakeName cake { slug } } } } }'
    const cakeIn = async (ask: Ask) => {
      const { data } = await ask(LINES)
      return data.orders.nodes.find((order: { note: string }) => order.note === slug).items[0]
    }
    expect(await cakeIn(bakery.staff)).toEqual({ cakeName: 'Sponge', cake: { slug } })
    expect(await cakeIn(bakery.as(customer('zoe')))).toEqual({
      cakeName: 'Sponge',
      cake: isOnSale ? { slug } : null,
    })
  })
})

test('what is on sale changes at the bakery’s midnight, not at that of UTC', async () => {
  const seen = async (slug: string) =>
    (await bakery.visitor('query ($slug: String!) { cake(slug: $slug) { slug } }', { slug })).data.cake
  bakery.setNow('2026-11-23T22:59:59Z')
  expect(await seen('until-today')).not.toBeNull()
  expect(await seen('from-the-day-after')).toBeNull()
  bakery.setNow('2026-11-23T23:00:00Z')
  expect(await seen('until-today')).toBeNull()
  expect(await seen('from-the-day-after')).not.toBeNull()
  bakery.setNow('2026-11-23T09:00:00Z')
})

test.each(['', 'Plain', 'plain ', '../plain', 'ünknown', 'x'.repeat(201), '\0'])(
  'there is no cake %j',
  async (slug) => {
    const { data, errors } = await bakery.staff('query ($slug: String!) { cake(slug: $slug) { slug } }', {
      slug,
    })
    expect({ data, errors }).toEqual({ data: { cake: null }, errors: undefined })
  },
)

test('sizes are told cheapest first, groups and options in their own order, pictures best first', async () => {
  const prices = [4000, 3000, 3000, 5000]
  const { id } = await addCake(bakery.db, {
    slug: 'ordered',
    variants: prices.map((price) => ({ price })),
    groups: [
      { name: 'Frosting', options: [{ name: 'Vanilla' }, { name: 'Almond' }] },
      { name: 'Filling', options: [{ name: 'Zest', available: false }, { name: 'Apple' }] },
    ],
  })
  const images = [2, 0, 1].map((position) => ({
    cake_id: decodeId(id)!.id,
    position,
    url: `/${position}.svg`,
    alt: '',
  }))
  await bakery.db.insertInto('cake_images').values(images).execute()
  const { data } = await bakery.visitor(
    `query ($id: ID!) { node(id: $id) { ... on Cake { variants { price { amount } } images { url }
      optionGroups { name options { name available } } } } }`,
    { id },
  )
  expect(data.node).toEqual({
    variants: [3000, 3000, 4000, 5000].map((amount) => ({ price: { amount } })),
    images: [0, 1, 2].map((position) => ({ url: `http://bakery.test/${position}.svg` })),
    optionGroups: [
      {
        name: 'Frosting',
        options: [
          { name: 'Vanilla', available: true },
          { name: 'Almond', available: true },
        ],
      },
      {
        name: 'Filling',
        options: [
          { name: 'Zest', available: false },
          { name: 'Apple', available: true },
        ],
      },
    ],
  })
})
