import { sql, type Kysely, type Selectable } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Calendar, LocalDate, SpecialDay, Weekday, Window } from '../domain/calendar.ts'
import type { DeliveryZone } from '../domain/delivery.ts'
import { NoBakery } from './errors.ts'
import type { BakeryTable, Database } from './tables.ts'

export type Bakery = Selectable<BakeryTable>

/** The bakery with everything that decides about orders. */
export interface Settings {
  bakery: Bakery
  calendar: Calendar
  hours: WeekdayWindow[]
  zones: DeliveryZone[]
}

export interface SettingsNow extends Settings {
  /** The database's clock, which write decisions go by. */
  databaseNow: Temporal.Instant
}

export interface WeekdayWindow extends Window {
  weekday: Weekday
}

/**
 * Reads them by one statement.
 *
 * @throws Error where no bakery was set up.
 */
export async function readSettings(db: Kysely<Database>): Promise<SettingsNow> {
  const row = await db
    .selectFrom('bakery')
    .selectAll()
    .select(sql<Temporal.Instant>`now()`.as('databaseNow'))
    .select(() => [
      jsonArrayFrom(weekdayWindows(db)).as('hours'),
      jsonArrayFrom(db.selectFrom('weekday_capacities').select(['weekday', 'units'])).as('capacities'),
      jsonArrayFrom(specialDays(db)).as('specialDays'),
      jsonArrayFrom(zones(db)).as('zones'),
    ])
    .executeTakeFirst()
  if (!row) throw new NoBakery()
  const { databaseNow, hours, capacities, specialDays: days, zones: deliveryZones, ...bakery } = row
  return {
    bakery,
    hours,
    zones: deliveryZones,
    databaseNow,
    calendar: {
      timeZone: bakery.time_zone,
      bookingHorizonDays: bakery.booking_horizon_days,
      windows: Object.groupBy(hours, ({ weekday }) => weekday),
      capacities: Object.fromEntries(capacities.map(({ weekday, units }) => [weekday, units])),
      specialDays: new Map(days.map((day) => [day.date, day])),
    },
  }
}

export function specialDaysBetween(
  db: Kysely<Database>,
  from: LocalDate,
  to: LocalDate,
): Promise<SpecialDay[]> {
  return specialDays(db).where('date', '>=', from).where('date', '<=', to).orderBy('date').execute()
}

const weekdayWindows = (db: Kysely<Database>) =>
  db
    .selectFrom('opening_hours')
    .select([
      'weekday',
      'method',
      'slot_minutes as slotMinutes',
      'orders_per_slot as ordersPerSlot',
      ...openingTimes(),
    ])
    .orderBy('opens')
    .orderBy('method')

const specialDays = (db: Kysely<Database>) =>
  db.selectFrom('special_days').select((day) => [
    'date',
    'closed',
    'reason',
    'production_capacity as capacity',
    day
      .case()
      .when('has_own_hours', '=', true)
      .then(
        jsonArrayFrom(
          day
            .selectFrom('special_hours')
            .select([
              'method',
              'slot_minutes as slotMinutes',
              'orders_per_slot as ordersPerSlot',
              ...openingTimes(),
            ])
            .whereRef('special_hours.date', '=', 'special_days.date')
            .orderBy('opens')
            .orderBy('method'),
        ),
      )
      .else(null)
      .end()
      .as('windows'),
  ])

const zones = (db: Kysely<Database>) =>
  db
    .selectFrom('delivery_zones')
    .select([
      'name',
      'postal_code_prefixes as postalCodePrefixes',
      'fee',
      'minimum_subtotal as minimumSubtotal',
    ])
    .orderBy('position')

// Inside JSON no parser of ours sees them.
const openingTimes = () =>
  [
    sql<string>`to_char(opens, 'HH24:MI')`.as('opens'),
    sql<string>`to_char(closes, 'HH24:MI')`.as('closes'),
  ] as const
