import { queryObjects } from 'node:v8'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, LARGEST_AMOUNT, minorDigitsOf, taxInside, taxOnTop } from '../../src/domain/money.ts'
import { always } from './arbitraries.ts'

/** Half up, in whole numbers without end. */
const divided = (dividend: bigint, divisor: bigint): number => {
  const whole = dividend / divisor
  return Number((dividend % divisor) * 2n >= divisor ? whole + 1n : whole)
}

describe('tax inside a price', () => {
  it.each([
    [10_900, 900, 900],
    [12_100, 2100, 2100],
    [0, 900, 0],
    [4250, 0, 0],
    [100, 10_000, 50],
    [1, 10_000, 1],
    [3, 10_000, 2],
    [6, 900, 0],
    [7, 900, 1],
    [105, 500, 5],
    [10, 500, 0],
    [11, 500, 1],
    [2_147_483_647, 900, 177_315_164],
  ])('of %i minor units at %i hundredths of a percent is %i', (amount, rate, tax) => {
    expect(taxInside(amount, rate)).toBe(tax)
  })
})

describe('tax on top of a price', () => {
  it.each([
    [10_000, 900, 900],
    [0, 900, 0],
    [4250, 0, 0],
    [49, 100, 0],
    [50, 100, 1],
    [149, 100, 1],
    [150, 100, 2],
    [5, 900, 0],
    [6, 900, 1],
    [1, 4999, 0],
    [1, 5000, 1],
    [2_147_483_647, 10_000, 2_147_483_647],
  ])('of %i minor units at %i hundredths of a percent is %i', (amount, rate, tax) => {
    expect(taxOnTop(amount, rate)).toBe(tax)
  })
})

describe('any tax', () => {
  const amount = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: LARGEST_AMOUNT }))
  const rate = fc.integer({ min: 0, max: 10_000 })

  it('is exact to the minor unit up to the largest amount', () => {
    always(1000, fc.tuple(amount, rate), ([price, points]) => {
      const [exact, share] = [BigInt(price), BigInt(points)]
      expect(taxInside(price, points)).toBe(divided(exact * share, 10_000n + share))
      expect(taxOnTop(price, points)).toBe(divided(exact * share, 10_000n))
    })
  })

  it('laid on top of a price is found inside the sum again', () => {
    const price = fc.integer({ min: 0, max: 2 ** 30 - 1 })
    always(1000, fc.tuple(price, rate), ([net, points]) => {
      const tax = taxOnTop(net, points)
      expect(taxInside(net + tax, points)).toBe(tax)
    })
  })

  it('the largest amount is the largest that four bytes hold', () => {
    expect(LARGEST_AMOUNT).toBe(2 ** 31 - 1)
  })
})

describe('money as people write it', () => {
  it.each([
    [4250, 'EUR', 'nl-NL', '€ 42,50'],
    [4250, 'EUR', 'de-DE', '42,50 €'],
    [4250, 'EUR', 'en-IE', '€42.50'],
    [5, 'EUR', 'en-IE', '€0.05'],
    [0, 'EUR', 'en-IE', '€0.00'],
    [4250, 'JPY', 'ja-JP', '￥4,250'],
    [4250, 'BHD', 'en', 'BHD 4.250'],
    [2_147_483_647, 'EUR', 'nl-NL', '€ 21.474.836,47'],
  ])('%i minor units of %s in %s are %s', (amount, currency, locale, expected) => {
    expect(formatMoney(amount, currency, locale)?.replace(/[\u00a0\u202f]/g, ' ')).toBe(expected)
  })

  it.each([
    '',
    'x',
    'nl_NL',
    'nl-NL-',
    '-',
    'toolonglanguage',
    'en-US-u-',
    'nl NL',
    'null-',
    '42',
    'en-'.repeat(40),
  ])('a locale %j is none', (locale) => {
    expect(formatMoney(4250, 'EUR', locale)).toBeUndefined()
  })

  it('a locale has at most 35 characters', () => {
    expect(formatMoney(100, 'EUR', `en-x-${'abcdefgh-'.repeat(3)}abc`)).toBe('€1.00')
    expect(formatMoney(100, 'EUR', `en-x-${'abcdefgh-'.repeat(3)}abcd`)).toBeUndefined()
  })

  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['BHD', 3],
  ])('%s has %i digits of minor units', (currency, digits) => {
    expect(minorDigitsOf(currency)).toBe(digits)
  })

  it('the same locale is read the same however often it is asked for', () => {
    const told = Array.from({ length: 3 }, () => formatMoney(123_456, 'EUR', 'de-AT'))
    expect(new Set(told).size).toBe(1)
    expect(formatMoney(123_456, 'CHF', 'de-AT')).toContain('CHF')
  })

  it('thousands of locales are answered without keeping thousands of formatters', () => {
    for (let index = 0; index < 3000; index++) {
      expect(formatMoney(4250, 'EUR', `en-x-a${index}`)).toBe('€42.50')
    }
    expect(formatMoney(4250, 'EUR', 'nl-NL')).toContain('42,50')
    expect(queryObjects(Intl.NumberFormat, { format: 'count' })).toBeLessThan(200)
  })
})
