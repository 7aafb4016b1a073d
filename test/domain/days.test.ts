import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween, timeAt, today, weekdayOf, WEEKDAYS } from '../../src/domain/calendar.ts'

const ZONES = [
  'Europe/Amsterdam',
  'America/St_Johns',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'UTC',
]

const dates = fc
  .date({ min: new Date('1900-01-01T00:00Z'), max: new Date('2990-12-31T00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test('dates are added up as the calendar has them', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -2_000, max: 2_000 }), (date, days) => {
      const later = Temporal.PlainDate.from(date).add({ days }).toString()
      expect([addDays(date, days), daysBetween(date, later)]).toEqual([later, days])
      expect(weekdayOf(date)).toBe(WEEKDAYS[Temporal.PlainDate.from(date).dayOfWeek - 1])
    }),
    { numRuns: 1_000 },
  )
})

// A moment, and some more near it: within one day, across midnights, and across changes of the clocks.
const moments = fc
  .tuple(
    fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) }),
    fc.array(fc.integer({ min: -90_000_000, max: 90_000_000 }), { minLength: 1, maxLength: 5 }),
  )
  .map(([at, offsets]) => [at, ...offsets.map((offset) => at + offset)])

test('what day it is, and what time, is as the clocks of the bakery’s zone have it, whatever was asked before', () => {
  // The last is one minute after midnight in St. John’s, when it became 23:01 of the day before again.
  const changes = [
    '2026-03-29T01:00Z',
    '2026-10-25T01:00Z',
    '2011-12-30T10:00Z',
    '2026-03-08T05:30Z',
    '1992-10-25T02:31Z',
  ].map((at) => Temporal.Instant.from(at).epochMilliseconds)
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.oneof(
        moments,
        fc
          .tuple(fc.constantFrom(...changes), moments)
          .map(([change, [at, ...others]]) => others.map((other) => change + other - at!)),
      ),
      (timeZone, all) => {
        const calendar = { timeZone } as Parameters<typeof today>[0]
        for (const at of all) {
          const now = Temporal.Instant.fromEpochMilliseconds(at)
          const local = now.toZonedDateTimeISO(timeZone)
          expect([today(calendar, now), timeAt(calendar, now)]).toEqual([
            local.toPlainDate().toString(),
            local.toPlainTime().toString({ smallestUnit: 'minute' }),
          ])
        }
      },
    ),
    { numRuns: 1_000 },
  )
})
