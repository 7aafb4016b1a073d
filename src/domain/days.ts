// Days and dates by arithmetic: Temporal takes twenty times as long, and every request reckons with them.

export const WEEKDAYS = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** ISO 8601, in the bakery's time zone: 2026-12-24. Compares as text. */
export type LocalDate = string
/** 24 hours. */
export const DAY = 86_400_000

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(dayNumber(date) * DAY + days * DAY).toISOString().slice(0, 10)
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from)
}

export function weekdayOf(date: LocalDate): Weekday {
  // 1 January 1970 was a Thursday.
  return WEEKDAYS[(((dayNumber(date) + 3) % 7) + 7) % 7]!
}

// Dates are of four-digit years, in which the calendar of Date is the same.
const dayNumber = (date: LocalDate): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY

/**
 * A day between two midnights, in milliseconds since 1970. Where clocks were put back over midnight, as in Newfoundland
 * before 2011, the last hour of a day is there again after the next one has begun.
 */
export interface Day {
  timeZone: string
  date: LocalDate
  begins: number
  ends: number
}

/** Nearly always the one that was asked for last is asked for again. Never one on which the clocks are changed. */
let lastDay: Day | undefined

/** The day, by the clock of a time zone. */
export function dayAt(timeZone: string, now: Temporal.Instant): Day {
  const at = now.epochMilliseconds
  if (lastDay?.timeZone === timeZone && lastDay.begins <= at && at < lastDay.ends) return lastDay
  const midnight = now.toZonedDateTimeISO(timeZone).startOfDay()
  const day = {
    timeZone,
    date: midnight.toPlainDate().toString(),
    begins: midnight.epochMilliseconds,
    ends: midnight.add({ days: 1 }).startOfDay().epochMilliseconds,
  }
  if (day.ends - day.begins === DAY) lastDay = day
  return day
}
