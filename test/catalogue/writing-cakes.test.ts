import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import {
  cakeBySlug,
  cakeInput,
  CREATE_CAKE,
  createCake,
  groupInput,
  mistakes,
  sizeInput,
  UPDATE_CAKE,
  updateCake,
} from '../support/back-office.ts'

let bakery: TestBakery

beforeAll(async () => {
  bakery = await openBakeryForFile()
})
afterAll(() => bakery.close())

test('a new cake stands as it was written, cleaned up', async () => {
  const input = {
    slug: 'black-forest',
    name: '  Black Fore\u0301st ',
    description: 'Cherries,\r\ncream.',
    status: 'ACTIVE',
    categories: ['Classics', ' Cream '],
    images: [{ url: 'https://pictures.test/one.jpg', alt: 'A cake' }],
    allergens: ['MILK', 'EGGS', 'MILK'],
    diets: ['VEGETARIAN', 'HALAL', 'HALAL'],
    variants: [
      { sku: 'BF-24', name: '24 cm', servings: 14, price: 4500, productionUnits: 3 },
      { sku: 'BF-20', name: '20 cm', servings: 10, price: 3500 },
    ],
    optionGroups: [
      groupInput({
        minChoices: 2,
        maxChoices: 3,
        options: [
          { name: 'Dear', surcharge: 900 },
          { name: 'Cheap', surcharge: 50 },
          { name: 'Free, but out', available: false },
          { name: 'Fair', surcharge: 70 },
        ],
      }),
    ],
    leadDays: 2,
    cutoff: '12:30',
    seasonFrom: '2026-11-01',
    seasonUntil: '2027-01-31',
    inscriptionMaxLength: 30,
    taxRateBasisPoints: 2100,
  }
  const { cake } = await createCake(bakery.admin, input)
  expect(cake).toMatchObject({
    ...input,
    name: 'Black Forést',
    description: 'Cherries,\ncream.',
    categories: ['Classics', 'Cream'],
    allergens: ['EGGS', 'MILK'],
    diets: ['HALAL', 'VEGETARIAN'],
    variants: [
      { sku: 'BF-20', name: '20 cm', servings: 10, price: { amount: 3500 }, productionUnits: 1 },
      { sku: 'BF-24', name: '24 cm', servings: 14, price: { amount: 4500 }, productionUnits: 3 },
    ],
    optionGroups: [
      {
        name: 'Filling',
        minChoices: 2,
        maxChoices: 3,
        options: [
          { name: 'Dear', surcharge: { amount: 900 }, allergens: [], available: true },
          { name: 'Cheap' },
          { name: 'Free, but out', available: false },
          { name: 'Fair' },
        ],
      },
    ],
    priceFrom: { amount: 3620 },
    createdAt: '2026-11-23T09:00:00.000Z',
    updatedAt: '2026-11-23T09:00:00.000Z',
  })
  expect(await cakeBySlug(bakery.visitor, 'black-forest')).toEqual(cake)
})

test('sizes at the same price are listed as they were written, and those added later behind them', async () => {
  const sizes = Array.from({ length: 20 }, () => sizeInput())
  const { cake } = await createCake(bakery.admin, cakeInput({ variants: sizes }))
  expect(skus(cake)).toEqual(sizes.map(({ sku }) => sku))

  const more = Array.from({ length: 20 }, () => sizeInput())
  const kept = sizes.map((size, index) => ({ ...size, id: cake.variants[index].id }))
  const after = await updateCake(bakery.admin, { cakeId: cake.id, variants: [...more, ...kept] })
  expect(skus(after.cake)).toEqual([...sizes, ...more].map(({ sku }) => sku))
})

test('little is enough for a draft', async () => {
  const { cake } = await createCake(bakery.admin, { slug: 'idea', name: 'An idea', variants: [] })
  expect(cake).toMatchObject({
    status: 'DRAFT',
    description: '',
    variants: [],
    optionGroups: [],
    leadDays: 1,
    cutoff: null,
    priceFrom: { amount: 0 },
  })
})

const many = (length: number, entry: (index: number) => unknown) =>
  Array.from({ length }, (_, index) => entry(index))
const image = { url: 'https://pictures.test/one.jpg', alt: 'A cake' }
const skus = (cake: { variants: { sku: string }[] }) => cake.variants.map(({ sku }) => sku)
const size = (own: object) => ({ variants: [sizeInput(), sizeInput(own)] })
const group = (own: object) => ({ optionGroups: [groupInput(), groupInput(own)] })
const option = (own: object) => group({ options: [{ name: 'Plain' }, { name: 'Other', ...own }] })
const seasons = { seasonFrom: '2026-12-02', seasonUntil: '2026-12-01' }

const WRONG: [string, object, string[]][] = [
  ['an empty slug', { slug: '' }, ['slug MALFORMED']],
  ['a slug of 81 characters', { slug: 'a'.repeat(81) }, ['slug MALFORMED']],
  ['a slug with capitals', { slug: 'Cake' }, ['slug MALFORMED']],
  ['a slug with a space', { slug: 'a cake' }, ['slug MALFORMED']],
  ['a slug with a line feed at its end', { slug: 'cake\n' }, ['slug MALFORMED']],
  ['a slug with two dashes', { slug: 'a--b' }, ['slug MALFORMED']],
  ['a slug that begins with a dash', { slug: '-a' }, ['slug MALFORMED']],
  ['an empty name', { name: ' ' }, ['name REQUIRED']],
  ['a name of 201 characters', { name: 'n'.repeat(201) }, ['name TOO_LONG']],
  ['a name with a NUL', { name: 'Ca\0ke' }, ['name NOT_ALLOWED']],
  ['a name of half a character', { name: 'Cake \ud800' }, ['name MALFORMED']],
  ['a description of 2001 characters', { description: 'd'.repeat(2001) }, ['description TOO_LONG']],
  ['an empty category', { categories: ['Classics', ''] }, ['categories.1 REQUIRED']],
  ['a category of 61 characters', { categories: ['c'.repeat(61)] }, ['categories.0 TOO_LONG']],
  ['a category twice', { categories: ['A', 'B', ' A'] }, ['categories.2 DUPLICATE']],
  ['51 categories', { categories: many(51, String) }, ['categories TOO_LONG']],
  ['a picture that nobody can hear', { images: [image, { ...image, alt: '' }] }, ['images.1.alt REQUIRED']],
  ['51 pictures', { images: many(51, () => image) }, ['images TOO_LONG']],
  ['no size on sale', { variants: [] }, ['variants REQUIRED']],
  ['51 sizes', { variants: many(51, () => sizeInput()) }, ['variants TOO_LONG']],
  ['a size without SKU', size({ sku: '' }), ['variants.1.sku REQUIRED']],
  ['an SKU of 65 characters', size({ sku: 's'.repeat(65) }), ['variants.1.sku TOO_LONG']],
  ['a size without name', size({ name: '' }), ['variants.1.name REQUIRED']],
  ['nobody to feed', size({ servings: 0 }), ['variants.1.servings OUT_OF_RANGE']],
  ['too many to feed', size({ servings: 100_001 }), ['variants.1.servings OUT_OF_RANGE']],
  ['a negative price', size({ price: -1 }), ['variants.1.price OUT_OF_RANGE']],
  ['negative units', size({ productionUnits: -1 }), ['variants.1.productionUnits OUT_OF_RANGE']],
  ['too many units', size({ productionUnits: 100_001 }), ['variants.1.productionUnits OUT_OF_RANGE']],
  ['51 groups', { optionGroups: many(51, () => groupInput()) }, ['optionGroups TOO_LONG']],
  ['a group without name', group({ name: '' }), ['optionGroups.1.name REQUIRED']],
  ['a negative least', group({ minChoices: -1 }), ['optionGroups.1.minChoices OUT_OF_RANGE']],
  ['no choice at all', group({ minChoices: 0, maxChoices: 0 }), ['optionGroups.1.maxChoices OUT_OF_RANGE']],
  ['at least above at most', group({ minChoices: 2 }), ['optionGroups.1.maxChoices OUT_OF_RANGE']],
  [
    '51 options',
    group({ options: many(51, (index) => ({ name: `Option ${index}` })) }),
    ['optionGroups.1.options TOO_LONG'],
  ],
  ['an option without name', option({ name: '' }), ['optionGroups.1.options.1.name REQUIRED']],
  ['a negative surcharge', option({ surcharge: -1 }), ['optionGroups.1.options.1.surcharge OUT_OF_RANGE']],
  [
    'a must of which nothing can be had',
    group({ options: [{ name: 'Out', available: false }] }),
    ['optionGroups.1.minChoices OUT_OF_RANGE'],
  ],
  ['a must without options', group({ options: [] }), ['optionGroups.1.minChoices OUT_OF_RANGE']],
  ['a negative lead time', { leadDays: -1 }, ['leadDays OUT_OF_RANGE']],
  ['a lead time above a year', { leadDays: 366 }, ['leadDays OUT_OF_RANGE']],
  ['a season that ends before it begins', seasons, ['seasonUntil OUT_OF_RANGE']],
  ['room for no inscription', { inscriptionMaxLength: 0 }, ['inscriptionMaxLength OUT_OF_RANGE']],
  ['room for a novel', { inscriptionMaxLength: 501 }, ['inscriptionMaxLength OUT_OF_RANGE']],
  ['a negative tax', { taxRateBasisPoints: -1 }, ['taxRateBasisPoints OUT_OF_RANGE']],
  ['more tax than price', { taxRateBasisPoints: 10_001 }, ['taxRateBasisPoints OUT_OF_RANGE']],
  [
    'one SKU for two sizes',
    { variants: [sizeInput({ sku: 'A' }), sizeInput({ sku: 'B' }), sizeInput({ sku: ' A' })] },
    ['variants.2.sku DUPLICATE'],
  ],
  [
    'a lowest price that no order could hold',
    {
      variants: [sizeInput({ price: 2_147_483_647 })],
      optionGroups: [groupInput({ options: [{ name: 'Gold', surcharge: 1 }] })],
    },
    ['variants OUT_OF_RANGE'],
  ],
  [
    'several mistakes',
    { slug: '', name: '', leadDays: -1, variants: [sizeInput({ servings: 0 })] },
    ['leadDays OUT_OF_RANGE', 'slug MALFORMED', 'name REQUIRED', 'variants.0.servings OUT_OF_RANGE'],
  ],
]

test.each(WRONG)('a cake with %s is refused, new or changed', async (_what, wrong, expected) => {
  const right = cakeInput()
  expect(mistakes(await createCake(bakery.admin, { ...right, ...wrong }))).toEqual(expected)
  const { cake } = await createCake(bakery.admin, right)
  expect(mistakes(await updateCake(bakery.admin, { cakeId: cake.id, ...wrong }))).toEqual(expected)
  expect(await cakeBySlug(bakery.admin, right.slug)).toEqual(cake)
})

const AT_THE_LIMITS: [string, object][] = [
  ['a slug of 80 characters', { slug: 'a1'.repeat(40) }],
  ['the longest texts', { name: 'n'.repeat(200), description: 'd'.repeat(2000) }],
  ['the smallest numbers', { leadDays: 0, inscriptionMaxLength: 1, taxRateBasisPoints: 0 }],
  ['the largest numbers', { leadDays: 365, inscriptionMaxLength: 500, taxRateBasisPoints: 10_000 }],
  ['the smallest size', { variants: [sizeInput({ servings: 1, price: 0, productionUnits: 0 })] }],
  ['the largest size', { variants: [sizeInput({ servings: 100_000, productionUnits: 100_000 })] }],
  ['fifty sizes', { variants: many(50, () => sizeInput()) }],
  ['a season of one day', { seasonFrom: '2026-12-02', seasonUntil: '2026-12-02' }],
  [
    'an optional choice of what is out',
    group({ minChoices: 0, options: [{ name: 'Out', available: false }] }),
  ],
  ['a draft of a must without options', { status: 'DRAFT', ...group({ options: [] }) }],
]

test.each(AT_THE_LIMITS)('a cake with %s can be written', async (_what, limits) => {
  expect(await createCake(bakery.admin, cakeInput(limits))).toMatchObject({ __typename: 'CreateCakeSuccess' })
})

test('a number that is none and an address that is none do not reach the catalogue', async () => {
  const wrong = [
    { variants: [sizeInput({ price: 2_147_483_648 })] },
    { images: [{ url: 'javascript:alert(1)', alt: 'x' }] },
    { cutoff: '24:00' },
    { seasonFrom: '2026-02-30' },
    { name: null },
  ]
  for (const each of wrong) {
    const { errors } = await bakery.admin(CREATE_CAKE, { input: cakeInput(each) })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  }
})

test('only admins write cakes', async () => {
  const { cake } = await createCake(bakery.admin, cakeInput())
  for (const [query, input] of [
    [CREATE_CAKE, cakeInput()],
    [UPDATE_CAKE, { cakeId: cake.id, name: 'Mine' }],
  ] as const) {
    for (const [ask, code] of [
      [bakery.visitor, 'UNAUTHENTICATED'],
      [bakery.as(customer('eve')), 'FORBIDDEN'],
      [bakery.staff, 'FORBIDDEN'],
    ] as const) {
      expect((await ask(query, { input })).errors).toMatchObject([{ extensions: { code } }])
    }
  }
  expect(await cakeBySlug(bakery.admin, cake.slug)).toEqual(cake)
})
