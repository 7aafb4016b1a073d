import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  capacityOn,
  daysBetween,
  findSlot,
  FULFILMENT_METHODS,
  horizon,
  isWorkingDay,
  slotsOn,
  today,
  weekdayOf,
  windowsOn,
} from '../../src/domain/calendar.ts'
import { always, anyCalendar, anyDate } from './arbitraries.ts'
import { naiveSlots, slotInNumbers } from './naive.ts'
import { bakery, delivery, pickup, specialDays, week } from './samples.ts'

const starts = (...given: Parameters<typeof slotsOn>): string[] =>
  slotsOn(...given).map(({ startTime }) => startTime)

describe('dates', () => {
  it.each([
    ['Europe/Amsterdam', '2026-06-01T21:59:59Z', '2026-06-01'],
    ['Europe/Amsterdam', '2026-06-01T22:00:00Z', '2026-06-02'],
    ['America/New_York', '2026-06-01T22:00:00Z', '2026-06-01'],
    ['Pacific/Auckland', '2026-06-01T12:00:00Z', '2026-06-02'],
  ])('in %s the bakery reads %s as %s', (timeZone, instant, expected) => {
    expect(today(bakery({ timeZone }), Temporal.Instant.from(instant))).toBe(expected)
  })

  it.each([
    ['2026-06-01', 'MONDAY'],
    ['2026-06-02', 'TUESDAY'],
    ['2026-06-03', 'WEDNESDAY'],
    ['2026-06-04', 'THURSDAY'],
    ['2026-06-05', 'FRIDAY'],
    ['2026-06-06', 'SATURDAY'],
    ['2026-06-07', 'SUNDAY'],
  ])('%s is a %s', (day, weekday) => {
    expect(weekdayOf(day)).toBe(weekday)
  })

  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-06-01', 0, '2026-06-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ])('%s and %i days is %s', (from, days, expected) => {
    expect(addDays(from, days)).toBe(expected)
    expect(daysBetween(from, expected)).toBe(days)
  })

  it('counts as many days between two dates as it takes to get from one to the other', () => {
    always(200, fc.tuple(anyDate, anyDate), ([from, to]) => {
      expect(addDays(from, daysBetween(from, to))).toBe(to)
    })
  })

  it('orders are taken up to the horizon, counted from the local today', () => {
    const now = Temporal.Instant.from('2026-06-01T22:30:00Z')
    expect(horizon(bakery({ bookingHorizonDays: 30 }), now)).toBe('2026-07-02')
    expect(horizon(bakery({ bookingHorizonDays: 0 }), now)).toBe('2026-06-02')
  })
})

describe('working days', () => {
  const calendar = bakery({
    specialDays: specialDays({
      '2026-06-02': { closed: true },
      '2026-06-03': { capacity: 0 },
      '2026-06-04': { capacity: 3 },
      '2026-06-05': { windows: [] },
      '2026-06-07': { capacity: 1 },
      '2026-06-08': { closed: true, capacity: 50 },
    }),
  })

  it.each([
    ['a Monday like any other', '2026-06-01', 10, true],
    ['a closed day', '2026-06-02', 10, false],
    ['a day without capacity of its own', '2026-06-03', 0, false],
    ['a day with less capacity', '2026-06-04', 3, true],
    ['a day on which nothing is handed over', '2026-06-05', 10, true],
    ['a Sunday on which the ovens burn', '2026-06-07', 1, true],
    ['a closed day with capacity', '2026-06-08', 50, false],
    ['a Sunday like any other', '2026-06-14', 0, false],
  ])('%s, %s, makes %i units; a working day: %s', (_, day, units, works) => {
    expect(capacityOn(calendar, day)).toBe(units)
    expect(isWorkingDay(calendar, day)).toBe(works)
  })
})

describe('opening hours', () => {
  it('are for those who come and for those who are driven to', () => {
    expect(FULFILMENT_METHODS).toEqual(['PICKUP', 'DELIVERY'])
  })

  it('the windows of a weekday hold for its own method only', () => {
    expect(windowsOn(bakery(), '2026-06-01', 'PICKUP')).toEqual([pickup('09:00', '12:00')])
    expect(windowsOn(bakery(), '2026-06-01', 'DELIVERY')).toEqual([delivery('13:00', '15:00')])
    expect(windowsOn(bakery(), '2026-06-07', 'PICKUP')).toEqual([])
  })

  const special = bakery({
    specialDays: specialDays({
      '2026-12-24': { windows: [pickup('08:00', '14:00', 120)] },
      '2026-12-25': { closed: true, windows: [pickup('08:00', '14:00')] },
      '2026-12-28': { windows: [] },
      '2026-12-29': { capacity: 4, reason: 'Half the bakers are away' },
    }),
  })

  it('on 24 December pickup is until 14:00 and nothing is delivered', () => {
    expect(starts(special, '2026-12-24', 'PICKUP')).toEqual(['08:00', '10:00', '12:00'])
    expect(starts(special, '2026-12-24', 'DELIVERY')).toEqual([])
  })

  it('a closed day has no slots, whatever windows it names', () => {
    expect(starts(special, '2026-12-25', 'PICKUP')).toEqual([])
  })

  it('an empty list of windows closes the counter; no list keeps the hours of the weekday', () => {
    expect(starts(special, '2026-12-28', 'PICKUP')).toEqual([])
    expect(starts(special, '2026-12-29', 'PICKUP')).toEqual(['09:00', '10:00', '11:00'])
  })
})

describe('a weekday that is not named', () => {
  const saturdays = bakery({ windows: { SATURDAY: [pickup('09:00', '10:00')] }, capacities: { SATURDAY: 5 } })

  it('makes nothing and opens never', () => {
    expect([capacityOn(saturdays, '2026-06-05'), capacityOn(saturdays, '2026-06-06')]).toEqual([0, 5])
    expect(isWorkingDay(saturdays, '2026-06-05')).toBe(false)
    expect([starts(saturdays, '2026-06-05', 'PICKUP'), starts(saturdays, '2026-06-06', 'PICKUP')]).toEqual([
      [],
      ['09:00'],
    ])
  })
})

describe('slots', () => {
  it('know when they start and end, and how many orders they take', () => {
    const [first] = slotsOn(bakery(), '2026-06-01', 'DELIVERY')
    expect(first).toEqual({
      method: 'DELIVERY',
      date: '2026-06-01',
      startTime: '13:00',
      endTime: '14:00',
      startsAt: Temporal.Instant.from('2026-06-01T11:00:00Z'),
      endsAt: Temporal.Instant.from('2026-06-01T12:00:00Z'),
      capacity: 2,
    })
  })

  it.each([
    ['that fits exactly', pickup('09:00', '10:30', 30), ['09:00', '09:30', '10:00']],
    ['with a rest too short for another', pickup('09:00', '10:29', 30), ['09:00', '09:30']],
    ['shorter than a slot', pickup('09:00', '09:29', 30), []],
    ['as long as a slot', pickup('09:05', '09:35', 30), ['09:05']],
    ['of odd minutes', pickup('00:07', '01:01', 25), ['00:07', '00:32']],
    ['until the last minute of the day', pickup('22:59', '23:59'), ['22:59']],
  ])('a window %s is cut into whole slots', (_, window, expected) => {
    const calendar = bakery({ windows: week([window]) })
    expect(starts(calendar, '2026-06-01', 'PICKUP')).toEqual(expected)
  })

  it('come in order whatever the order of the windows, and a start that two windows share comes once', () => {
    const windows = week([
      pickup('14:00', '16:00', 60, 7),
      pickup('09:00', '11:00'),
      pickup('13:00', '15:00'),
    ])
    const slots = slotsOn(bakery({ windows }), '2026-06-01', 'PICKUP')
    expect(slots.map(({ startTime, capacity }) => [startTime, capacity])).toEqual([
      ['09:00', 2],
      ['10:00', 2],
      ['13:00', 2],
      ['14:00', 7],
      ['15:00', 7],
    ])
  })

  it('are found by method, date and start, and by nothing near it', () => {
    const slot = { method: 'PICKUP', date: '2026-06-01', startTime: '11:00' } as const
    expect(findSlot(bakery(), slot)?.startsAt.toString()).toBe('2026-06-01T09:00:00Z')
    expect(findSlot(bakery(), { ...slot, startTime: '12:00' })).toBeUndefined()
    expect(findSlot(bakery(), { ...slot, startTime: '10:30' })).toBeUndefined()
    expect(findSlot(bakery(), { ...slot, method: 'DELIVERY' })).toBeUndefined()
    expect(findSlot(bakery(), { ...slot, date: '2026-06-07' })).toBeUndefined()
  })

  it('are the same by the plainest reckoning, for any opening hours in any zone', () => {
    always(60, fc.tuple(anyCalendar, anyDate), ([given, day]) => {
      for (const method of ['PICKUP', 'DELIVERY'] as const) {
        const slots = slotsOn(given, day, method)
        expect(slots.map(slotInNumbers)).toEqual(naiveSlots(given, day, method))
        for (const slot of slots) expect(findSlot(given, slot)).toEqual(slot)
      }
    })
  })

  it('are found exactly where the day lists them', () => {
    const minute = fc
      .integer({ min: 0, max: 287 })
      .map((five) => new Date(five * 300_000).toISOString().slice(11, 16))
    always(300, fc.tuple(anyCalendar, anyDate, minute), ([given, day, startTime]) => {
      const listed = slotsOn(given, day, 'PICKUP').find((slot) => slot.startTime === startTime)
      expect(findSlot(given, { method: 'PICKUP', date: day, startTime })).toEqual(listed)
    })
  })
})
