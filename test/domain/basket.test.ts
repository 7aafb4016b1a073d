import { describe, expect, it } from 'vitest'
import { hasGoodShape } from '../../src/domain/basket.ts'
import { InputCheck } from '../../src/domain/text.ts'

const line = (quantity: number, options = 0) => ({
  variantId: 'small',
  quantity,
  optionIds: Array.from({ length: options }, (_, index) => `option-${index}`),
})

const lines = (count: number, quantity = 1) => Array.from({ length: count }, () => line(quantity))

const refusals = (items: ReturnType<typeof line>[]) => {
  const check = new InputCheck()
  expect(hasGoodShape(check, items)).toBe(check.fields.length === 0)
  return check.fields.map(({ code, path }) => `${code} ${path.join('.')}`)
}

describe('a basket', () => {
  it.each([
    ['of one cake', [line(1)]],
    ['of 50 lines', lines(50)],
    ['of 99 of a kind', [line(99)]],
    ['of 200 cakes', [line(99), line(99), line(2)]],
    ['with 50 options of a cake', [line(1, 50)]],
  ])('%s is fine', (_, items) => {
    expect(refusals(items)).toEqual([])
  })

  it.each([
    ['without lines', [], ['REQUIRED items']],
    ['of 51 lines', lines(51), ['TOO_LONG items']],
    ['of 51 lines, whatever else is wrong with them', lines(51, 0), ['TOO_LONG items']],
    ['with none of a cake', [line(1), line(0)], ['OUT_OF_RANGE items.1.quantity']],
    ['with less than none', [line(-1)], ['OUT_OF_RANGE items.0.quantity']],
    ['with 100 of a cake', [line(100)], ['OUT_OF_RANGE items.0.quantity']],
    ['of 201 cakes', [line(99), line(99), line(3)], ['OUT_OF_RANGE items']],
    [
      'of 201 cakes, made to look fewer',
      [line(99), line(99), line(3), line(-3)],
      ['OUT_OF_RANGE items.3.quantity', 'OUT_OF_RANGE items'],
    ],
    [
      'of 200 cakes and none of another',
      [line(99), line(99), line(2), line(0)],
      ['OUT_OF_RANGE items.3.quantity'],
    ],
    ['with 51 options of a cake', [line(1, 51)], ['TOO_LONG items.0.optionIds']],
  ])('%s is refused', (_, items, expected) => {
    expect(refusals(items)).toEqual(expected)
  })

  it('is told all its mistakes at once', () => {
    expect(refusals([line(0, 51), line(99), line(99), line(100, 51)])).toEqual([
      'OUT_OF_RANGE items.0.quantity',
      'TOO_LONG items.0.optionIds',
      'OUT_OF_RANGE items.3.quantity',
      'TOO_LONG items.3.optionIds',
      'OUT_OF_RANGE items',
    ])
  })
})
