import * as fc from 'fast-check'
import { WEEKDAYS, type Calendar, type Window } from '../../src/domain/calendar.ts'
import type { Bookings } from '../../src/domain/availability.ts'
import type { Need } from '../../src/domain/lead-time.ts'
import { specialDays } from './samples.ts'

/** A fixed number of tries; what failed is shown with the seed that brings it back. */
export function always<T>(runs: number, given: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(given, holds), { numRuns: runs })
}

// Clocks that change by an hour or by half of one, at night or at midnight, on both halves of the world; and one that never does.
export const ZONES = [
  'Europe/Amsterdam',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'UTC',
]

const DAYS_FROM = Date.UTC(2026, 1, 20)

/** Dates around both changes of the clock, so that they are met often. */
export const anyDate: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 270 })
  .map((days) => new Date(DAYS_FROM + days * 86_400_000).toISOString().slice(0, 10))

/** A whole second, so that it can be told by a clock on the wall. */
export const anyInstant: fc.Arbitrary<Temporal.Instant> = fc
  .integer({ min: 0, max: 270 * 86_400 })
  .map((seconds) => Temporal.Instant.fromEpochMilliseconds(DAYS_FROM + seconds * 1000))

const fiveMinutes = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .integer({ min: min * 12, max: max * 12 })
    .map((fives) => new Date(fives * 5 * 60_000).toISOString().slice(11, 16))

export const anyWindow: fc.Arbitrary<Window> = fc.record({
  method: fc.constantFrom('PICKUP', 'DELIVERY'),
  opens: fiveMinutes(0, 11),
  closes: fiveMinutes(12, 23),
  slotMinutes: fc.constantFrom(30, 60, 90, 120, 240),
  ordersPerSlot: fc.integer({ min: 1, max: 5 }),
})

const windows = fc.array(anyWindow, { maxLength: 2 })
const capacity = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 5, max: 12 }) },
)

const everyWeekday = <T>(each: fc.Arbitrary<T>) =>
  fc.record(
    Object.fromEntries(WEEKDAYS.map((day) => [day, each])) as Record<
      (typeof WEEKDAYS)[number],
      fc.Arbitrary<T>
    >,
  )

const someSpecialDays = fc
  .dictionary(
    anyDate,
    fc.record({
      closed: fc.boolean(),
      windows: fc.option(windows),
      capacity: fc.option(capacity),
    }),
    { maxKeys: 40 },
  )
  .map(specialDays)

export const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  bookingHorizonDays: fc.integer({ min: 0, max: 12 }),
  windows: everyWeekday(windows),
  capacities: everyWeekday(capacity),
  specialDays: someSpecialDays,
})

export const anyNeed: fc.Arbitrary<Need> = fc.record({
  leadDays: fc.integer({ min: 0, max: 6 }),
  cutoff: fc.option(fiveMinutes(0, 23)),
  seasonFrom: fc.option(anyDate, { freq: 1 }),
  seasonUntil: fc.option(anyDate, { freq: 1 }),
})

export const anyNeeds = fc.array(anyNeed, { minLength: 1, maxLength: 3 })

/** Some days and slots have much booked, others nothing. */
export const anyBookings: fc.Arbitrary<Bookings> = fc
  .tuple(
    fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 7 }),
    fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 11 }),
  )
  .map(([days, slots]) => ({
    onDay: (on) => days[Number(on.slice(8)) % days.length]!,
    inSlot: ({ date: on, startTime }) =>
      slots[(Number(on.slice(8)) + Number(startTime.slice(0, 2)) * 7) % slots.length]!,
  }))

/** Text of any code points, halves of pairs and what browsers would never send included. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
      fc.integer({ min: 0, max: 0x2fff }).map((code) => String.fromCodePoint(code)),
      fc.constantFrom('a', ' ', '\n', '\r\n', '\t', '\0', 'e\u0301', '\ud800', '\u202e', '\u200d', '👩‍👩‍👧'),
    ),
    { maxLength: 16 },
  )
  .map((characters) => characters.join(''))
