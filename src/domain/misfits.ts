import { capacityOn, slotsOn, type Calendar, type LocalDate, type Slot } from './calendar.ts'

export interface Booking extends Pick<Slot, 'method' | 'startTime'> {
  units: number
}

/**
 * Which bookings of a day no longer fit it: the day is closed, their slot is gone, or they came last to a slot or a day
 * that now holds fewer. Earlier bookings come first in the list, and keep their places.
 */
export function misfits<Kind extends Booking>(
  calendar: Calendar,
  date: LocalDate,
  bookings: readonly Kind[],
): Kind[] {
  const slots = [...slotsOn(calendar, date, 'PICKUP'), ...slotsOn(calendar, date, 'DELIVERY')]
  const places = new Map(slots.map((slot) => [keyOf(slot), slot.capacity]))
  let units = calendar.specialDays.get(date)?.closed ? 0 : capacityOn(calendar, date)
  return bookings.filter((booking) => {
    const left = places.get(keyOf(booking)) ?? 0
    const fits = left > 0 && booking.units <= units
    if (fits) {
      places.set(keyOf(booking), left - 1)
      units -= booking.units
    }
    return !fits
  })
}

const keyOf = ({ method, startTime }: Pick<Slot, 'method' | 'startTime'>): string => `${method} ${startTime}`
