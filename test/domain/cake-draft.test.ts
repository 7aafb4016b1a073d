import { describe, expect, it } from 'vitest'
import {
  lowestPrice,
  readCakeDraft,
  type CakeDraft,
  type DraftGroup,
  type DraftVariant,
} from '../../src/domain/cake-draft.ts'
import { LARGEST_AMOUNT } from '../../src/domain/money.ts'
import { option, reading } from './samples.ts'

const variant = (but: Partial<DraftVariant> = {}): DraftVariant => ({
  id: null,
  sku: 'S-20',
  name: '20 cm',
  servings: 8,
  price: 3000,
  productionUnits: 2,
  ...but,
})

const choices = (but: Partial<DraftGroup> = {}): DraftGroup => ({
  id: null,
  name: 'Filling',
  minChoices: 1,
  maxChoices: 1,
  pricing: 'SUM',
  options: [option('plum', { surcharge: 100 })],
  ...but,
})

const cake = (but: Partial<CakeDraft> = {}) => {
  const draft: CakeDraft = {
    slug: 'sacher',
    name: 'Sacher',
    description: '',
    status: 'ACTIVE',
    categories: [],
    images: [],
    allergens: [],
    diets: [],
    variants: [variant()],
    optionGroups: [],
    leadDays: 1,
    cutoff: null,
    seasonFrom: null,
    seasonUntil: null,
    inscriptionMaxLength: null,
    taxRateBasisPoints: null,
    ...but,
  }
  return reading((check) => readCakeDraft(check, draft))
}

const named = (sku: number, category: number) =>
  cake({ variants: [variant({ sku: 's'.repeat(sku) })], categories: ['c'.repeat(category)] }).codes

describe('a cake that is written', () => {
  it('is cleaned: names trimmed, allergens and diets in their order and once', () => {
    const { value, codes } = cake({
      name: ' Zoe\u0308s ',
      description: ' Dark.\r\nRich. ',
      allergens: ['MILK', 'EGGS', 'MILK'],
      diets: ['VEGAN', 'HALAL', 'VEGAN'],
      variants: [variant({ sku: ' S ', name: ' 20 cm ' })],
      optionGroups: [
        choices({ name: ' Filling ', options: [option(' plum ', { allergens: ['SOYBEANS', 'EGGS'] })] }),
      ],
      images: [{ url: 'https://example.nl/sacher.svg', alt: ' Sacher ' }],
    })
    expect(codes).toEqual([])
    expect(value).toMatchObject({
      name: 'Zoës',
      description: 'Dark.\nRich.',
      allergens: ['EGGS', 'MILK'],
      diets: ['HALAL', 'VEGAN'],
      variants: [{ sku: 'S', name: '20 cm' }],
      optionGroups: [{ name: 'Filling', options: [{ name: 'plum', allergens: ['EGGS', 'SOYBEANS'] }] }],
      images: [{ alt: 'Sacher' }],
    })
  })

  it.each(['sacher', 'black-forest-2', '7', 'a'.repeat(80)])('may be addressed as %s', (slug) => {
    expect(cake({ slug }).codes).toEqual([])
  })

  it.each(['', 'Sacher', 'sacher-', '-sacher', 'black--forest', 'zoë', 'a b', 'a\n', 'a'.repeat(81)])(
    'may not be addressed as %j',
    (slug) => {
      expect(cake({ slug }).codes).toEqual(['MALFORMED slug'])
    },
  )

  it.each<[string, Partial<CakeDraft>, string[]]>([
    ['same day', { leadDays: 0 }, []],
    ['a year of lead time', { leadDays: 365 }, []],
    ['more than a year of it', { leadDays: 366 }, ['OUT_OF_RANGE leadDays']],
    ['lead time before the order', { leadDays: -1 }, ['OUT_OF_RANGE leadDays']],
    ['a season of a day', { seasonFrom: '2026-12-01', seasonUntil: '2026-12-01' }, []],
    [
      'a season backwards',
      { seasonFrom: '2026-12-02', seasonUntil: '2026-12-01' },
      ['OUT_OF_RANGE seasonUntil'],
    ],
    ['a season without an end', { seasonFrom: '2026-12-02' }, []],
    ['no size', { variants: [] }, ['REQUIRED variants']],
    ['no size, while it is a draft', { variants: [], status: 'DRAFT' }, []],
    [
      '51 categories',
      { categories: Array.from({ length: 51 }, (_, index) => `c${index}`) },
      ['TOO_LONG categories'],
    ],
    ['a category twice', { categories: ['a', 'b', 'a'] }, ['DUPLICATE categories.2']],
    ['a SKU twice', { variants: [variant(), variant()] }, ['DUPLICATE variants.1.sku']],
    [
      'units below nothing',
      { variants: [variant({ productionUnits: -1 })] },
      ['OUT_OF_RANGE variants.0.productionUnits'],
    ],
    [
      'a surcharge below nothing',
      { optionGroups: [choices({ options: [option('a', { surcharge: -1 })] })] },
      ['OUT_OF_RANGE optionGroups.0.options.0.surcharge'],
    ],
    [
      'more at least than at most',
      { optionGroups: [choices({ minChoices: 2, options: [option('a'), option('b')] })] },
      ['OUT_OF_RANGE optionGroups.0.maxChoices'],
    ],
    [
      'a group to choose nothing of',
      { optionGroups: [choices({ minChoices: 0, maxChoices: 0 })] },
      ['OUT_OF_RANGE optionGroups.0.maxChoices'],
    ],
    [
      'a choice that nobody can make',
      { optionGroups: [choices({ options: [option('a', { available: false })] })] },
      ['OUT_OF_RANGE optionGroups.0.minChoices'],
    ],
    ['such a choice, while it is a draft', { status: 'DRAFT', optionGroups: [choices({ options: [] })] }, []],
    [
      'a lowest price that no order holds',
      {
        variants: [variant({ price: LARGEST_AMOUNT })],
        optionGroups: [choices({ options: [option('a', { surcharge: 1 })] })],
      },
      ['OUT_OF_RANGE variants'],
    ],
  ])('with %s: %j', (_, but, codes) => {
    expect(cake(but).codes).toEqual(codes)
  })

  it.each<[string, (value: number) => Partial<CakeDraft>, number, number]>([
    ['leadDays', (leadDays) => ({ leadDays }), 0, 365],
    ['inscriptionMaxLength', (inscriptionMaxLength) => ({ inscriptionMaxLength }), 1, 500],
    ['taxRateBasisPoints', (taxRateBasisPoints) => ({ taxRateBasisPoints }), 0, 10_000],
    ['variants.0.servings', (servings) => ({ variants: [variant({ servings })] }), 1, 100_000],
    ['variants.0.price', (price) => ({ variants: [variant({ price })], status: 'DRAFT' }), 0, LARGEST_AMOUNT],
    [
      'variants.0.productionUnits',
      (units) => ({ variants: [variant({ productionUnits: units })] }),
      0,
      100_000,
    ],
  ])('its %s are held to their limits, both included', (path, but, least, most) => {
    expect([cake(but(least)).codes, cake(but(most)).codes]).toEqual([[], []])
    expect(cake(but(least - 1)).codes).toEqual([`OUT_OF_RANGE ${path}`])
    expect(cake(but(most + 1)).codes).toContain(`OUT_OF_RANGE ${path}`)
  })

  it('has a SKU of 64 and categories of 60 characters at most', () => {
    expect(named(64, 60)).toEqual([])
    expect(named(65, 61)).toEqual(['TOO_LONG categories.0', 'TOO_LONG variants.0.sku'])
  })

  it('can be had from its lowest price, and from nothing while it has no size', () => {
    expect(lowestPrice({ variants: [variant(), variant({ price: 2500 })], optionGroups: [choices()] })).toBe(
      2600,
    )
    expect(lowestPrice({ variants: [], optionGroups: [choices()] })).toBe(0)
  })
})
