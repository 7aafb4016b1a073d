import type { LocalTime, Weekday, Window } from '../../src/domain/calendar.ts'

export const pickup = (opens: LocalTime, closes: LocalTime, ordersPerSlot: number): Window => ({
  method: 'PICKUP',
  opens,
  closes,
  slotMinutes: 30,
  ordersPerSlot,
})

export const delivery = (opens: LocalTime, closes: LocalTime, ordersPerSlot: number): Window => ({
  method: 'DELIVERY',
  opens,
  closes,
  slotMinutes: 60,
  ordersPerSlot,
})

export const WINDOWS: Partial<Record<Weekday, Window[]>> = {
  TUESDAY: [pickup('09:00', '12:30', 2), pickup('13:30', '18:00', 2)],
  WEDNESDAY: [pickup('09:00', '12:30', 2), pickup('13:30', '18:00', 2), delivery('13:00', '18:00', 2)],
  THURSDAY: [pickup('09:00', '12:30', 2), pickup('13:30', '18:00', 2), delivery('13:00', '18:00', 2)],
  FRIDAY: [pickup('09:00', '12:30', 2), pickup('13:30', '19:00', 3), delivery('13:00', '19:00', 2)],
  SATURDAY: [pickup('08:30', '12:30', 2), pickup('13:00', '17:00', 3), delivery('12:00', '17:00', 3)],
  SUNDAY: [pickup('09:30', '12:30', 3)],
}

/** Production units of each weekday. */
export const CAPACITIES: Record<Weekday, number> = {
  MONDAY: 0,
  TUESDAY: 36,
  WEDNESDAY: 36,
  THURSDAY: 40,
  FRIDAY: 56,
  SATURDAY: 64,
  SUNDAY: 26,
}
