import { WEEKDAYS, type Calendar, type LocalDate } from '../../src/domain/calendar.ts'
import type { DeliveryZone } from '../../src/domain/delivery.ts'
import type { Database } from '../../src/db/tables.ts'
import { uuidAt } from './chance.ts'
import { specialDaysAround } from './special-days.ts'
import { CAPACITIES, WINDOWS } from './windows.ts'

const OPENED = Temporal.Instant.from('2019-09-03T07:00:00Z')

export const BAKERY: Database['bakery'] = {
  id: uuidAt(OPENED, 'bakery'),
  name: 'De Gouden Garde',
  time_zone: 'Europe/Amsterdam',
  currency: 'EUR',
  locale: 'nl-NL',
  email: 'hello@example.com',
  // No number of the Netherlands has a zero after its area code.
  phone: '+31 23 000 01 23',
  prices_include_tax: true,
  tax_rate_basis_points: 900,
  booking_horizon_days: 90,
  cancellation_notice_hours: 24,
  confirms_automatically: false,
  order_number_prefix: 'B-',
  catalogue_version: uuidAt(OPENED, 'catalogue'),
  created_at: OPENED,
  updated_at: OPENED,
}

export const ZONES: DeliveryZone[] = [
  {
    name: 'Haarlem, inside the canals',
    postalCodePrefixes: ['2011', '2012', '2013'],
    fee: 495,
    minimumSubtotal: null,
  },
  {
    name: 'Haarlem and Heemstede',
    postalCodePrefixes: ['201', '202', '203', '210'],
    fee: 795,
    minimumSubtotal: 2500,
  },
  {
    name: 'Towards the sea',
    postalCodePrefixes: ['2041', '2042', '2051', '206', '2111'],
    fee: 1250,
    minimumSubtotal: 4000,
  },
]

export function calendarAround(today: LocalDate): Calendar {
  return {
    timeZone: BAKERY.time_zone,
    bookingHorizonDays: BAKERY.booking_horizon_days,
    windows: WINDOWS,
    capacities: CAPACITIES,
    specialDays: specialDaysAround(today),
  }
}

export function settingsRows({ specialDays }: Calendar) {
  const days = [...specialDays.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1))
  return {
    bakery: [BAKERY],
    opening_hours: WEEKDAYS.flatMap((weekday) =>
      (WINDOWS[weekday] ?? []).map(({ method, opens, closes, slotMinutes, ordersPerSlot }) => ({
        id: uuidAt(OPENED, `${weekday} ${method} ${opens}`),
        weekday,
        method,
        opens,
        closes,
        slot_minutes: slotMinutes,
        orders_per_slot: ordersPerSlot,
      })),
    ),
    weekday_capacities: WEEKDAYS.map((weekday) => ({ weekday, units: CAPACITIES[weekday] })),
    special_days: days.map(({ date, closed, reason, windows, capacity }) => ({
      date,
      closed,
      reason,
      has_own_hours: windows !== null,
      production_capacity: capacity,
    })),
    special_hours: days.flatMap(({ date, windows }) =>
      (windows ?? []).map(({ method, opens, closes, slotMinutes, ordersPerSlot }) => ({
        date,
        method,
        opens,
        closes,
        slot_minutes: slotMinutes,
        orders_per_slot: ordersPerSlot,
      })),
    ),
    delivery_zones: ZONES.map(({ name, postalCodePrefixes, fee, minimumSubtotal }, position) => ({
      id: uuidAt(OPENED, name),
      position,
      name,
      postal_code_prefixes: postalCodePrefixes,
      fee,
      minimum_subtotal: minimumSubtotal,
    })),
  }
}
