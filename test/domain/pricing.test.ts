import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GroupForSale } from '../../src/domain/cake.ts'
import { LARGEST_AMOUNT } from '../../src/domain/money.ts'
import { priceFrom, totalsOf, unitPrice, type PricedLine } from '../../src/domain/pricing.ts'
import { always } from './arbitraries.ts'
import { group, option } from './samples.ts'

const line = (total: number, taxRateBasisPoints: number, quantity = 1): PricedLine => ({
  unitPrice: total / quantity,
  quantity,
  total,
  taxRateBasisPoints,
})

const inside = { pricesIncludeTax: true, taxRateBasisPoints: 900 }
const onTop = { pricesIncludeTax: false, taxRateBasisPoints: 900 }

describe('a cake costs', () => {
  it.each([
    ['its size, with nothing chosen', 2000, [], 2000],
    ['the sum of what was chosen', 2000, [{ pricing: 'SUM', surcharges: [100, 250, 0] }], 2350],
    ['the dearest of what was chosen', 2000, [{ pricing: 'HIGHEST', surcharges: [100, 250, 0] }], 2250],
    ['nothing more for a group left out', 2000, [{ pricing: 'HIGHEST', surcharges: [] }], 2000],
    ['nothing more for another group left out', 2000, [{ pricing: 'SUM', surcharges: [] }], 2000],
    [
      'each group by its own rule',
      2000,
      [
        { pricing: 'SUM', surcharges: [1, 2] },
        { pricing: 'HIGHEST', surcharges: [10, 20] },
        { pricing: 'HIGHEST', surcharges: [300, 100] },
      ],
      2323,
    ],
  ] as const)('%s', (_, size, groups, expected) => {
    const chosen = groups.map(({ pricing, surcharges }) => ({ pricing, surcharges: [...surcharges] }))
    expect(unitPrice(size, chosen)).toBe(expected)
  })
})

describe('an order comes to', () => {
  it('lines and delivery, with the tax inside them', () => {
    expect(totalsOf([line(10_000, 900), line(900, 900)], 0, inside)).toEqual({
      subtotal: 10_900,
      deliveryFee: 0,
      tax: 900,
      total: 10_900,
    })
  })

  it('lines and delivery and, where prices hold none, the tax', () => {
    expect(totalsOf([line(10_000, 900), line(900, 900)], 500, onTop)).toEqual({
      subtotal: 10_900,
      deliveryFee: 500,
      tax: 1026,
      total: 12_426,
    })
  })

  it('tax that is rounded once per rate, not once per line', () => {
    const pennies = Array.from({ length: 10 }, () => line(5, 900))
    expect(totalsOf(pennies, 0, onTop).tax).toBe(5)
    expect(totalsOf(pennies, 0, inside).tax).toBe(4)
  })

  it('tax of each rate by itself', () => {
    expect(totalsOf([line(50, 100), line(50, 100), line(5, 1000)], 0, onTop).tax).toBe(2)
    expect(totalsOf([line(10_900, 900), line(12_100, 2100)], 0, inside).tax).toBe(3000)
    expect(totalsOf([line(10_000, 0)], 0, onTop)).toMatchObject({ tax: 0, total: 10_000 })
  })

  it('the delivery fee taxed at the rate of the bakery, together with the cakes of that rate', () => {
    expect(totalsOf([line(10_000, 2100)], 1000, onTop).tax).toBe(2190)
    expect(totalsOf([line(10_000, 0)], 1090, inside)).toMatchObject({
      tax: 90,
      total: 11_090,
      deliveryFee: 1090,
    })
    expect(totalsOf([line(5, 900)], 5, onTop).tax).toBe(1)
    expect(totalsOf([line(5, 901)], 5, onTop).tax).toBe(0)
  })

  const rates = fc.constantFrom(0, 500, 900, 2100, 10_000, 1)
  const order = fc.record({
    lines: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 60_000_000 }), fc.integer({ min: 1, max: 4 }), rates),
      {
        minLength: 1,
        maxLength: 50,
      },
    ),
    fee: fc.integer({ min: 0, max: 100_000_000 }),
    pricesIncludeTax: fc.boolean(),
    taxRateBasisPoints: rates,
  })

  it('what whole numbers without end come to, as far as an order may go', () => {
    always(400, order, ({ lines, fee, ...rules }) => {
      const priced = lines.map(([price, quantity, rate]) => line(price * quantity, rate, quantity))
      const exact = exactTotals(priced, fee, rules)
      const totals = totalsOf(priced, fee, rules)
      expect(totals.total > LARGEST_AMOUNT).toBe(exact.total > BigInt(LARGEST_AMOUNT))
      if (exact.total > BigInt(LARGEST_AMOUNT)) return
      expect(Object.values(totals).map(BigInt)).toEqual([exact.subtotal, BigInt(fee), exact.tax, exact.total])
    })
  })

  it('more than an order can hold, told as it is and not cut off', () => {
    const [rules, lines] = [{ ...onTop, taxRateBasisPoints: 10_000 }, [line(LARGEST_AMOUNT, 10_000)]]
    expect(totalsOf(lines, 1, rules).total).toBe(2 * (LARGEST_AMOUNT + 1))
    const most = Array.from({ length: 50 }, () => line(4 * LARGEST_AMOUNT, 900, 4))
    expect(totalsOf(most, LARGEST_AMOUNT, inside).total).toBe(201 * LARGEST_AMOUNT)
  })
})

function exactTotals(lines: PricedLine[], fee: number, rules: typeof inside) {
  const tax = [0, 1, 500, 900, 2100, 10_000].map((rate) => {
    const ofRate = lines.filter(({ taxRateBasisPoints }) => taxRateBasisPoints === rate)
    const amounts = [...ofRate.map(({ total }) => total), rate === rules.taxRateBasisPoints ? fee : 0]
    const dividend = 2n * amounts.reduce((sum, amount) => sum + BigInt(amount), 0n) * BigInt(rate)
    const divisor = 10_000n + (rules.pricesIncludeTax ? BigInt(rate) : 0n)
    return (dividend + divisor) / (2n * divisor)
  })
  const subtotal = lines.reduce(
    (sum, { unitPrice: price, quantity }) => sum + BigInt(price) * BigInt(quantity),
    0n,
  )
  const taxes = tax.reduce((sum, each) => sum + each, 0n)
  return { subtotal, tax: taxes, total: subtotal + BigInt(fee) + (rules.pricesIncludeTax ? 0n : taxes) }
}

describe('a cake can be had from', () => {
  const sizes = [{ price: 3000 }, { price: 2000 }, { price: 2500 }]
  const fillings = [
    option('cherry', { surcharge: 300 }),
    option('none left', { surcharge: 0, available: false }),
    option('plum', { surcharge: 100 }),
    option('apple', { surcharge: 200 }),
  ]

  it.each([
    ['its cheapest size', [], 2000],
    ['its cheapest size, where nothing must be chosen', [group('Filling', fillings)], 2000],
    ['with the cheapest filling that there is', [group('Filling', fillings, { minChoices: 1 })], 2100],
    ['with the two cheapest fillings', [group('Filling', fillings, { minChoices: 2 })], 2300],
    [
      'with two fillings of which the dearer counts',
      [group('Filling', fillings, { minChoices: 2, pricing: 'HIGHEST' })],
      2200,
    ],
  ] as const)('%s', (_, groups, expected) => {
    expect(priceFrom(sizes, [...groups])).toBe(expected)
  })

  const anyGroup = fc
    .record({
      surcharges: fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 5 }),
      soldOut: fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 2 }),
      pricing: fc.constantFrom('SUM' as const, 'HIGHEST' as const),
      min: fc.nat({ max: 5 }),
      more: fc.nat({ max: 2 }),
    })
    .map(({ surcharges, soldOut, pricing, min, more }): GroupForSale => {
      const minChoices = Math.min(min, surcharges.length)
      const options = [
        ...soldOut.map((surcharge) => option('gone', { surcharge, available: false })),
        ...surcharges.map((surcharge) => option('there', { surcharge })),
      ]
      return group('any', options, { pricing, minChoices, maxChoices: minChoices + more })
    })

  it('the least of all prices that it can be put together for', () => {
    const cake = fc.tuple(
      fc.array(fc.record({ price: fc.integer({ min: 0, max: 9000 }) }), { minLength: 1, maxLength: 3 }),
      fc.array(anyGroup, { maxLength: 3 }),
    )
    always(300, cake, ([variants, groups]) => {
      const cheapest = variants.map(({ price }) => price + groups.map(cheapestWay).reduce((a, b) => a + b, 0))
      expect(priceFrom(variants, groups)).toBe(Math.min(...cheapest))
    })
  })
})

/** Tries every choice that a group allows. */
function cheapestWay({ options, minChoices, maxChoices, pricing }: GroupForSale): number {
  const there = options.filter(({ available }) => available).map(({ surcharge }) => surcharge)
  const ways = Array.from({ length: 2 ** there.length }, (_, bits) =>
    there.filter((__, index) => (bits >> index) & 1),
  )
  const costs = ways
    .filter(({ length }) => length >= minChoices && length <= maxChoices)
    .map((way) => way.reduce((cost, each) => (pricing === 'SUM' ? cost + each : Math.max(cost, each)), 0))
  return Math.min(...costs)
}
