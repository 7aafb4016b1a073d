import { describe, expect, it } from 'vitest'
import { uniteAllergens } from '../../src/domain/cake.ts'
import { compose, demandOf, type BasketItem } from '../../src/domain/composition.ts'
import { InvalidInput, UnavailableItems } from '../../src/domain/refusals.ts'
import { cake, group, option } from './samples.ts'

const blackForest = cake('black-forest', {
  name: 'Black Forest',
  leadDays: 2,
  allergens: ['MILK', 'EGGS', 'GLUTEN'],
  inscriptionMaxLength: 10,
  taxRateBasisPoints: 0,
  variants: [
    { id: 'bf-small', name: '20 cm', price: 3000, productionUnits: 2 },
    { id: 'bf-large', name: '30 cm', price: 5000, productionUnits: 5 },
  ],
  groups: [
    group(
      'Filling',
      [
        option('cherry', { surcharge: 100 }),
        option('marzipan', { surcharge: 300, allergens: ['TREE_NUTS'] }),
        option('plum', { surcharge: 0, available: false }),
      ],
      { minChoices: 1, maxChoices: 2, pricing: 'HIGHEST' },
    ),
    group('Topping', [
      option('flakes', { surcharge: 50 }),
      option('nuts', { surcharge: 70, allergens: ['PEANUTS'] }),
    ]),
  ],
})
const sacher = cake('sacher', {
  name: 'Sacher',
  allergens: ['EGGS'],
  groups: [group('Cream', [option('cream', { surcharge: 40, allergens: ['MILK'] })])],
})
const onSale = [blackForest, sacher]

const item = (variantId: string, optionIds: string[] = [], but: Partial<BasketItem> = {}): BasketItem => ({
  variantId,
  quantity: 1,
  optionIds,
  ...but,
})

const cherry = (but: Partial<BasketItem> = {}) => item('bf-small', ['cherry'], but)

function refusalOf(...items: BasketItem[]): string[] {
  try {
    compose(items, onSale, 900)
  } catch (error) {
    if (error instanceof InvalidInput)
      return error.fields.map(({ code, path }) => `${code} ${path.join('.')}`)
    if (error instanceof UnavailableItems)
      return error.items.map(({ itemIndex }) => `UNAVAILABLE ${itemIndex}`)
    throw error
  }
  return []
}

const unavailable = (...items: BasketItem[]) => {
  try {
    return compose(items, onSale, 900)
  } catch (error) {
    return (error as UnavailableItems).items
  }
}

describe('a composed line', () => {
  it('names, prices and warns as the cake, the size and the options do', () => {
    const chosen = item('bf-large', ['nuts', 'marzipan', 'cherry'], {
      quantity: 3,
      inscription: ' Zoe\u0308 ',
    })
    const [line] = compose([chosen], onSale, 900)
    expect(line).toEqual({
      cake: blackForest,
      variantId: 'bf-large',
      variantName: '30 cm',
      options: [
        { id: 'cherry', groupName: 'Filling', name: 'cherry', surcharge: 100, allergens: [] },
        { id: 'marzipan', groupName: 'Filling', name: 'marzipan', surcharge: 300, allergens: ['TREE_NUTS'] },
        { id: 'nuts', groupName: 'Topping', name: 'nuts', surcharge: 70, allergens: ['PEANUTS'] },
      ],
      inscription: 'Zoë',
      quantity: 3,
      unitPrice: 5370,
      total: 16_110,
      taxRateBasisPoints: 0,
      allergens: ['EGGS', 'GLUTEN', 'MILK', 'PEANUTS', 'TREE_NUTS'],
      productionUnits: 5,
    })
  })

  it('takes the tax rate of the bakery where the cake has none', () => {
    const lines = compose([item('sacher-small'), cherry()], onSale, 900)
    expect(lines.map(({ taxRateBasisPoints }) => taxRateBasisPoints)).toEqual([900, 0])
  })

  it('has no inscription, options or further allergens where none are asked for', () => {
    const [line] = compose([item('sacher-small')], onSale, 900)
    expect(line).toMatchObject({
      inscription: null,
      options: [],
      allergens: ['EGGS'],
      unitPrice: 2000,
      total: 2000,
    })
  })

  it('stands beside others of the same cake', () => {
    const lines = compose([cherry(), item('sacher-small', ['cream']), cherry({ quantity: 2 })], onSale, 900)
    expect(lines.map(({ total }) => total)).toEqual([3100, 2040, 6200])
    expect(lines.map(({ variantName }) => variantName)).toEqual(['20 cm', 'Small', '20 cm'])
  })
})

describe('what a basket asks of the calendar', () => {
  it('is each of its cakes once, and the production units of all', () => {
    const lines = compose(
      [cherry({ quantity: 3 }), item('bf-large', ['cherry'], { quantity: 2 }), item('sacher-small')],
      onSale,
      900,
    )
    expect(demandOf(lines)).toEqual({ needs: [blackForest, sacher], units: 3 * 2 + 2 * 5 + 1 })
  })

  it('is nothing for nothing', () => {
    expect(demandOf([])).toEqual({ needs: [], units: 0 })
  })
})

describe('what cannot be ordered', () => {
  it('answers alike whether an option is unknown or sold out', () => {
    expect(unavailable(item('bf-small', ['plum']))).toEqual(unavailable(item('bf-small', ['never-was'])))
    expect(unavailable(item('bf-small', ['plum']))).toEqual([
      { itemIndex: 0, message: expect.any(String) as string },
    ])
  })

  it('is told of every such line at once, each line once', () => {
    const lines = [
      item('never-was'),
      cherry(),
      item('bf-small', ['plum', 'never-was']),
      item('never-was', ['plum']),
      item('bf-small', ['cherry', 'plum']),
    ]
    expect(refusalOf(...lines)).toEqual(['UNAVAILABLE 0', 'UNAVAILABLE 2', 'UNAVAILABLE 3', 'UNAVAILABLE 4'])
  })

  it('goes before choices that do not fit together', () => {
    expect(refusalOf(item('bf-small'), item('never-was'))).toEqual(['UNAVAILABLE 1'])
  })
})

describe('choices that do not fit together', () => {
  it.each([
    ['too few of a group', item('bf-small'), ['TOO_SHORT items.0.optionIds']],
    [
      'none of that group, though some of another',
      item('bf-small', ['nuts']),
      ['TOO_SHORT items.0.optionIds'],
    ],
    ['the same option twice', item('bf-small', ['cherry', 'cherry']), ['DUPLICATE items.0.optionIds.1']],
    [
      'the same option three times',
      item('bf-small', ['cherry', 'nuts', 'cherry', 'cherry']),
      ['DUPLICATE items.0.optionIds.2', 'DUPLICATE items.0.optionIds.3'],
    ],
    ['an option of another cake', item('bf-small', ['cherry', 'cream']), ['NOT_ALLOWED items.0.optionIds.1']],
    [
      'an inscription on a cake that takes none',
      item('sacher-small', [], { inscription: 'Zoë' }),
      ['NOT_ALLOWED items.0.inscription'],
    ],
    [
      'an inscription that does not fit',
      cherry({ inscription: '12345678901' }),
      ['TOO_LONG items.0.inscription'],
    ],
    ['an inscription that is broken', cherry({ inscription: '\ud800' }), ['MALFORMED items.0.inscription']],
  ])('%s: refused', (_, asked, expected) => {
    expect(refusalOf(asked)).toEqual(expected)
  })

  it('more of a group than it allows are refused, just as many are not', () => {
    const choosy = {
      ...sacher,
      groups: [
        group(
          'Cream',
          ['a', 'b', 'c'].map((id) => option(id)),
          { maxChoices: 2 },
        ),
      ],
    }
    expect(compose([item('sacher-small', ['a', 'c'])], [choosy], 900)).toHaveLength(1)
    expect(() => compose([item('sacher-small', ['a', 'b', 'c'])], [choosy], 900)).toThrow('at most 2')
  })

  it('an option chosen twice counts once', () => {
    const two = {
      ...sacher,
      groups: [
        group(
          'Cream',
          ['a', 'b'].map((id) => option(id)),
          { minChoices: 2 },
        ),
      ],
    }
    expect(() => compose([item('sacher-small', ['a', 'a'])], [two], 900)).toThrow(/twice.*at least 2/)
  })

  it('an empty inscription is none, also on a cake that takes none', () => {
    expect(refusalOf(item('sacher-small', [], { inscription: '  ' }), cherry({ inscription: null }))).toEqual(
      [],
    )
  })

  it('are all told at once, line by line', () => {
    const lines = [
      item('bf-small', ['cream', 'cream'], { inscription: 'much too long' }),
      item('sacher-small', ['cream']),
      item('sacher-small', ['cherry'], { inscription: 'Zoë' }),
    ]
    expect(refusalOf(...lines)).toEqual([
      'NOT_ALLOWED items.0.optionIds.0',
      'DUPLICATE items.0.optionIds.1',
      'TOO_SHORT items.0.optionIds',
      'TOO_LONG items.0.inscription',
      'NOT_ALLOWED items.2.optionIds.0',
      'NOT_ALLOWED items.2.inscription',
    ])
  })
})

describe('allergens', () => {
  it('of several lists are told once each, in the order of the regulation', () => {
    expect(uniteAllergens([['TREE_NUTS', 'EGGS'], [], ['CELERY', 'EGGS']])).toEqual([
      'CELERY',
      'EGGS',
      'TREE_NUTS',
    ])
    expect(uniteAllergens([])).toEqual([])
  })
})
