import { describe, expect, it } from 'vitest'
import {
  availabilityOf,
  reasonsAgainst,
  type Bookings,
  type Question,
} from '../../src/domain/availability.ts'
import { findSlot, UNAVAILABLE_REASONS } from '../../src/domain/calendar.ts'
import { at, bakery, need, pickup, question, specialDays, week } from './samples.ts'

const MONDAY = '2026-06-01'
const TUESDAY = '2026-06-02'

const booked = (onDay: number, inSlot = 0): Bookings => ({ onDay: () => onDay, inSlot: () => inSlot })

const dayOf = (asked: Question, date: string) => availabilityOf(asked, date, date)[0]!

const against = (asked: Question, date: string, startTime: string) =>
  reasonsAgainst(asked, findSlot(asked.calendar, { method: asked.method, date, startTime })!)

describe('a day', () => {
  it('is listed with every slot, from the first date asked for to the last', () => {
    const days = availabilityOf(question(), '2026-06-06', '2026-06-08')
    expect(days.map(({ date, available, reason, slots }) => [date, available, reason, slots.length])).toEqual(
      [
        ['2026-06-06', true, null, 3],
        ['2026-06-07', false, 'CLOSED', 0],
        ['2026-06-08', true, null, 3],
      ],
    )
    expect(days[0]!.slots.map(({ slot }) => slot.startTime)).toEqual(['09:00', '10:00', '11:00'])
    expect(availabilityOf(question(), '2026-06-08', '2026-06-07')).toEqual([])
  })

  const asked = question({
    calendar: bakery({
      bookingHorizonDays: 14,
      specialDays: specialDays({ '2026-06-05': { closed: true }, '2026-06-12': { capacity: 4 } }),
    }),
    demand: { needs: [need({ leadDays: 2, seasonFrom: '2026-06-02', seasonUntil: '2026-06-16' })], units: 5 },
    bookings: {
      onDay: (date) => (date === '2026-06-09' ? 6 : 5),
      inSlot: ({ date }) => (date === '2026-06-10' ? 2 : 0),
    },
  })

  it.each([
    ['2026-05-31', 'yesterday, a Sunday', 'PAST'],
    ['2026-05-30', 'a Saturday that has passed', 'PAST'],
    ['2026-06-07', 'a Sunday', 'CLOSED'],
    ['2026-06-05', 'a special day that is closed', 'CLOSED'],
    ['2026-06-01', 'the day before the season, and before the lead time', 'OUT_OF_SEASON'],
    ['2026-06-17', 'the day after the season, and past the horizon', 'OUT_OF_SEASON'],
    ['2026-06-02', 'in season, before the lead time', 'LEAD_TIME'],
    ['2026-06-03', 'the day that the lead time allows', null],
    ['2026-06-08', 'exactly as much capacity as the basket needs', null],
    ['2026-06-09', 'one unit less than the basket needs', 'DAY_FULL'],
    ['2026-06-10', 'all slots taken', 'SLOT_FULL'],
    ['2026-06-12', 'a special day that makes too little', 'DAY_FULL'],
    ['2026-06-15', 'the horizon', null],
    ['2026-06-16', 'the day past the horizon, the last of the season', 'BEYOND_HORIZON'],
  ])('%s, %s: %s', (date, _, reason) => {
    expect(dayOf(asked, date)).toMatchObject({ date, reason, available: reason === null })
    expect(dayOf({ ...asked, asStaff: true }, date)).toMatchObject({ reason, available: reason === null })
  })

  it('is available by one slot that is left', () => {
    const bookings = {
      onDay: () => 0,
      inSlot: ({ startTime }: { startTime: string }) => (startTime === '10:00' ? 1 : 2),
    }
    const day = dayOf(question({ bookings }), TUESDAY)
    expect(day).toMatchObject({ available: true, reason: null })
    expect(day.slots.map(({ available, reason }) => [available, reason])).toEqual([
      [false, 'SLOT_FULL'],
      [true, null],
      [false, 'SLOT_FULL'],
    ])
  })

  it('is asked for by its own date, and each slot by its own start', () => {
    const seen: string[] = []
    const bookings: Bookings = {
      onDay: (date) => -seen.push(date),
      inSlot: ({ method, date, startTime }) => -seen.push(`${method} ${date} ${startTime}`),
    }
    dayOf(question({ bookings, method: 'DELIVERY' }), TUESDAY)
    expect(new Set(seen)).toEqual(
      new Set([TUESDAY, `DELIVERY ${TUESDAY} 13:00`, `DELIVERY ${TUESDAY} 14:00`]),
    )
  })
})

describe('today', () => {
  const times = (now: string, bookings = booked(0)) => {
    const day = dayOf(question({ now: at(now), bookings }), MONDAY)
    return [day.reason, ...day.slots.map(({ reason }) => reason)]
  }

  it.each([
    ['2026-06-01T08:59:59.999', [null, null, null, null]],
    ['2026-06-01T09:00:00', [null, 'PAST', null, null]],
    ['2026-06-01T10:59:59', [null, 'PAST', 'PAST', null]],
    ['2026-06-01T11:00:00', ['PAST', 'PAST', 'PAST', 'PAST']],
  ])('at %s a slot that has begun is past', (now, expected) => {
    expect(times(now)).toEqual(expected)
  })

  it('with the morning gone and the rest taken, the day is told as taken', () => {
    expect(times('2026-06-01T09:30', booked(0, 2))).toEqual(['SLOT_FULL', 'PAST', 'SLOT_FULL', 'SLOT_FULL'])
    expect(times('2026-06-01T09:30', booked(10, 2))).toEqual(['DAY_FULL', 'PAST', 'DAY_FULL', 'DAY_FULL'])
  })

  it.each([
    ['the lead time is too short as well', { demand: { needs: [need({ leadDays: 2 })], units: 1 } }],
    ['it is out of season as well', { demand: { needs: [need({ seasonFrom: '2026-06-02' })], units: 1 } }],
    ['the day is full as well', { bookings: booked(10) }],
  ])('with every slot behind us, the day is past though %s', (_, but) => {
    const asked = question({ now: at('2026-06-01T18:00'), ...but })
    expect(against(asked, MONDAY, '11:00')[0]).toBe('PAST')
    expect(dayOf(asked, MONDAY).reason).toBe('PAST')
  })
})

describe('several reasons', () => {
  const far = question({
    calendar: bakery({ bookingHorizonDays: 3 }),
    demand: { needs: [need({ leadDays: 9, seasonUntil: '2026-06-04' })], units: 1 },
    bookings: booked(10, 2),
  })
  const late = question({
    ...far,
    now: at('2026-06-01T09:00'),
    demand: { needs: [need({ leadDays: 1, seasonFrom: '2026-06-03' })], units: 1 },
  })

  it('are all told, the gravest first', () => {
    expect(against(far, '2026-06-05', '09:00')).toEqual([
      'OUT_OF_SEASON',
      'LEAD_TIME',
      'BEYOND_HORIZON',
      'DAY_FULL',
      'SLOT_FULL',
    ])
    expect(against(late, MONDAY, '09:00')).toEqual([
      'PAST',
      'OUT_OF_SEASON',
      'LEAD_TIME',
      'DAY_FULL',
      'SLOT_FULL',
    ])
    expect(against(late, '2026-06-04', '10:00')).toEqual(['DAY_FULL', 'SLOT_FULL'])
  })

  it('are ranked as the bakery ranks them', () => {
    expect(UNAVAILABLE_REASONS).toEqual([
      'PAST',
      'CLOSED',
      'OUT_OF_SEASON',
      'LEAD_TIME',
      'BEYOND_HORIZON',
      'DAY_FULL',
      'SLOT_FULL',
    ])
  })

  it('a closed day of the past is past, and a closed day past the horizon is closed', () => {
    expect(dayOf(question(), '2026-05-31').reason).toBe('PAST')
    expect(dayOf(question({ calendar: bakery({ bookingHorizonDays: 1 }) }), '2026-06-07').reason).toBe(
      'CLOSED',
    )
  })

  it('a full slot on a full day is told as a full day', () => {
    const slots = dayOf(question({ bookings: booked(10, 2) }), TUESDAY).slots
    expect(new Set(slots.map(({ reason }) => reason))).toEqual(new Set(['DAY_FULL']))
  })

  it.each([
    [1, 0, []],
    [1, 1, []],
    [1, 2, ['SLOT_FULL']],
    [1, 3, ['SLOT_FULL']],
    [9, 1, []],
    [10, 0, ['DAY_FULL']],
    [10, 2, ['DAY_FULL', 'SLOT_FULL']],
  ])('with %i units of ten and %i orders of two booked: %j', (units, orders, expected) => {
    expect(against(question({ bookings: booked(units, orders) }), TUESDAY, '09:00')).toEqual(expected)
  })
})

describe('staff', () => {
  const calendar = bakery({ bookingHorizonDays: 7 })
  const demand = { needs: [need({ leadDays: 2, seasonUntil: '2026-06-20' })], units: 1 }
  const forOthers = question({ calendar, demand, bookings: booked(0, 1) })
  const forStaff = { ...forOthers, asStaff: true }

  it.each([
    ['before the lead time', TUESDAY, 'LEAD_TIME'],
    ['past the horizon', '2026-06-09', 'BEYOND_HORIZON'],
  ])('see the slots %s, with the reason, and others do not', (_, date, reason) => {
    const slot = { available: false, reason, remaining: 1 }
    expect(dayOf(forStaff, date)).toMatchObject({ available: false, reason, slots: [slot, slot, slot] })
    expect(dayOf(forOthers, date)).toEqual({ date, available: false, reason, slots: [] })
  })

  it.each([
    ['has passed', '2026-05-30'],
    ['is closed', '2026-06-07'],
    ['is out of season', '2026-06-22'],
  ])('see no slots of a day that %s', (_, date) => {
    expect(dayOf(forStaff, date).slots).toEqual([])
    expect(dayOf(forOthers, date).slots).toEqual([])
  })

  it('see the taken slots of a full day as everybody does', () => {
    for (const asStaff of [true, false]) {
      const full = dayOf(question({ asStaff, bookings: booked(10, 2) }), TUESDAY)
      expect(full).toMatchObject({ available: false, reason: 'DAY_FULL' })
      expect(full.slots.map(({ remaining }) => remaining)).toEqual([0, 0, 0])
    }
  })

  it('are held to the lead time and the horizon like everybody', () => {
    expect(against(forStaff, TUESDAY, '09:00')).toEqual(['LEAD_TIME'])
    expect(against(forStaff, '2026-06-09', '09:00')).toEqual(['BEYOND_HORIZON'])
  })
})

describe('how many more orders fit', () => {
  it.each([
    [0, 10, null],
    [6, 4, null],
    [7, 3, 3],
    [9, 1, 1],
    [10, 0, 0],
    [12, 0, 0],
  ])('with %i of ten taken staff see %i, others %s', (inSlot, staff, others) => {
    const calendar = bakery({ windows: week([pickup('09:00', '10:00', 60, 10)]) })
    const asked = question({ calendar, bookings: booked(0, inSlot) })
    expect(dayOf({ ...asked, asStaff: true }, TUESDAY).slots[0]!.remaining).toBe(staff)
    expect(dayOf(asked, TUESDAY).slots[0]!.remaining).toBe(others)
  })
})
