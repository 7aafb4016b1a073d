import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { addDays, findSlot, slotsOn, type Window } from '../../src/domain/calendar.ts'
import { earliestDate } from '../../src/domain/lead-time.ts'
import { always, anyWindow } from './arbitraries.ts'
import { naiveSlots, slotInNumbers } from './naive.ts'
import { at, bakery, need, pickup, week } from './samples.ts'

const open = (timeZone: string, ...windows: Window[]) =>
  bakery({ timeZone, windows: week(windows), capacities: week(10) })

const times = (timeZone: string, date: string, hours: Window) =>
  slotsOn(open(timeZone, hours), date, 'PICKUP').map(
    ({ startTime, endTime, startsAt }) => `${startTime}–${endTime} ${startsAt.toString().slice(11, 16)}Z`,
  )

describe('when the clock goes forward', () => {
  it('the hour that Amsterdam skips has no slots, and the one before it is not longer', () => {
    expect(times('Europe/Amsterdam', '2026-03-29', pickup('01:00', '04:00', 30))).toEqual([
      '01:00–01:30 00:00Z',
      '01:30–03:00 00:30Z',
      '03:00–03:30 01:00Z',
      '03:30–04:00 01:30Z',
    ])
  })

  it('a slot across the gap keeps its length, so the clock shows an hour more', () => {
    expect(times('Europe/Amsterdam', '2026-03-29', pickup('01:30', '03:30', 120))).toEqual([
      '01:30–04:30 00:30Z',
    ])
  })

  it('the half hour that Lord Howe skips has no slots', () => {
    expect(times('Australia/Lord_Howe', '2026-10-04', pickup('01:30', '03:00', 15))).toEqual([
      '01:30–01:45 15:00Z',
      '01:45–02:30 15:15Z',
      '02:30–02:45 15:30Z',
      '02:45–03:00 15:45Z',
    ])
  })

  it('the midnight that Santiago skips has no slots', () => {
    expect(times('America/Santiago', '2026-09-06', pickup('00:00', '02:00', 30))).toEqual([
      '01:00–01:30 04:00Z',
      '01:30–02:00 04:30Z',
    ])
  })

  it('no slot is found at a start that is skipped', () => {
    const calendar = open('Europe/Amsterdam', pickup('00:00', '06:00', 30))
    const slot = { method: 'PICKUP', date: '2026-03-29' } as const
    expect(findSlot(calendar, { ...slot, startTime: '01:30' })).toBeDefined()
    expect(findSlot(calendar, { ...slot, startTime: '02:00' })).toBeUndefined()
    expect(findSlot(calendar, { ...slot, startTime: '02:30' })).toBeUndefined()
    expect(findSlot(calendar, { ...slot, startTime: '03:00' })).toBeDefined()
  })

  it('a cake for the same day is had tomorrow where the only slot left today is skipped', () => {
    const calendar = open('Europe/Amsterdam', pickup('01:00', '03:00', 60))
    expect(earliestDate(calendar, [need()], 'PICKUP', at('2026-03-29T00:59'))).toBe('2026-03-29')
    expect(earliestDate(calendar, [need()], 'PICKUP', at('2026-03-29T01:00'))).toBe('2026-03-30')
  })
})

describe('when the clock goes back', () => {
  it('of the hour that Amsterdam repeats the first reading counts', () => {
    expect(times('Europe/Amsterdam', '2026-10-25', pickup('01:30', '04:00', 30))).toEqual([
      '01:30–02:00 23:30Z',
      '02:00–02:30 00:00Z',
      '02:30–02:00 00:30Z',
      '03:00–03:30 02:00Z',
      '03:30–04:00 02:30Z',
    ])
  })

  it('of the half hour that Lord Howe repeats the first reading counts', () => {
    expect(times('Australia/Lord_Howe', '2026-04-05', pickup('01:00', '03:00', 30))).toEqual([
      '01:00–01:30 14:00Z',
      '01:30–01:30 14:30Z',
      '02:00–02:30 15:30Z',
      '02:30–03:00 16:00Z',
    ])
  })
})

describe('where a whole date is skipped', () => {
  // Samoa went from Thursday, 29 December 2011 straight to Saturday, the 31st.
  const samoa = open('Pacific/Apia', pickup('09:00', '12:00'))

  it('that date has no slots, and its neighbours have theirs', () => {
    const slots = ['2011-12-29', '2011-12-30', '2011-12-31'].map((date) => slotsOn(samoa, date, 'PICKUP'))
    expect(slots.map(({ length }) => length)).toEqual([3, 0, 3])
    expect(findSlot(samoa, { method: 'PICKUP', date: '2011-12-30', startTime: '09:00' })).toBeUndefined()
  })

  it('a cake is not promised for it', () => {
    const now = at('2011-12-29T20:00', 'Pacific/Apia')
    expect(earliestDate(samoa, [need({ leadDays: 1 })], 'PICKUP', now)).toBe('2011-12-31')
  })
})

describe('around every change of the clock', () => {
  const changes = [
    ['Europe/Amsterdam', '2026-03-29'],
    ['Europe/Amsterdam', '2026-10-25'],
    ['America/New_York', '2026-03-08'],
    ['America/New_York', '2026-11-01'],
    ['America/Santiago', '2026-04-04'],
    ['America/Santiago', '2026-09-06'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['Africa/Cairo', '2026-04-24'],
    ['Africa/Cairo', '2026-10-29'],
    ['Pacific/Chatham', '2026-04-05'],
    ['Pacific/Chatham', '2026-09-27'],
    ['Antarctica/Troll', '2026-03-29'],
    ['Antarctica/Troll', '2026-10-25'],
  ] as const

  it.each(changes)('slots in %s on %s are where a clock on the wall would show them', (timeZone, date) => {
    always(10, fc.array(anyWindow, { maxLength: 3 }), (windows) => {
      const calendar = open(timeZone, ...windows)
      for (const day of [addDays(date, -1), date, addDays(date, 1)]) {
        expect(slotsOn(calendar, day, 'PICKUP').map(slotInNumbers)).toEqual(
          naiveSlots(calendar, day, 'PICKUP'),
        )
      }
    })
  })

  it.each(changes)('slots in %s on %s have the length they are sold with', (timeZone, date) => {
    always(20, anyWindow, (hours) => {
      for (const { startsAt, endsAt } of slotsOn(open(timeZone, hours), date, hours.method)) {
        expect(startsAt.until(endsAt).total('minutes')).toBe(hours.slotMinutes)
      }
    })
  })
})
