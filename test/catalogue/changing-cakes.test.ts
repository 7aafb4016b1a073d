import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import {
  cakeBySlug,
  cakeInput,
  createCake,
  groupInput,
  groupsOf,
  isThere,
  mistakes,
  sizeInput,
  sizesOf,
  updateCake,
} from '../support/back-office.ts'
import { encodeId } from '../../src/domain/ids.ts'

let bakery: TestBakery

beforeAll(async () => {
  bakery = await openBakeryForFile()
})
afterAll(() => bakery.close())

const FULL = {
  description: 'Layers.',
  categories: ['Classics'],
  images: [
    { url: 'https://pictures.test/two.jpg', alt: 'Second' },
    { url: 'https://pictures.test/one.jpg', alt: 'First' },
  ],
  diets: ['VEGETARIAN'],
  leadDays: 3,
  cutoff: '12:30',
  seasonFrom: '2026-11-01',
  seasonUntil: '2027-01-31',
  inscriptionMaxLength: 30,
  taxRateBasisPoints: 2100,
}

/** A new cake as it stands. */
async function writeCake(own: object = {}) {
  return (await createCake(bakery.admin, cakeInput(own))).cake
}

const twoSizes = () => ({
  variants: [sizeInput({ name: 'Small' }), sizeInput({ name: 'Large', price: 4000 })],
})

test('what is left out of a change stays, all of it', async () => {
  const cake = await writeCake(FULL)
  bakery.setNow('2026-11-24T09:00:00Z')
  const changed = await updateCake(bakery.admin, { cakeId: cake.id, name: 'Renamed' })
  expect(changed.cake).toEqual({ ...cake, name: 'Renamed', updatedAt: '2026-11-24T09:00:00.000Z' })
  const untouched = await updateCake(bakery.admin, { cakeId: cake.id })
  expect(untouched.cake).toEqual(changed.cake)
})

test('each field can be changed without touching another', async () => {
  const others = {
    slug: 'another-slug',
    name: 'Another',
    description: 'Other words.',
    status: 'ARCHIVED',
    categories: ['Other', 'More'],
    images: [],
    allergens: ['FISH'],
    diets: [],
    leadDays: 0,
    cutoff: '09:00',
    seasonFrom: '2026-10-01',
    seasonUntil: '2027-02-28',
    inscriptionMaxLength: 5,
    taxRateBasisPoints: 0,
  }
  for (const [field, value] of Object.entries(others)) {
    const cake = await writeCake(FULL)
    const { cake: changed } = await updateCake(bakery.admin, { cakeId: cake.id, [field]: value })
    expect(changed).toEqual({ ...cake, [field]: value, updatedAt: changed.updatedAt })
  }
})

test('null clears what can be empty and is refused where something has to stand', async () => {
  const cake = await writeCake(FULL)
  const cleared = {
    cutoff: null,
    seasonFrom: null,
    seasonUntil: null,
    inscriptionMaxLength: null,
    taxRateBasisPoints: null,
  }
  const { cake: changed } = await updateCake(bakery.admin, { cakeId: cake.id, ...cleared })
  expect(changed).toEqual({ ...cake, ...cleared, updatedAt: changed.updatedAt })
  const lists = ['categories', 'images', 'allergens', 'diets', 'variants', 'optionGroups']
  const needed = ['slug', 'name', 'description', 'status', ...lists, 'leadDays']
  for (const field of needed) {
    const refused = await updateCake(bakery.admin, { cakeId: cake.id, [field]: null })
    expect(mistakes(refused)).toEqual([`${field} REQUIRED`])
  }
  const all = Object.fromEntries(needed.map((field) => [field, null]))
  const refused = await updateCake(bakery.admin, { cakeId: cake.id, ...all })
  expect(mistakes(refused).toSorted()).toEqual(needed.map((field) => `${field} REQUIRED`).toSorted())
  expect(await cakeBySlug(bakery.admin, cake.slug)).toEqual(changed)
})

test('sizes that are sent with their ids keep them; the others go, and new ones come', async () => {
  const cake = await writeCake(twoSizes())
  const [small, large] = sizesOf(cake)
  const variants = [{ ...large, name: 'Huge', price: 9000 }, sizeInput({ name: 'Mini', price: 1000 })]
  const { cake: changed } = await updateCake(bakery.admin, { cakeId: cake.id, variants })
  expect(sizesOf(changed)).toMatchObject([{ name: 'Mini' }, { ...large, name: 'Huge', price: 9000 }])
  expect(changed).toMatchObject({ priceFrom: { amount: 1000 }, optionGroups: cake.optionGroups })
  expect(await isThere(bakery.visitor, large.id)).toBe(true)
  expect(await isThere(bakery.visitor, small.id)).toBe(false)
})

test('groups and options that are sent with their ids keep them, in the order they are sent', async () => {
  const frosting = groupInput({ name: 'Frosting', options: [{ name: 'Butter' }, { name: 'Cream' }] })
  const cake = await writeCake({ optionGroups: [groupInput(), frosting] })
  const [filling, topping] = groupsOf(cake)
  const optionGroups = [
    { ...topping, name: 'Topping', options: [topping.options[1], topping.options[0], { name: 'None' }] },
    { ...filling, options: [filling.options[1]] },
  ]
  const { cake: changed } = await updateCake(bakery.admin, { cakeId: cake.id, optionGroups })
  expect(groupsOf(changed)).toMatchObject([
    { id: topping.id, name: 'Topping', options: [{ name: 'Cream' }, { name: 'Butter' }, { name: 'None' }] },
    { ...filling, options: [filling.options[1]] },
  ])
  expect(groupsOf(changed)[0].options.slice(0, 2)).toEqual([topping.options[1], topping.options[0]])
  expect(changed.variants).toEqual(cake.variants)
  expect(await isThere(bakery.visitor, filling.options[0].id)).toBe(false)

  const without = await updateCake(bakery.admin, { cakeId: cake.id, optionGroups: [] })
  expect(without.cake).toMatchObject({ optionGroups: [], priceFrom: { amount: 3000 } })
  for (const { id } of [topping, filling, ...topping.options])
    expect(await isThere(bakery.admin, id)).toBe(false)
})

test('an option can move to another group of its cake and stays itself', async () => {
  const other = groupInput({ name: 'Frosting', options: [{ name: 'Butter' }] })
  const cake = await writeCake({ optionGroups: [groupInput(), other] })
  const [filling, frosting] = groupsOf(cake)
  const [stays, moves] = filling.options
  const optionGroups = [
    { ...filling, options: [stays] },
    { ...frosting, options: [moves, ...frosting.options] },
  ]
  const { cake: changed } = await updateCake(bakery.admin, { cakeId: cake.id, optionGroups })
  expect(groupsOf(changed)).toEqual(optionGroups)
})

test('two sizes swap their SKUs in one change', async () => {
  const cake = await writeCake(twoSizes())
  const [small, large] = sizesOf(cake)
  const variants = [
    { ...small, sku: large.sku },
    { ...large, sku: small.sku },
  ]
  const { cake: changed } = await updateCake(bakery.admin, { cakeId: cake.id, variants })
  expect(sizesOf(changed)).toEqual(variants)
})

test('an id of another cake, of another kind, of nothing or twice is refused where it stands', async () => {
  const cake = await writeCake(twoSizes())
  const other = await writeCake()
  const [small, large] = sizesOf(cake)
  const [filling] = groupsOf(cake)
  const [theirs] = groupsOf(other)
  const nowhere = encodeId('CakeVariant', '00000000-0000-7000-8000-000000000000')
  const ids: [object, string[]][] = [
    [{ variants: [small, { ...large, id: sizesOf(other)[0].id }] }, ['variants.1.id UNKNOWN']],
    [{ variants: [small, { ...large, id: nowhere }] }, ['variants.1.id UNKNOWN']],
    [{ variants: [{ ...small, id: filling.id }] }, ['variants.0.id UNKNOWN']],
    [{ variants: [{ ...small, id: 'size-1' }] }, ['variants.0.id MALFORMED']],
    [{ variants: [{ ...small, id: '' }] }, ['variants.0.id MALFORMED']],
    [{ variants: [small, { ...large, id: small.id }] }, ['variants.1.id DUPLICATE']],
    [
      { optionGroups: [filling, { ...filling, id: theirs.id }] },
      [
        'optionGroups.1.id UNKNOWN',
        'optionGroups.1.options.0.id DUPLICATE',
        'optionGroups.1.options.1.id DUPLICATE',
      ],
    ],
    [
      { optionGroups: [{ ...filling, options: theirs.options }] },
      ['optionGroups.0.options.0.id UNKNOWN', 'optionGroups.0.options.1.id UNKNOWN'],
    ],
  ]
  for (const [wrong, expected] of ids) {
    expect(mistakes(await updateCake(bakery.admin, { cakeId: cake.id, ...wrong }))).toEqual(expected)
  }
  const fresh = { ...cakeInput(), variants: [{ ...sizeInput(), id: small.id }] }
  expect(mistakes(await createCake(bakery.admin, fresh))).toEqual(['variants.0.id UNKNOWN'])
  expect(await cakeBySlug(bakery.admin, cake.slug)).toEqual(cake)
  expect(await cakeBySlug(bakery.admin, other.slug)).toEqual(other)
})

test('a cake that is none is not found; an id that is none is refused', async () => {
  const cakeId = encodeId('Cake', '00000000-0000-7000-8000-000000000000')
  expect(await updateCake(bakery.admin, { cakeId })).toMatchObject({
    __typename: 'NotFoundError',
    id: cakeId,
  })
  expect(mistakes(await updateCake(bakery.admin, { cakeId: 'cake' }))).toEqual(['cakeId MALFORMED'])
  const { variants } = await writeCake()
  expect(mistakes(await updateCake(bakery.admin, { cakeId: variants[0].id }))).toEqual(['cakeId UNKNOWN'])
})

test('a change is judged together with what stands', async () => {
  const cake = await writeCake({ ...FULL, status: 'DRAFT', optionGroups: [groupInput({ options: [] })] })
  const change = (input: object) => updateCake(bakery.admin, { cakeId: cake.id, ...input })
  expect(mistakes(await change({ seasonUntil: '2026-10-31' }))).toEqual(['seasonUntil OUT_OF_RANGE'])
  expect(mistakes(await change({ status: 'ACTIVE' }))).toEqual(['optionGroups.0.minChoices OUT_OF_RANGE'])
  expect(await change({ status: 'ACTIVE', optionGroups: [] })).toMatchObject({ cake: { status: 'ACTIVE' } })
  expect(mistakes(await change({ variants: [] }))).toEqual(['variants REQUIRED'])
  expect(await change({ status: 'ARCHIVED', variants: [] })).toMatchObject({ cake: { variants: [] } })
})

test('a draft whose name has no letters, and nothing else, can be changed', async () => {
  const { cake } = await createCake(bakery.admin, { slug: 'star', name: '★', variants: [] })
  const changed = await updateCake(bakery.admin, { cakeId: cake.id, leadDays: 5 })
  expect(changed).toMatchObject({ cake: { name: '★', leadDays: 5 } })
})

test('ten changes of one cake at once: none is lost', async () => {
  const cake = await writeCake()
  const changes = [
    { name: 'Changed' },
    { description: 'Changed.' },
    { categories: ['Changed'] },
    { allergens: ['FISH'] },
    { leadDays: 7 },
    { cutoff: '08:00' },
    { inscriptionMaxLength: 7 },
    { taxRateBasisPoints: 700 },
    { images: [{ url: 'https://pictures.test/new.jpg', alt: 'New' }] },
    { variants: [{ ...sizesOf(cake)[0], price: 7000 }] },
  ]
  await Promise.all(changes.map((input) => updateCake(bakery.admin, { cakeId: cake.id, ...input })))
  const stands = await cakeBySlug(bakery.admin, cake.slug)
  const { variants: _, ...fields } = Object.assign({}, ...changes) as { variants: object }
  expect(stands).toMatchObject({ ...fields, priceFrom: { amount: 7000 } })
  expect(stands.variants).toMatchObject([{ id: cake.variants[0].id, price: { amount: 7000 } }])
})
