import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { earliestDate, isInSeason, isOpenOn, limitsOf } from '../../src/domain/lead-time.ts'
import { always, anyCalendar, anyInstant, anyNeed, anyNeeds } from './arbitraries.ts'
import { naiveEarliestDate, naiveLeadDate } from './naive.ts'
import { at, bakery, delivery, need, pickup, specialDays, week } from './samples.ts'

const earliest = (now: string, leadDays: number, cutoff: string | null = null, calendar = bakery()) =>
  earliestDate(calendar, [need({ leadDays, cutoff })], 'PICKUP', at(now))

const isOpen = (day: string, now: string) => isOpenOn(bakery(), day, 'PICKUP', at(now))

const inSeason = (
  seasonFrom: string | null,
  seasonUntil: string | null,
  leadDays = 1,
  bookingHorizonDays = 60,
) => {
  const needs = [need({ leadDays, seasonFrom, seasonUntil })]
  return earliestDate(bakery({ bookingHorizonDays }), needs, 'PICKUP', at('2026-06-01T10:00'))
}

const forAll = (leadDays: number[], now: string) =>
  earliestDate(
    bakery(),
    leadDays.map((days) => need({ leadDays: days })),
    'PICKUP',
    at(now),
  )

describe('lead days', () => {
  it.each([
    ['the same day', '2026-06-01T10:00', 0, '2026-06-01'],
    ['the next day', '2026-06-01T10:00', 1, '2026-06-02'],
    ['five days on', '2026-06-01T10:00', 5, '2026-06-06'],
    ['six working days on, past the Sunday', '2026-06-01T10:00', 6, '2026-06-08'],
    ['twelve working days on, past two Sundays', '2026-06-01T10:00', 12, '2026-06-15'],
    ['one working day after a Saturday', '2026-06-06T10:00', 1, '2026-06-08'],
    ['from Sunday morning as from Monday', '2026-06-07T08:00', 0, '2026-06-08'],
    ['from Sunday night as from Monday', '2026-06-07T23:59', 1, '2026-06-09'],
    ['from the first minute of Monday', '2026-06-08T00:00', 1, '2026-06-09'],
  ])('a cake is had %s', (_, now, leadDays, expected) => {
    expect(earliest(now, leadDays)).toBe(expected)
  })

  it.each([
    ['closed', { closed: true }, '2026-06-03'],
    ['without capacity', { capacity: 0 }, '2026-06-03'],
    ['closed though it has capacity', { closed: true, capacity: 10 }, '2026-06-03'],
    ['one of little capacity', { capacity: 1 }, '2026-06-02'],
  ])('with the next day %s, a cake that takes one working day is had on time', (_, tuesday, expected) => {
    const calendar = bakery({ specialDays: specialDays({ '2026-06-02': tuesday }) })
    expect(earliest('2026-06-01T10:00', 1, null, calendar)).toBe(expected)
  })

  it('a Sunday that works counts, though nothing is handed over on it', () => {
    const calendar = bakery({ specialDays: specialDays({ '2026-06-07': { capacity: 5 } }) })
    expect(earliest('2026-06-06T10:00', 1, null, calendar)).toBe('2026-06-08')
    expect(earliest('2026-06-06T10:00', 2, null, calendar)).toBe('2026-06-08')
    expect(earliest('2026-06-06T10:00', 3, null, calendar)).toBe('2026-06-09')
  })

  it('a day without windows counts, and the cake is had on the next that has some', () => {
    const calendar = bakery({ specialDays: specialDays({ '2026-06-02': { windows: [] } }) })
    expect(earliest('2026-06-01T10:00', 1, null, calendar)).toBe('2026-06-03')
    expect(earliest('2026-06-01T10:00', 2, null, calendar)).toBe('2026-06-03')
  })

  it('a day that opens but makes nothing is passed over', () => {
    const calendar = bakery({ windows: week([pickup('09:00', '12:00')]) })
    expect(earliest('2026-06-06T10:00', 1, null, calendar)).toBe('2026-06-08')
    expect(earliest('2026-06-06T12:00', 0, null, calendar)).toBe('2026-06-08')
  })

  it('the method decides on which days the bakery is open', () => {
    const saturdays = bakery({ windows: week([], { SATURDAY: [delivery('13:00', '15:00')] }) })
    const now = at('2026-06-01T10:00')
    expect(earliestDate(saturdays, [need({ leadDays: 1 })], 'DELIVERY', now)).toBe('2026-06-06')
    expect(earliestDate(saturdays, [need({ leadDays: 1 })], 'PICKUP', now)).toBeNull()
  })

  it('nothing can be had where the bakery never works', () => {
    const idle = bakery({ capacities: week(0) })
    expect(limitsOf(idle, [need()], at('2026-06-01T10:00')).leadDate).toBeNull()
    expect(earliest('2026-06-01T10:00', 0, null, idle)).toBeNull()
  })
})

describe('on the same day', () => {
  it.each([
    ['2026-06-01T10:59:59', '2026-06-01'],
    ['2026-06-01T11:00:00', '2026-06-02'],
    ['2026-06-01T23:59:59', '2026-06-02'],
    ['2026-06-06T11:00:00', '2026-06-08'],
  ])('at %s, with the last pickup at 11:00, a cake without lead time is had on %s', (now, expected) => {
    expect(earliest(now, 0)).toBe(expected)
  })

  it('the bakery is open as long as a slot still starts in the future', () => {
    expect(isOpen('2026-06-01', '2026-06-01T10:59:59.999')).toBe(true)
    expect(isOpen('2026-06-01', '2026-06-01T11:00')).toBe(false)
    expect(isOpen('2026-06-02', '2026-06-01T11:00')).toBe(true)
    expect(isOpen('2026-06-07', '2026-06-01T11:00')).toBe(false)
  })
})

describe('the cutoff', () => {
  it.each([
    ['a second before', '2026-06-01T11:59:59', '2026-06-02'],
    ['sharp on it', '2026-06-01T12:00:00', '2026-06-02'],
    ['a nanosecond later', '2026-06-01T12:00:00.000000001', '2026-06-03'],
    ['a microsecond later', '2026-06-01T12:00:00.000001', '2026-06-03'],
    ['a millisecond later', '2026-06-01T12:00:00.001', '2026-06-03'],
    ['a second later', '2026-06-01T12:00:01', '2026-06-03'],
    ['a minute later', '2026-06-01T12:01:00', '2026-06-03'],
    ['an hour before, at half past', '2026-06-01T11:30:00', '2026-06-02'],
    ['in the evening', '2026-06-01T23:59:59', '2026-06-03'],
    ['in the first minute of the day', '2026-06-01T00:00:00', '2026-06-02'],
  ])('of 12:00: an order %s is had, one working day on, on its day', (_, now, expected) => {
    expect(earliest(now, 1, '12:00')).toBe(expected)
  })

  it.each([
    ['missed on a Saturday, the order counts as of Monday', '2026-06-06T12:01', 1, '2026-06-09'],
    ['made on a Saturday, the order counts as of Saturday', '2026-06-06T12:00', 1, '2026-06-08'],
    ['missed on a Sunday, the order counts as of Monday all the same', '2026-06-07T23:00', 1, '2026-06-09'],
    ['made on a Sunday, the order counts as of Monday too', '2026-06-07T09:00', 1, '2026-06-09'],
    ['missed, a cake of the same day is one of the next', '2026-06-01T12:01', 0, '2026-06-02'],
  ])('%s', (_, now, leadDays, expected) => {
    expect(earliest(now, leadDays, '12:00')).toBe(expected)
  })

  it('is read off the clock of the bakery', () => {
    const calendar = bakery({ timeZone: 'America/New_York' })
    const soon = (now: string) =>
      earliestDate(calendar, [need({ leadDays: 1, cutoff: '12:00' })], 'PICKUP', Temporal.Instant.from(now))
    expect(soon('2026-06-01T16:00:00Z')).toBe('2026-06-02')
    expect(soon('2026-06-01T16:00:01Z')).toBe('2026-06-03')
  })
})

describe('season and horizon', () => {
  it.each([
    ['open on both sides', null, null, '2026-06-02'],
    ['from a later day on', '2026-06-10', null, '2026-06-10'],
    ['from a Sunday on', '2026-06-14', null, '2026-06-15'],
    ['from the day that the lead time allows', '2026-06-02', null, '2026-06-02'],
    ['from the past on', '2026-05-01', null, '2026-06-02'],
    ['until the day that the lead time allows', null, '2026-06-02', '2026-06-02'],
    ['until the day before', null, '2026-06-01', null],
    ['of one day', '2026-06-10', '2026-06-10', '2026-06-10'],
    ['of one Sunday', '2026-06-14', '2026-06-14', null],
  ])('a cake with a season %s', (_, from, until, expected) => {
    expect(inSeason(from, until)).toBe(expected)
  })

  it.each([
    ['on the horizon', null, null, 1, 1, '2026-06-02'],
    ['behind the horizon', null, null, 2, 1, null],
    ['behind the horizon, though in season', null, '2026-06-30', 2, 1, null],
    ['with a season that starts on the horizon', '2026-06-03', null, 0, 2, '2026-06-03'],
    ['with a season that starts behind the horizon', '2026-06-04', null, 0, 2, null],
  ])('a cake %s', (_, from, until, leadDays, days, expected) => {
    expect(inSeason(from, until, leadDays, days)).toBe(expected)
  })

  it.each([
    ['Stollen in October for December', '2026-12-01', '2026-12-24', true],
    ['that begins on the horizon', '2026-12-14', null, true],
    ['that begins a day behind it', '2026-12-15', null, false],
    ['that ends today', null, '2026-10-15', true],
    ['that ended yesterday', null, '2026-10-14', false],
    ['around both ends', '2026-01-01', '2026-12-31', true],
    ['without ends', null, null, true],
  ])('a season %s', (_, seasonFrom, seasonUntil, isOnSale) => {
    const now = at('2026-10-15T23:59:59')
    expect(isInSeason(bakery(), need({ seasonFrom, seasonUntil }), now)).toBe(isOnSale)
  })
})

describe('a basket', () => {
  const now = at('2026-06-01T13:00')

  it('waits for the cake that takes longest', () => {
    for (const leadDays of [
      [1, 3],
      [3, 1],
      [2, 3, 1],
    ]) {
      expect(forAll(leadDays, '2026-06-01T13:00')).toBe('2026-06-04')
    }
  })

  it('with a cake that takes years cannot be had, however soon the others can', () => {
    const mondays = bakery({ capacities: week(0, { MONDAY: 10 }) })
    const [soon, never] = [need({ leadDays: 1 }), need({ leadDays: 365 })]
    expect(limitsOf(mondays, [soon], now).leadDate).toBe('2026-06-08')
    for (const needs of [
      [soon, never],
      [never, soon],
    ]) {
      expect(limitsOf(mondays, needs, now).leadDate).toBeNull()
    }
  })

  it('keeps to the cutoff of each cake by itself', () => {
    const missed = need({ leadDays: 1, cutoff: '12:00' })
    const made = need({ leadDays: 1, cutoff: '14:00' })
    expect(limitsOf(bakery(), [missed], now).leadDate).toBe('2026-06-03')
    expect(limitsOf(bakery(), [made], now).leadDate).toBe('2026-06-02')
    expect(limitsOf(bakery(), [made, missed], now).leadDate).toBe('2026-06-03')
    expect(limitsOf(bakery(), [missed, need({ leadDays: 3 })], now).leadDate).toBe('2026-06-04')
  })

  it('has the season that all its cakes share', () => {
    const spring = need({ seasonFrom: '2026-03-01', seasonUntil: '2026-06-20' })
    const summer = need({ seasonFrom: '2026-06-10', seasonUntil: '2026-08-31' })
    expect(limitsOf(bakery(), [spring, summer, need()], now)).toEqual({
      today: '2026-06-01',
      leadDate: '2026-06-01',
      horizon: '2026-07-31',
      seasonFrom: '2026-06-10',
      seasonUntil: '2026-06-20',
    })
  })

  it('whose seasons do not meet cannot be had', () => {
    const until = need({ seasonUntil: '2026-06-09' })
    expect(earliestDate(bakery(), [until, need({ seasonFrom: '2026-06-10' })], 'PICKUP', now)).toBeNull()
    expect(earliestDate(bakery(), [until, need({ seasonFrom: '2026-06-09' })], 'PICKUP', now)).toBe(
      '2026-06-09',
    )
  })
})

describe('by the plainest reckoning', () => {
  it('the lead time of any cake in any bakery comes to the same date', () => {
    always(150, fc.tuple(anyCalendar, anyNeed, anyInstant), ([calendar, cake, now]) => {
      const expected = naiveLeadDate(calendar, cake, now.epochMilliseconds) ?? null
      expect(limitsOf(calendar, [cake], now).leadDate).toBe(expected)
    })
  })

  it('the earliest date of any basket in any bakery is the same', () => {
    always(60, fc.tuple(anyCalendar, anyNeeds, anyInstant), ([calendar, needs, now]) => {
      for (const method of ['PICKUP', 'DELIVERY'] as const) {
        const expected = naiveEarliestDate(calendar, needs, method, now.epochMilliseconds)
        expect(earliestDate(calendar, needs, method, now)).toBe(expected)
      }
    })
  })
})
