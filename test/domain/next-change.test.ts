import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULFILMENT_METHODS, horizon, today, type Calendar } from '../../src/domain/calendar.ts'
import { canBeHadOn, earliestDate, isInSeason, type Need } from '../../src/domain/lead-time.ts'
import { nextChange } from '../../src/domain/next-change.ts'
import { always, anyCalendar, anyInstant, anyNeeds } from './arbitraries.ts'
import { at, bakery, delivery, pickup, specialDays, week } from './samples.ts'

const anyMoment = fc.record({
  calendar: anyCalendar,
  needs: anyNeeds,
  now: anyInstant,
  // Late on the way to the next change is where a change that was forgotten shows.
  share: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1)),
})

const cutoffsOf = (needs: Need[]) => needs.flatMap(({ cutoff }) => cutoff ?? [])

/** All that the catalogue tells of these cakes by the clock. */
function toldAt(calendar: Calendar, needs: Need[], now: Temporal.Instant) {
  const dates = Array.from({ length: 4 }, (_, days) =>
    Temporal.PlainDate.from(today(calendar, now)).add({ days }).toString(),
  )
  return {
    today: today(calendar, now),
    horizon: horizon(calendar, now),
    cakes: needs.map((each) => ({
      isInSeason: isInSeason(calendar, each, now),
      earliest: FULFILMENT_METHODS.map((method) => earliestDate(calendar, [each], method, now)),
      canBeHad: dates.map((date) =>
        FULFILMENT_METHODS.map((method) => canBeHadOn(calendar, each, method, date, now)),
      ),
    })),
  }
}

describe('whatever the settings and the cakes', () => {
  it('until the next change the catalogue tells the same at every moment', () => {
    always(600, anyMoment, ({ calendar, needs, now, share }) => {
      const change = nextChange(calendar, cutoffsOf(needs), now)
      const microseconds = Math.floor(now.until(change).total('microseconds') * share)
      const moment = share === 1 ? change.subtract({ nanoseconds: 1 }) : now.add({ microseconds })
      expect(toldAt(calendar, needs, moment)).toEqual(toldAt(calendar, needs, now))
    })
  })

  it('the next change is the same at every moment until then', () => {
    always(200, anyMoment, ({ calendar, needs, now }) => {
      const change = nextChange(calendar, cutoffsOf(needs), now)
      const last = change.subtract({ nanoseconds: 1 })
      expect(nextChange(calendar, cutoffsOf(needs), last)).toEqual(change)
    })
  })
})

const passes = (now: string) => nextChange(bakery(), ['02:30'], Temporal.Instant.from(now)).toString()

describe('a bakery that hands over from nine to twelve and delivers until three', () => {
  const windows = week([pickup('09:00', '12:00'), delivery('13:00', '15:00')])
  const changeAfter = (now: string, but: Partial<Calendar> = {}) =>
    nextChange(bakery({ windows, ...but }), ['10:30', '18:00'], at(now))
      .toZonedDateTimeISO('Europe/Amsterdam')
      .toPlainDateTime()
      .toString()

  it.each([
    ['2026-06-01T08:00', '2026-06-01T10:30:00.000000001', 'the morning’s cutoff'],
    ['2026-06-01T10:30', '2026-06-01T10:30:00.000000001', 'the cutoff, at which an order still makes it'],
    ['2026-06-01T10:31', '2026-06-01T11:00:00', 'the start of the last slot to pick up'],
    ['2026-06-01T11:00', '2026-06-01T14:00:00', 'the start of the last slot to deliver'],
    ['2026-06-01T14:00', '2026-06-01T18:00:00.000000001', 'the evening’s cutoff'],
    ['2026-06-01T18:01', '2026-06-02T00:00:00', 'midnight'],
    ['2026-10-25T00:30', '2026-10-25T02:00:00', 'the end of summer time'],
  ])('at %s changes next at %s: %s', (now, change) => {
    expect(changeAfter(now)).toBe(change)
  })

  it('on a day that is closed it has no last slot', () => {
    const closed = specialDays({ '2026-06-01': { closed: true } })
    expect(changeAfter('2026-06-01T10:31', { specialDays: closed })).toBe('2026-06-01T18:00:00.000000001')
  })

  it('a cutoff that the clocks show twice passes twice', () => {
    expect(passes('2026-10-25T00:10:00Z')).toBe('2026-10-25T00:30:00.000000001Z')
    expect(passes('2026-10-25T00:40:00Z')).toBe('2026-10-25T01:00:00Z')
    expect(passes('2026-10-25T01:10:00Z')).toBe('2026-10-25T01:30:00.000000001Z')
  })
})
