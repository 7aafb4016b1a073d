import {
  WEEKDAYS,
  type Calendar,
  type SpecialDay,
  type Weekday,
  type Window,
} from '../../src/domain/calendar.ts'
import type { Need } from '../../src/domain/lead-time.ts'
import type { CakeForSale, GroupForSale, OptionForSale } from '../../src/domain/cake.ts'
import type { Bookings, Question } from '../../src/domain/availability.ts'
import { InputCheck } from '../../src/domain/text.ts'

/** The same for every weekday, but for those named. */
export function week<T>(everyDay: T, but: Partial<Record<Weekday, T>> = {}): Record<Weekday, T> {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, but[day] ?? everyDay])) as Record<Weekday, T>
}

export const pickup = (opens: string, closes: string, slotMinutes = 60, ordersPerSlot = 2): Window => ({
  method: 'PICKUP',
  opens,
  closes,
  slotMinutes,
  ordersPerSlot,
})

export const delivery = (opens: string, closes: string, slotMinutes = 60, ordersPerSlot = 2): Window => ({
  ...pickup(opens, closes, slotMinutes, ordersPerSlot),
  method: 'DELIVERY',
})

/**
 * A bakery in Amsterdam: pickup 9 to 12 and delivery 13 to 15, Monday to Saturday, ten units a day. On Sunday it
 * neither works nor opens. 1 June 2026 is a Monday.
 */
export function bakery(but: Partial<Calendar> = {}): Calendar {
  return {
    timeZone: 'Europe/Amsterdam',
    bookingHorizonDays: 60,
    windows: week([pickup('09:00', '12:00'), delivery('13:00', '15:00')], { SUNDAY: [] }),
    capacities: week(10, { SUNDAY: 0 }),
    specialDays: new Map(),
    ...but,
  }
}

export function specialDays(days: Record<string, Partial<SpecialDay>>): Map<string, SpecialDay> {
  return new Map(
    Object.entries(days).map(([date, day]) => [
      date,
      { date, closed: false, reason: null, windows: null, capacity: null, ...day },
    ]),
  )
}

export const need = (but: Partial<Need> = {}): Need => ({
  leadDays: 0,
  cutoff: null,
  seasonFrom: null,
  seasonUntil: null,
  ...but,
})

/** The instant of a local date and time. */
export const at = (local: string, timeZone = 'Europe/Amsterdam'): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant()

export const nothingBooked: Bookings = { onDay: () => 0, inSlot: () => 0 }

/** What a visitor asks on Monday 1 June at 8 about picking up one cake of one unit. */
export const question = (but: Partial<Question> = {}): Question => ({
  calendar: bakery(),
  demand: { needs: [need()], units: 1 },
  method: 'PICKUP',
  bookings: nothingBooked,
  now: at('2026-06-01T08:00'),
  asStaff: false,
  ...but,
})

export const option = (id: string, but: Partial<OptionForSale> = {}): OptionForSale => ({
  id,
  name: id,
  surcharge: 0,
  allergens: [],
  available: true,
  ...but,
})

export const group = (
  id: string,
  options: OptionForSale[],
  but: Partial<GroupForSale> = {},
): GroupForSale => ({
  id,
  name: id,
  minChoices: 0,
  maxChoices: options.length,
  pricing: 'SUM',
  options,
  ...but,
})

export const cake = (id: string, but: Partial<CakeForSale> = {}): CakeForSale => ({
  ...need(),
  id,
  name: id,
  allergens: [],
  inscriptionMaxLength: null,
  taxRateBasisPoints: null,
  variants: [{ id: `${id}-small`, name: 'Small', price: 2000, productionUnits: 1 }],
  groups: [],
  ...but,
})

/** What was read of an input, and the codes and paths of what was wrong with it. */
export function reading<T>(read: (check: InputCheck) => T): { value: T; codes: string[] } {
  const check = new InputCheck()
  const value = read(check)
  return { value, codes: check.fields.map(({ code, path }) => `${code} ${path.join('.')}`) }
}
