import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { misfits, type Booking } from '../../src/domain/misfits.ts'
import { batchesOf, type BakeLine } from '../../src/domain/production.ts'
import { always } from './arbitraries.ts'
import { bakery, delivery, pickup, specialDays } from './samples.ts'

const MONDAY = '2026-06-01'

const booking = (startTime: string, units = 1, method: Booking['method'] = 'PICKUP') => ({
  method,
  startTime,
  units,
})

const bakeLine = (but: Partial<BakeLine> = {}): BakeLine => ({
  cakeName: 'Sacher',
  variantName: '20 cm',
  options: [],
  inscription: null,
  quantity: 1,
  allergens: [],
  ...but,
})

describe('what the kitchen makes', () => {
  it('is counted over all orders of the same cake, size and composition', () => {
    const lines = [
      bakeLine({ quantity: 2, allergens: ['MILK', 'EGGS'] }),
      bakeLine({ variantName: '30 cm' }),
      bakeLine({ quantity: 3, allergens: ['CELERY', 'EGGS'] }),
      bakeLine({ options: [{ groupName: 'Cream', name: 'Vanilla' }] }),
    ]
    const batches = batchesOf(lines)
    expect(
      batches.map(({ variantName, composition, quantity }) => [variantName, composition, quantity]),
    ).toEqual([
      ['20 cm', '', 5],
      ['20 cm', 'Cream: Vanilla', 1],
      ['30 cm', '', 1],
    ])
    expect(batches[0]!.allergens).toEqual(['CELERY', 'EGGS', 'MILK'])
  })

  it('names every group once, with all that was chosen of it', () => {
    const options = [
      { groupName: 'Filling', name: 'Raspberry' },
      { groupName: 'Frosting', name: 'Buttercream' },
      { groupName: 'Filling', name: 'Plum' },
    ]
    expect(batchesOf([bakeLine({ options })])[0]!.composition).toBe(
      'Filling: Raspberry, Plum; Frosting: Buttercream',
    )
  })

  it('has an inscription for each cake that gets one', () => {
    const lines = [
      bakeLine({ inscription: 'Zoë', quantity: 2 }),
      bakeLine(),
      bakeLine({ inscription: 'Ben' }),
    ]
    expect(batchesOf(lines)).toMatchObject([{ quantity: 4, inscriptions: ['Zoë', 'Zoë', 'Ben'] }])
  })

  it('is sorted by cake, size and composition, and is nothing where nothing is ordered', () => {
    const names = ['Sacher', 'Donauwelle', 'Princess'].map((cakeName) => bakeLine({ cakeName }))
    expect(batchesOf(names).map(({ cakeName }) => cakeName)).toEqual(['Donauwelle', 'Princess', 'Sacher'])
    expect(batchesOf([])).toEqual([])
  })
})

describe('orders of a day that is changed', () => {
  const nine = [booking('09:00', 4), booking('09:00', 3), booking('10:00', 2)]

  it('all fit a day that has room for them', () => {
    expect(misfits(bakery(), MONDAY, nine)).toEqual([])
    expect(misfits(bakery(), MONDAY, [booking('13:00', 10, 'DELIVERY')])).toEqual([])
  })

  it('no longer fit where the bakery is closed', () => {
    const calendar = bakery({ specialDays: specialDays({ [MONDAY]: { closed: true } }) })
    expect(misfits(calendar, MONDAY, nine)).toEqual(nine)
    expect(misfits(calendar, MONDAY, [booking('09:00', 0)])).toHaveLength(1)
  })

  it('no longer fit where their slot is gone', () => {
    const windows = [pickup('10:00', '12:00'), delivery('09:00', '10:00')]
    const calendar = bakery({ specialDays: specialDays({ [MONDAY]: { windows } }) })
    expect(misfits(calendar, MONDAY, nine)).toEqual(nine.slice(0, 2))
  })

  it('no longer fit where they came last to a slot that takes fewer', () => {
    const calendar = bakery({
      specialDays: specialDays({ [MONDAY]: { windows: [pickup('09:00', '12:00', 60, 1)] } }),
    })
    expect(misfits(calendar, MONDAY, nine)).toEqual([nine[1]])
  })

  it.each([
    [10, []],
    [9, []],
    [8, [2]],
    [7, [2]],
    [6, [1]],
    [4, [1, 2]],
    [0, [0, 1, 2]],
  ])(
    'no longer fit where they are too much for %i units, those that came last first',
    (capacity, indexes) => {
      const calendar = bakery({ specialDays: specialDays({ [MONDAY]: { capacity } }) })
      expect(misfits(calendar, MONDAY, nine)).toEqual(indexes.map((index) => nine[index]))
    },
  )

  it('that remain fit together, whatever was booked', () => {
    const any = fc.record({
      method: fc.constantFrom('PICKUP' as const, 'DELIVERY' as const),
      startTime: fc.constantFrom('09:00', '10:00', '11:00', '13:00', '14:00'),
      units: fc.integer({ min: 0, max: 4 }),
    })
    always(200, fc.array(any, { maxLength: 15 }), (booked) => {
      const outside = misfits(bakery(), MONDAY, booked)
      const inside = booked.filter((each) => !outside.includes(each))
      expect(inside.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(10)
      expect(misfits(bakery(), MONDAY, inside)).toEqual([])
      for (const group of Map.groupBy(inside, ({ method, startTime }) => `${method} ${startTime}`).values()) {
        expect(group.length).toBeLessThanOrEqual(2)
      }
    })
  })
})
