import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alternativesFrom,
  availabilityOf,
  reasonsAgainst,
  type Bookings,
  type Question,
} from '../../src/domain/availability.ts'
import { addDays, findSlot, slotsOn, today, type SlotOffer } from '../../src/domain/calendar.ts'
import { canBeHadOn, earliestDate } from '../../src/domain/lead-time.ts'
import { always, anyBookings, anyCalendar, anyInstant, anyNeeds } from './arbitraries.ts'
import { at, bakery, need, nothingBooked, pickup, question, week } from './samples.ts'

const anyQuestion: fc.Arbitrary<Question> = fc.record({
  calendar: anyCalendar,
  demand: fc.record({ needs: anyNeeds, units: fc.integer({ min: 1, max: 5 }) }),
  method: fc.constantFrom('PICKUP', 'DELIVERY'),
  bookings: anyBookings,
  now: anyInstant,
  asStaff: fc.boolean(),
})

/** From two days ago until three days past the horizon. */
function everyDay(asked: Question) {
  const now = today(asked.calendar, asked.now)
  return availabilityOf(asked, addDays(now, -2), addDays(now, asked.calendar.bookingHorizonDays + 3))
}

const offersOf = (asked: Question) => everyDay(asked).flatMap(({ slots }) => slots)

const keyOf = ({ date, startTime }: { date: string; startTime: string }) => `${date} ${startTime}`

const availableIn = (asked: Question) =>
  offersOf(asked).flatMap(({ slot, available }) => (available ? [keyOf(slot)] : []))

const toldOf = (slots: SlotOffer[]) =>
  slots.map(({ slot, available, reason }) => [keyOf(slot), available, reason])

describe('whatever is asked of whichever bakery', () => {
  it('what is offered can be ordered, what can be ordered is offered, and the reason shown is the gravest', () => {
    always(80, anyQuestion, (asked) => {
      for (const { date, slots } of everyDay(asked)) {
        const shown = new Map(slots.map((offer) => [offer.slot.startTime, offer]))
        for (const slot of slotsOn(asked.calendar, date, asked.method)) {
          const reason = reasonsAgainst(asked, slot)[0] ?? null
          const offer = shown.get(slot.startTime)
          const told = offer ? [offer.available, offer.reason] : [false, reason]
          expect(told).toEqual([reason === null, reason])
        }
      }
    })
  })

  it('a day is available where one of its slots is, and only then goes without a reason', () => {
    always(60, anyQuestion, (asked) => {
      for (const { available, reason, slots } of everyDay(asked)) {
        expect(available).toBe(slots.some((offer) => offer.available))
        expect(reason === null).toBe(available)
      }
    })
  })

  it('more bookings never make anything available', () => {
    always(60, fc.tuple(anyQuestion, anyBookings), ([asked, more]) => {
      const bookings: Bookings = {
        onDay: (date) => asked.bookings.onDay(date) + more.onDay(date),
        inSlot: (slot) => asked.bookings.inSlot(slot) + more.inSlot(slot),
      }
      const before = availableIn(asked)
      expect(availableIn({ ...asked, bookings }).filter((key) => !before.includes(key))).toEqual([])
    })
  })

  it('a larger basket, or one more cake in it, never makes anything available', () => {
    always(60, fc.tuple(anyQuestion, anyNeeds), ([asked, needs]) => {
      const larger = { needs: [...asked.demand.needs, ...needs], units: asked.demand.units + 1 }
      const before = availableIn(asked)
      expect(availableIn({ ...asked, demand: larger }).filter((key) => !before.includes(key))).toEqual([])
    })
  })

  it('staff and others are told the same, and staff see at least the slots that others see', () => {
    always(60, anyQuestion, (asked) => {
      const staff = everyDay({ ...asked, asStaff: true })
      for (const [index, day] of everyDay({ ...asked, asStaff: false }).entries()) {
        const { available, reason, slots } = staff[index]!
        expect({ available, reason }).toEqual({ available: day.available, reason: day.reason })
        expect([[], toldOf(slots)]).toContainEqual(toldOf(day.slots))
      }
    })
  })

  it('others learn of no more than three free places, and staff of all', () => {
    always(60, anyQuestion, (asked) => {
      for (const { slot, remaining } of offersOf(asked)) {
        const left = Math.max(0, findSlot(asked.calendar, slot)!.capacity - asked.bookings.inSlot(slot))
        expect(remaining).toBe(asked.asStaff || left <= 3 ? left : null)
      }
    })
  })
})

describe('the earliest date', () => {
  it('is the first day that the calendar offers while nothing is booked', () => {
    always(150, anyQuestion, (given) => {
      const asked = { ...given, bookings: nothingBooked }
      const first = everyDay(asked).find(({ available }) => available)?.date ?? null
      expect(earliestDate(asked.calendar, asked.demand.needs, asked.method, asked.now)).toBe(first)
    })
  })

  it('of a cake without a season is the first of the days that a search for a date finds it on', () => {
    const allYear = { seasonFrom: null, seasonUntil: null }
    always(100, anyQuestion, ({ demand, ...given }) => {
      const cake = { ...demand.needs[0]!, ...allYear }
      const asked = { ...given, demand: { needs: [cake], units: 1 }, bookings: nothingBooked }
      for (const { date, available } of everyDay(asked)) {
        expect(canBeHadOn(asked.calendar, cake, asked.method, date, asked.now)).toBe(available)
      }
    })
  })

  const monday = pickup('09:00', '12:00')

  it.each([
    ['a basket that takes no capacity, and a Sunday that has none', 0, monday],
    ['a Sunday whose slots take no orders', 1, { ...monday, ordersPerSlot: 0 }],
  ])('is the first day that the calendar offers, also with %s', (_, units, sunday) => {
    const calendar = bakery({
      windows: week([monday], { SUNDAY: [sunday] }),
      capacities: week(10, { SUNDAY: units }),
    })
    const asked = question({ calendar, demand: { needs: [need()], units }, now: at('2026-06-06T13:00') })
    const first = everyDay(asked).find(({ available }) => available)?.date
    expect(earliestDate(calendar, asked.demand.needs, 'PICKUP', asked.now)).toBe(first)
  })
})

const alternatives = (asked: Question, ...range: [string, string, number?]) =>
  alternativesFrom(asked, ...range).map(({ slot }) => `${slot.date.slice(8)} ${slot.startTime}`)

const elevenIsFree: Bookings = { onDay: () => 0, inSlot: ({ startTime }) => (startTime === '11:00' ? 0 : 2) }

describe('alternatives', () => {
  it('are the next three slots, soonest first', () => {
    expect(alternatives(question(), '2026-06-02', '2026-06-30')).toEqual(['02 09:00', '02 10:00', '02 11:00'])
    expect(alternatives(question(), '2026-06-02', '2026-06-30', 4)).toEqual([
      '02 09:00',
      '02 10:00',
      '02 11:00',
      '03 09:00',
    ])
  })

  it('pass over what is closed, full or past', () => {
    const asked = question({ now: at('2026-06-05T09:30'), bookings: elevenIsFree })
    expect(alternatives(asked, '2026-06-01', '2026-06-30')).toEqual(['05 11:00', '06 11:00', '08 11:00'])
  })

  it('go up to the last date and no further', () => {
    expect(alternatives(question(), '2026-06-06', '2026-06-06', 9)).toHaveLength(3)
    expect(alternatives(question(), '2026-06-06', '2026-06-08', 9)).toHaveLength(6)
    expect(alternatives(question(), '2026-06-07', '2026-06-07')).toEqual([])
    expect(alternatives(question(), '2026-06-02', '2026-06-02', 0)).toEqual([])
  })

  it('are the first slots that the calendar offers from that day on', () => {
    always(60, anyQuestion, (asked) => {
      const from = today(asked.calendar, asked.now)
      const to = addDays(from, 13)
      const offered = availabilityOf(asked, from, to).flatMap(({ slots }) =>
        slots.filter(({ available }) => available),
      )
      expect(alternativesFrom(asked, from, to)).toEqual(offered.slice(0, 3))
    })
  })
})
