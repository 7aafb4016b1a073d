import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, openBakeryForFile, slotId, type Ask, type TestBakery } from '../support/bakery.ts'
import {
  cakeBySlug,
  cakeInput,
  createCake,
  groupsOf,
  isThere,
  sent,
  sizesOf,
  updateCake,
} from '../support/back-office.ts'
import { place, ZOE } from '../support/operations.ts'

let bakery: TestBakery

beforeAll(async () => {
  bakery = await openBakeryForFile()
})
afterAll(() => bakery.close())

const found = async (ask: Ask, filter: object, sort = 'NAME'): Promise<string[]> => {
  const query = `query ($filter: CakeFilter, $sort: CakeSort!) {
    cakes(filter: $filter, sort: $sort, first: 100) { nodes { slug } }
  }`
  return (await sent(ask, query, { filter, sort })).nodes.map(({ slug }: { slug: string }) => slug)
}

test('drafts and archived cakes are staff’s; on sale a cake is everybody’s, with all its parts', async () => {
  const eve = bakery.as(customer('eve'))
  const everybody = [bakery.visitor, eve, bakery.staff, bakery.admin]
  const { cake } = await createCake(bakery.admin, cakeInput({ status: 'DRAFT', name: 'Secret' }))
  const [group] = cake.optionGroups
  const ids = [cake.id, cake.variants[0].id, group.id, group.options[0].id]
  const seenBy = async (ask: Ask) => {
    const seen = await Promise.all(ids.map((id) => isThere(ask, id)))
    const bySlug = (await cakeBySlug(ask, cake.slug)) !== null
    expect(new Set([...seen, bySlug]).size).toBe(1)
    return bySlug
  }
  for (const [status, isEverybodys] of [
    ['DRAFT', false],
    ['ACTIVE', true],
    ['ARCHIVED', false],
    ['ACTIVE', true],
    ['DRAFT', false],
  ] as const) {
    await updateCake(bakery.admin, { cakeId: cake.id, status })
    expect(await Promise.all(everybody.map(seenBy))).toEqual([isEverybodys, isEverybodys, true, true])
    for (const ask of everybody) {
      expect((await found(ask, { search: 'secret' })).length).toBe(isEverybodys ? 1 : 0)
    }
    expect(await found(bakery.staff, { search: 'secret', status: [status] })).toEqual([cake.slug])
  }
})

test('a cake that is not on sale cannot be ordered, nor a size or option that was taken out', async () => {
  const { cake } = await createCake(bakery.admin, cakeInput())
  const order = (variantId: string, optionId: string) =>
    place(bakery.staff, {
      items: [{ variantId, optionIds: [optionId] }],
      slotId: slotId('2026-11-25', '12:00'),
      contact: ZOE,
    })
  const [size] = sizesOf(cake)
  const [filling] = groupsOf(cake)
  const [raspberry, hazelnut] = filling.options
  const change = (input: object) => updateCake(bakery.admin, { cakeId: cake.id, ...input })
  for (const status of ['DRAFT', 'ARCHIVED']) {
    await change({ status })
    expect(await order(size.id, raspberry.id)).toMatchObject({ items: [{ itemIndex: 0 }] })
  }
  await change({ status: 'ACTIVE' })
  await change({ optionGroups: [{ ...filling, options: [{ ...raspberry, available: false }, hazelnut] }] })
  expect(await order(size.id, raspberry.id)).toMatchObject({ __typename: 'UnavailableItemError' })
  expect(await order(size.id, hazelnut.id)).toMatchObject({ order: { total: { amount: 3300 } } })
  await change({ optionGroups: [{ ...filling, options: [raspberry] }] })
  expect(await order(size.id, hazelnut.id)).toMatchObject({ __typename: 'UnavailableItemError' })
  const { id: _, ...anew } = size
  await change({ variants: [anew] })
  expect(await order(size.id, raspberry.id)).toMatchObject({ __typename: 'UnavailableItemError' })
  const { variants } = await cakeBySlug(bakery.visitor, cake.slug)
  expect(variants[0].id).not.toBe(size.id)
  expect(await order(variants[0].id, raspberry.id)).toMatchObject({ order: { total: { amount: 3000 } } })
})

test('the lowest price follows sizes, choices and what can be had', async () => {
  const { cake } = await createCake(bakery.admin, cakeInput({ name: 'Priced' }))
  const [size] = sizesOf(cake)
  const [filling] = groupsOf(cake)
  const [raspberry, hazelnut] = filling.options
  const onlyHazelnut = [{ ...filling, options: [{ ...raspberry, available: false }, hazelnut] }]
  const steps: [object, number][] = [
    [{ variants: [{ ...size, price: 5000 }] }, 5000],
    [{ optionGroups: onlyHazelnut }, 5300],
    [{ optionGroups: [{ ...onlyHazelnut[0], minChoices: 0 }] }, 5000],
    [{ status: 'DRAFT', variants: [] }, 0],
  ]
  for (const [input, amount] of steps) {
    const changed = await updateCake(bakery.admin, { cakeId: cake.id, ...input })
    expect(changed.cake.priceFrom).toEqual({ amount })
  }
})

test('lists are sorted and filtered by what a cake has become', async () => {
  const write = async (name: string) =>
    (await createCake(bakery.admin, cakeInput({ name, categories: ['Sorted'] }))).cake
  const [one, two] = [await write('Anise'), await write('Basil')]
  const filter = { category: 'Sorted' }
  expect(await found(bakery.visitor, filter)).toEqual([one.slug, two.slug])
  const change = (input: object) => updateCake(bakery.admin, { cakeId: one.id, ...input })
  await change({ name: 'Zest', variants: [{ ...sizesOf(one)[0], price: 9000, servings: 40 }] })
  expect(await found(bakery.visitor, filter)).toEqual([two.slug, one.slug])
  expect(await found(bakery.visitor, filter, 'PRICE_DESC')).toEqual([one.slug, two.slug])
  expect(await found(bakery.visitor, { ...filter, minServings: 40 })).toEqual([one.slug])
  expect(await found(bakery.visitor, { ...filter, maxPrice: 3000 })).toEqual([two.slug])
  await change({ categories: ['Elsewhere'], diets: ['VEGAN'], allergens: [] })
  expect(await found(bakery.visitor, filter)).toEqual([two.slug])
  expect(await found(bakery.visitor, { diets: ['VEGAN'], withoutAllergens: ['EGGS'] })).toEqual([one.slug])
})

test('search finds the words of now, not those of before', async () => {
  const words = { name: 'Rhubarb Dream', description: 'With meringue' }
  const { cake } = await createCake(bakery.admin, cakeInput(words))
  const findable = async (...terms: string[]) =>
    Promise.all(terms.map(async (search) => (await found(bakery.visitor, { search })).includes(cake.slug)))
  expect(await findable('rhub', 'dream', 'merin')).toEqual([true, true, true])
  await updateCake(bakery.admin, { cakeId: cake.id, name: 'Señora Gooseberry' })
  expect(await findable('rhub', 'goose', 'senora', 'merin')).toEqual([false, true, true, true])
  await updateCake(bakery.admin, { cakeId: cake.id, description: '' })
  expect(await findable('merin', 'goose')).toEqual([false, true])
})

test('a season that is over, or far off, takes a cake from sale without a change of status', async () => {
  const { cake } = await createCake(bakery.admin, cakeInput({ name: 'Seasonal' }))
  const seasons: [string | null, string | null, boolean][] = [
    ['2026-11-01', '2026-11-22', false],
    ['2026-11-01', '2026-11-23', true],
    ['2027-01-22', null, true],
    ['2027-01-23', null, false],
    [null, null, true],
  ]
  for (const [seasonFrom, seasonUntil, isOnSale] of seasons) {
    await updateCake(bakery.admin, { cakeId: cake.id, seasonFrom, seasonUntil })
    expect((await cakeBySlug(bakery.visitor, cake.slug)) !== null).toBe(isOnSale)
    expect(await cakeBySlug(bakery.staff, cake.slug)).toMatchObject({ status: 'ACTIVE' })
  }
})
