import type { Calendar, FulfilmentMethod, Slot, Window } from '../../src/domain/calendar.ts'
import type { Need } from '../../src/domain/lead-time.ts'

// A second, slow telling of the rules, sharing neither code nor algorithm with the first: dates are UTC midnights,
// and local time is read off a formatted clock, minute by minute.

const DAY = 86_400_000
const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the clock on the bakery's wall shows: 2026-12-24 09:30:00. */
export function wallClock(timeZone: string, at: number): string {
  const known = clocks.get(timeZone)
  const clock =
    known ?? new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
  if (!known) clocks.set(timeZone, clock)
  return clock.format(at)
}

export const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)

const weekdayName = (date: string): keyof Calendar['windows'] =>
  (['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const)[
    new Date(`${date}T00:00:00Z`).getUTCDay()
  ]!

export function unitsMadeOn(calendar: Calendar, date: string): number {
  const own = calendar.specialDays.get(date)
  return own && own.capacity !== null ? own.capacity : (calendar.capacities[weekdayName(date)] ?? 0)
}

function works(calendar: Calendar, date: string): boolean {
  const isClosed = calendar.specialDays.get(date)?.closed === true
  return !isClosed && unitsMadeOn(calendar, date) > 0
}

export function openingsOn(calendar: Calendar, date: string, method: FulfilmentMethod): Window[] {
  const own = calendar.specialDays.get(date)
  if (own?.closed) return []
  const ownWindows = own ? own.windows : null
  const windows = ownWindows === null ? calendar.windows[weekdayName(date)] : ownWindows
  return (windows ?? []).filter((window) => window.method === method)
}

const minutesKnown = new Map<string, Map<string, number>>()

/** When each fifth local minute of a date comes first; one that the clock skips is not in it. */
function minutesOfDate(timeZone: string, date: string): Map<string, number> {
  const key = `${timeZone} ${date}`
  const known = minutesKnown.get(key)
  if (known) return known
  const first = new Map<string, number>()
  const noon = Date.parse(`${date}T12:00:00Z`)
  for (let at = noon - 30 * 3_600_000; at <= noon + 30 * 3_600_000; at += 5 * 60_000) {
    const [day, time] = wallClock(timeZone, at).split(' ')
    if (day === date && !first.has(time!.slice(0, 5))) first.set(time!.slice(0, 5), at)
  }
  minutesKnown.set(key, first)
  return first
}

export interface NaiveSlot {
  startTime: string
  starts: number
  ends: number
  endTime: string
  capacity: number
}

/** The slots of a day for windows whose times are multiples of five minutes. */
export function naiveSlots(calendar: Calendar, date: string, method: FulfilmentMethod): NaiveSlot[] {
  const minutes = minutesOfDate(calendar.timeZone, date)
  const slots: NaiveSlot[] = []
  for (let minute = 0; minute < 24 * 60; minute += 5) {
    const startTime = new Date(minute * 60_000).toISOString().slice(11, 16)
    const window = openingsOn(calendar, date, method).find(({ opens, closes, slotMinutes }) => {
      const [open, close] = [opens, closes].map((time) => Date.parse(`1970-01-01T${time}Z`) / 60_000)
      return minute >= open! && (minute - open!) % slotMinutes === 0 && minute + slotMinutes <= close!
    })
    const starts = minutes.get(startTime)
    if (!window || starts === undefined) continue
    const ends = starts + window.slotMinutes * 60_000
    const endTime = wallClock(calendar.timeZone, ends).slice(11, 16)
    slots.push({ startTime, starts, ends, endTime, capacity: window.ordersPerSlot })
  }
  return slots
}

export const slotInNumbers = (slot: Slot & { capacity: number }): NaiveSlot => ({
  startTime: slot.startTime,
  starts: slot.startsAt.epochMilliseconds,
  ends: slot.endsAt.epochMilliseconds,
  endTime: slot.endTime,
  capacity: slot.capacity,
})

/** The first date that one cake's lead time allows, or undefined where none comes within three years. */
export function naiveLeadDate(
  calendar: Calendar,
  { leadDays, cutoff }: Need,
  now: number,
): string | undefined {
  const wall = wallClock(calendar.timeZone, now)
  const isLate = cutoff !== null && wall.slice(11) > `${cutoff}:00`
  const start = dateAfter(wall.slice(0, 10), isLate ? 1 : 0)
  const dates = Array.from({ length: 1098 }, (_, index) => dateAfter(start, index))
  return dates.filter((date) => works(calendar, date))[leadDays]
}

/** The earliest date of a basket: every date up to the horizon is asked by itself. */
export function naiveEarliestDate(
  calendar: Calendar,
  needs: readonly Need[],
  method: FulfilmentMethod,
  now: number,
): string | null {
  const today = wallClock(calendar.timeZone, now).slice(0, 10)
  const leadDates = needs.map((need) => naiveLeadDate(calendar, need, now) ?? '9999-12-31')
  const dates = Array.from({ length: calendar.bookingHorizonDays + 1 }, (_, index) => dateAfter(today, index))
  const fits = (date: string): boolean =>
    leadDates.every((lead) => date >= lead) &&
    needs.every(({ seasonFrom }) => seasonFrom === null || date >= seasonFrom) &&
    needs.every(({ seasonUntil }) => seasonUntil === null || date <= seasonUntil) &&
    unitsMadeOn(calendar, date) > 0 &&
    naiveSlots(calendar, date, method).some(({ starts }) => starts > now)
  return dates.find(fits) ?? null
}
