import {
  addDays,
  capacityOn,
  horizon,
  isWorkingDay,
  slotsOn,
  timeAt,
  today,
  type Calendar,
  type FulfilmentMethod,
  type LocalDate,
  type LocalTime,
} from './calendar.ts'

/** What a cake asks of the calendar. */
export interface Need {
  leadDays: number
  cutoff: LocalTime | null
  seasonFrom: LocalDate | null
  seasonUntil: LocalDate | null
}

/** The dates between which a basket can be had: the strictest of its cakes decides each. */
export interface Limits {
  today: LocalDate
  /** The first date that the lead times allow; null where the bakery never works. */
  leadDate: LocalDate | null
  horizon: LocalDate
  seasonFrom: LocalDate | null
  seasonUntil: LocalDate | null
}

export function limitsOf(calendar: Calendar, needs: readonly Need[], now: Temporal.Instant): Limits {
  const leadDates = needs.map((need) => leadDate(calendar, need, now))
  return {
    today: today(calendar, now),
    leadDate: leadDates.includes(null) ? null : latest(leadDates),
    horizon: horizon(calendar, now),
    seasonFrom: latest(needs.map((need) => need.seasonFrom)),
    seasonUntil: earliest(needs.map((need) => need.seasonUntil)),
  }
}

/** The earliest date that the basket can be had; bookings are not looked at. */
export function earliestDate(
  calendar: Calendar,
  needs: readonly Need[],
  method: FulfilmentMethod,
  now: Temporal.Instant,
): LocalDate | null {
  const limits = limitsOf(calendar, needs, now)
  if (limits.leadDate === null) return null
  const last = earliest([limits.horizon, limits.seasonUntil])!
  for (let date = latest([limits.leadDate, limits.seasonFrom])!; date <= last; date = addDays(date, 1)) {
    if (isOpenOn(calendar, date, method, now)) return date
  }
  return null
}

/** Whether something could be handed over that day, were nothing booked. */
export function isOpenOn(
  calendar: Calendar,
  date: LocalDate,
  method: FulfilmentMethod,
  now: Temporal.Instant,
): boolean {
  if (capacityOn(calendar, date) === 0) return false
  const last = slotsOn(calendar, date, method).findLast(({ capacity }) => capacity > 0)
  return last !== undefined && Temporal.Instant.compare(last.startsAt, now) > 0
}

/** Whether a lead time allows that date and the bakery hands over then; season and bookings are not looked at. */
export function canBeHadOn(
  calendar: Calendar,
  time: Pick<Need, 'leadDays' | 'cutoff'>,
  method: FulfilmentMethod,
  date: LocalDate,
  now: Temporal.Instant,
): boolean {
  const first = leadDate(calendar, time, now)
  return (
    first !== null && first <= date && date <= horizon(calendar, now) && isOpenOn(calendar, date, method, now)
  )
}

/** Whether a cake's season has a day between today and the horizon. */
export function isInSeason(calendar: Calendar, need: Need, now: Temporal.Instant): boolean {
  const { seasonFrom, seasonUntil } = need
  return (
    (seasonFrom === null || seasonFrom <= horizon(calendar, now)) &&
    (seasonUntil === null || seasonUntil >= today(calendar, now))
  )
}

const SEARCHED_DAYS = 3 * 366

function leadDate(
  calendar: Calendar,
  { leadDays, cutoff }: Pick<Need, 'leadDays' | 'cutoff'>,
  now: Temporal.Instant,
): LocalDate | null {
  const isLate = cutoff !== null && isLater(cutoff, calendar, now)
  const known = leadDates.get(calendar) ?? new Map<string, LocalDate | null>()
  leadDates.set(calendar, known)
  const date = today(calendar, now)
  const key = `${date} ${leadDays} ${isLate}`
  const found = known.get(key)
  if (found !== undefined) return found
  const reckoned = searchLeadDate(calendar, leadDays, isLate ? addDays(date, 1) : date)
  known.set(key, reckoned)
  return reckoned
}

/** Calendars do not change: another one stands in their place. */
const leadDates = new WeakMap<Calendar, Map<string, LocalDate | null>>()

function searchLeadDate(calendar: Calendar, leadDays: number, first: LocalDate): LocalDate | null {
  let toCount = leadDays
  for (let searched = 0, date = first; searched < SEARCHED_DAYS; searched++, date = addDays(date, 1)) {
    if (!isWorkingDay(calendar, date)) continue
    if (toCount === 0) return date
    toCount--
  }
  return null
}

// At 12:00 sharp an order still makes a cutoff of 12:00; a second later it does not.
function isLater(cutoff: LocalTime, calendar: Calendar, now: Temporal.Instant): boolean {
  const time = timeAt(calendar, now)
  if (time !== cutoff) return time > cutoff
  const local = now.toZonedDateTimeISO(calendar.timeZone)
  return local.second + local.millisecond + local.microsecond + local.nanosecond > 0
}

const latest = (dates: (LocalDate | null)[]): LocalDate | null =>
  dates.reduce((max, date) => (max === null || (date !== null && date > max) ? date : max), null)

const earliest = (dates: (LocalDate | null)[]): LocalDate | null =>
  dates.reduce((min, date) => (min === null || (date !== null && date < min) ? date : min), null)
