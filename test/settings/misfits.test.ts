import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { capacityOn, slotsOn, type Calendar } from '../../src/domain/calendar.ts'
import { misfits, type Booking } from '../../src/domain/misfits.ts'
import { always, anyCalendar, anyDate } from '../domain/arbitraries.ts'
import { bakery, delivery, pickup, specialDays } from '../domain/samples.ts'

// A Wednesday: pickup 9 to 12, delivery 13 to 15, two orders a slot, ten units.
const DAY = '2026-06-03'
const HOUR = { method: 'PICKUP', startTime: '09:00', units: 1 } as const

const special = (own: object): Calendar => bakery({ specialDays: specialDays({ [DAY]: own }) })
const misfitsOf = (calendar: Calendar, bookings: Booking[]) =>
  misfits(calendar, DAY, bookings).map((booking) => bookings.indexOf(booking))

test('what the calendar has room for fits', () => {
  const bookings = [
    HOUR,
    { ...HOUR, units: 7 },
    { ...HOUR, method: 'DELIVERY', startTime: '13:00', units: 2 },
  ] as const
  expect(misfitsOf(bakery(), [...bookings])).toEqual([])
  expect(misfitsOf(bakery(), [])).toEqual([])
})

test('nothing fits a closed day, not even what takes no units', () => {
  expect(misfitsOf(special({ closed: true }), [HOUR, { ...HOUR, units: 0 }])).toEqual([0, 1])
  expect(
    misfitsOf(special({ closed: true, capacity: 50, windows: [pickup('09:00', '12:00')] }), [HOUR]),
  ).toEqual([0])
})

test('what stands out of the hours, off the slots or at the other method’s does not fit', () => {
  const bookings = ['09:00', '10:00', '10:30', '11:00', '13:00'].map((startTime) => ({ ...HOUR, startTime }))
  expect(misfitsOf(bakery(), bookings)).toEqual([2, 4])
  expect(misfitsOf(special({ windows: [pickup('10:00', '11:00')] }), bookings)).toEqual([0, 2, 3, 4])
  expect(misfitsOf(special({ windows: [delivery('09:00', '12:00')] }), bookings)).toEqual([0, 1, 2, 3, 4])
  expect(misfitsOf(special({ windows: [] }), bookings)).toEqual([0, 1, 2, 3, 4])
})

test('who came last to a slot or a day that holds fewer does not fit', () => {
  const three = [HOUR, HOUR, HOUR].map((booking) => ({ ...booking }))
  expect(misfitsOf(bakery(), three)).toEqual([2])
  expect(misfitsOf(special({ windows: [pickup('09:00', '10:00', 60, 0)] }), three)).toEqual([0, 1, 2])
  expect(misfitsOf(special({ capacity: 1 }), three)).toEqual([1, 2])
})

test('a later order that is small enough takes what a large one could not', () => {
  const bookings = [4, 3, 1].map((units, hour) => ({
    ...HOUR,
    units,
    startTime: `${9 + hour}:00`.padStart(5, '0'),
  }))
  expect(misfitsOf(special({ capacity: 5 }), bookings)).toEqual([1])
})

test('an order that is out of hours takes nothing from those that are not', () => {
  const bookings = [
    { ...HOUR, startTime: '20:00', units: 10 },
    { ...HOUR, units: 10 },
  ]
  expect(misfitsOf(bakery(), bookings)).toEqual([0])
})

const anyBookings = fc.array(
  fc.record({
    method: fc.constantFrom('PICKUP' as const, 'DELIVERY' as const),
    startTime: fc
      .integer({ min: 0, max: 47 })
      .map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`),
    units: fc.integer({ min: 0, max: 5 }),
    place: fc.nat({ max: 40 }),
  }),
  { maxLength: 20 },
)

interface Day {
  calendar: Calendar
  date: string
  bookings: Booking[]
}

/** Half of the bookings stand in a slot that there is. */
const anyDay: fc.Arbitrary<Day> = fc
  .record({ calendar: anyCalendar, date: anyDate, bookings: anyBookings })
  .map(({ calendar, date, bookings }) => {
    const slots = [...slotsOn(calendar, date, 'PICKUP'), ...slotsOn(calendar, date, 'DELIVERY')]
    return { calendar, date, bookings: bookings.map((each) => ({ ...each, ...slots[each.place] })) }
  })

const unitsOf = (bookings: Booking[]) => bookings.reduce((sum, { units }) => sum + units, 0)
const fitting = ({ calendar, date, bookings }: Day) => {
  const out = misfits(calendar, date, bookings)
  return bookings.filter((booking) => !out.includes(booking))
}

test('what fits stands in slots of the day and is within every limit', () => {
  always(500, anyDay, ({ calendar, date, bookings }) => {
    const kept = fitting({ calendar, date, bookings })
    expect(unitsOf(kept)).toBeLessThanOrEqual(kept.length > 0 ? capacityOn(calendar, date) : 0)
    for (const [key, inSlot] of Map.groupBy(kept, ({ method, startTime }) => `${method} ${startTime}`)) {
      const slot = slotsOn(calendar, date, inSlot[0]!.method).find(({ startTime }) => key.endsWith(startTime))
      expect(inSlot.length).toBeLessThanOrEqual(slot?.capacity ?? 0)
    }
  })
})

test('what does not fit could not be added to what came before it', () => {
  always(500, anyDay, (day) => {
    const out = misfits(day.calendar, day.date, day.bookings)
    for (const misfit of out) {
      const earlier = fitting({ ...day, bookings: day.bookings.slice(0, day.bookings.indexOf(misfit)) })
      expect(misfits(day.calendar, day.date, [...earlier, misfit])).toEqual([misfit])
    }
  })
})

test('later orders never push out earlier ones, and what is left over fits without the misfits', () => {
  always(500, anyDay, (day) => {
    const out = misfits(day.calendar, day.date, day.bookings)
    const half = day.bookings.slice(0, day.bookings.length / 2)
    expect(misfits(day.calendar, day.date, half)).toEqual(out.filter((booking) => half.includes(booking)))
    expect(misfits(day.calendar, day.date, fitting(day))).toEqual([])
    expect(day.bookings.filter((booking) => out.includes(booking))).toEqual(out)
  })
})
