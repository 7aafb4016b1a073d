import { addDays, DAY, dayAt, weekdayOf, type LocalDate, type Weekday } from './days.ts'

export { addDays, daysBetween, weekdayOf, WEEKDAYS, type LocalDate, type Weekday } from './days.ts'

export const FULFILMENT_METHODS = ['PICKUP', 'DELIVERY'] as const
export type FulfilmentMethod = (typeof FULFILMENT_METHODS)[number]

/** Why a day or a slot cannot be booked; when several hold, the first of these is told. */
export const UNAVAILABLE_REASONS = [
  'PAST',
  'CLOSED',
  'OUT_OF_SEASON',
  'LEAD_TIME',
  'BEYOND_HORIZON',
  'DAY_FULL',
  'SLOT_FULL',
] as const
export type UnavailableReason = (typeof UNAVAILABLE_REASONS)[number]

/** 24 hours, in the bakery's time zone: 09:30. Compares as text. */
export type LocalTime = string

/** A stretch of a day in which orders are handed over, cut into slots. */
export interface Window {
  method: FulfilmentMethod
  opens: LocalTime
  closes: LocalTime
  slotMinutes: number
  ordersPerSlot: number
}

export interface SpecialDay {
  date: LocalDate
  closed: boolean
  reason: string | null
  /** Null where the weekday's own windows stand. */
  windows: Window[] | null
  /** Null where the weekday's own figure stands. */
  capacity: number | null
}

export interface Calendar {
  timeZone: string
  bookingHorizonDays: number
  windows: Partial<Record<Weekday, Window[]>>
  /** Production units of each weekday. */
  capacities: Partial<Record<Weekday, number>>
  specialDays: ReadonlyMap<LocalDate, SpecialDay>
}

export interface Slot {
  method: FulfilmentMethod
  date: LocalDate
  startTime: LocalTime
  endTime: LocalTime
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
}

/** A slot with how many orders it takes, by the settings in force. */
export interface OpenSlot extends Slot {
  capacity: number
}

export interface SlotOffer {
  slot: Slot
  available: boolean
  reason: UnavailableReason | null
  remaining: number | null
}

export const today = ({ timeZone }: Calendar, now: Temporal.Instant): LocalDate => dayAt(timeZone, now).date

/** The wall clock at a moment, to the minute. */
export function timeAt({ timeZone }: Calendar, now: Temporal.Instant): LocalTime {
  const { begins, ends } = dayAt(timeZone, now)
  const at = now.epochMilliseconds
  // Only within such a day the clocks are never changed.
  if (ends - begins !== DAY || at >= ends) return localTime(now.toZonedDateTimeISO(timeZone))
  return timeOf(Math.floor((at - begins) / 60_000))
}

export function horizon(calendar: Calendar, now: Temporal.Instant): LocalDate {
  const from = today(calendar, now)
  const known = horizons.get(calendar)
  if (known?.from === from) return known.to
  const to = addDays(from, calendar.bookingHorizonDays)
  horizons.set(calendar, { from, to })
  return to
}

/** Every request asks for it, for the same day. */
const horizons = new WeakMap<Calendar, { from: LocalDate; to: LocalDate }>()

/** Production units that can be made for orders of that day. */
export function capacityOn(calendar: Calendar, date: LocalDate): number {
  return calendar.specialDays.get(date)?.capacity ?? calendar.capacities[weekdayOf(date)] ?? 0
}

export function isWorkingDay(calendar: Calendar, date: LocalDate): boolean {
  return !calendar.specialDays.get(date)?.closed && capacityOn(calendar, date) > 0
}

export function windowsOn(calendar: Calendar, date: LocalDate, method: FulfilmentMethod): Window[] {
  const special = calendar.specialDays.get(date)
  if (special?.closed) return []
  const windows = special?.windows ?? calendar.windows[weekdayOf(date)] ?? []
  return windows.filter((window) => window.method === method)
}

/** The slots of a day, in order; starts that the change to summer time skips are none. */
export function slotsOn(calendar: Calendar, date: LocalDate, method: FulfilmentMethod): OpenSlot[] {
  const slots = new Map<LocalTime, OpenSlot>()
  for (const window of windowsOn(calendar, date, method)) {
    for (const startTime of startsOf(window)) {
      const slot = slotAt(calendar.timeZone, date, startTime, window)
      if (slot && !slots.has(startTime)) slots.set(startTime, slot)
    }
  }
  return [...slots.values()].toSorted((a, b) => (a.startTime < b.startTime ? -1 : 1))
}

/** One slot of the calendar, or undefined where it has none that starts then. */
export function findSlot(
  calendar: Calendar,
  { method, date, startTime }: Pick<Slot, 'method' | 'date' | 'startTime'>,
): OpenSlot | undefined {
  const window = windowsOn(calendar, date, method).find((each) => isStartOf(each, minutesOf(startTime)))
  return window && slotAt(calendar.timeZone, date, startTime, window)
}

const isStartOf = ({ opens, closes, slotMinutes }: Window, minute: number): boolean => {
  const after = minute - minutesOf(opens)
  return after >= 0 && after % slotMinutes === 0 && minute + slotMinutes <= minutesOf(closes)
}

function startsOf({ opens, closes, slotMinutes }: Window): LocalTime[] {
  const starts: LocalTime[] = []
  for (let minute = minutesOf(opens); minute + slotMinutes <= minutesOf(closes); minute += slotMinutes) {
    starts.push(timeOf(minute))
  }
  return starts
}

/** The slots of a window that were asked for; they stay the same as long as the window does. */
const known = new WeakMap<Window, Map<string, OpenSlot | undefined>>()
const KNOWN_AT_MOST = 2_000

function slotAt(
  timeZone: string,
  date: LocalDate,
  startTime: LocalTime,
  window: Window,
): OpenSlot | undefined {
  const slots = known.get(window) ?? new Map<string, OpenSlot | undefined>()
  known.set(window, slots)
  const key = `${timeZone} ${date} ${startTime}`
  if (slots.has(key)) return slots.get(key)
  if (slots.size >= KNOWN_AT_MOST) slots.clear()
  const slot = reckonSlot(timeZone, date, startTime, window)
  slots.set(key, slot)
  return slot
}

function reckonSlot(
  timeZone: string,
  date: LocalDate,
  startTime: LocalTime,
  window: Window,
): OpenSlot | undefined {
  const start = Temporal.PlainDateTime.from(`${date}T${startTime}`).toZonedDateTime(timeZone)
  // Skipped: a time by the change to summer time, a whole date where a zone crosses the date line.
  if (localTime(start) !== startTime || start.toPlainDate().toString() !== date) return undefined
  const end = start.add({ minutes: window.slotMinutes })
  return {
    method: window.method,
    date,
    startTime,
    endTime: localTime(end),
    startsAt: start.toInstant(),
    endsAt: end.toInstant(),
    capacity: window.ordersPerSlot,
  }
}

export const localTime = (at: Temporal.ZonedDateTime): LocalTime =>
  at.toPlainTime().toString({ smallestUnit: 'minute' })

export const minutesOf = (time: LocalTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const timeOf = (minute: number): LocalTime =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
