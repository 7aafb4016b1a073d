import { randomUUIDv7 } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { BakeryDraft } from '../domain/bakery-draft.ts'
import type { LocalDate, SpecialDay, Window } from '../domain/calendar.ts'
import type { Bakery } from './bakery.ts'
import { newVersion, renew } from './catalogue.ts'
import { insertAll } from './rows.ts'
import type { Database } from './tables.ts'

export type NewBakery = Pick<Bakery, 'name' | 'time_zone' | 'currency' | 'locale' | 'order_number_prefix'>

/** Sets the one bakery up, closed on every day until its settings are written; false where there is one. */
export async function insert(trx: Transaction<Database>, bakery: NewBakery): Promise<boolean> {
  const rows = await trx
    .insertInto('bakery')
    .values({
      ...bakery,
      id: randomUUIDv7(),
      email: null,
      phone: null,
      prices_include_tax: true,
      tax_rate_basis_points: 0,
      booking_horizon_days: 60,
      cancellation_notice_hours: 48,
      confirms_automatically: false,
      catalogue_version: newVersion(),
      created_at: sql<Temporal.Instant>`now()`,
      updated_at: sql<Temporal.Instant>`now()`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return rows.length > 0
}

/** Holds the bakery until the transaction ends, so that two changes of its settings come one after the other. */
export async function lock(trx: Transaction<Database>): Promise<void> {
  await trx.selectFrom('bakery').select('id').forUpdate().execute()
}

/** Writes the settings anew; lists only where they are given. */
export async function update(
  trx: Transaction<Database>,
  draft: BakeryDraft,
  given: Partial<Record<keyof BakeryDraft, unknown>>,
  now: Temporal.Instant,
): Promise<void> {
  await trx
    .updateTable('bakery')
    .set({
      name: draft.name,
      locale: draft.locale,
      email: draft.email,
      phone: draft.phone,
      prices_include_tax: draft.pricesIncludeTax,
      tax_rate_basis_points: draft.taxRateBasisPoints,
      booking_horizon_days: draft.bookingHorizonDays,
      cancellation_notice_hours: draft.cancellationNoticeHours,
      confirms_automatically: draft.confirmsAutomatically,
      catalogue_version: newVersion(),
      updated_at: now,
    })
    .execute()
  if (given.openingHours) await replaceHours(trx, draft)
  if (given.productionCapacity) await replaceCapacities(trx, draft)
  if (given.deliveryZones) await replaceZones(trx, draft)
}

async function replaceHours(trx: Transaction<Database>, { openingHours }: BakeryDraft): Promise<void> {
  await trx.deleteFrom('opening_hours').execute()
  const rows = openingHours.map(({ weekday, ...window }) => ({
    id: randomUUIDv7(),
    weekday,
    ...windowColumns(window),
  }))
  await insertAll(trx, { opening_hours: rows })
}

async function replaceCapacities(
  trx: Transaction<Database>,
  { productionCapacity }: BakeryDraft,
): Promise<void> {
  await trx.deleteFrom('weekday_capacities').execute()
  await insertAll(trx, { weekday_capacities: productionCapacity })
}

async function replaceZones(trx: Transaction<Database>, { deliveryZones }: BakeryDraft): Promise<void> {
  await trx.deleteFrom('delivery_zones').execute()
  const rows = deliveryZones.map(({ name, postalCodePrefixes, fee, minimumSubtotal }, position) => ({
    id: randomUUIDv7(),
    position,
    name,
    postal_code_prefixes: postalCodePrefixes,
    fee,
    minimum_subtotal: minimumSubtotal,
  }))
  await insertAll(trx, { delivery_zones: rows })
}

export async function setSpecialDay(trx: Transaction<Database>, day: SpecialDay): Promise<void> {
  await deleteSpecialDay(trx, day.date)
  await insertAll(trx, {
    special_days: [
      {
        date: day.date,
        closed: day.closed,
        reason: day.reason,
        has_own_hours: day.windows !== null,
        production_capacity: day.capacity,
      },
    ],
    special_hours: (day.windows ?? []).map((window) => ({ date: day.date, ...windowColumns(window) })),
  })
  await renew(trx)
}

/** Whether there was one. */
export async function removeSpecialDay(trx: Transaction<Database>, date: LocalDate): Promise<boolean> {
  if (!(await deleteSpecialDay(trx, date))) return false
  await renew(trx)
  return true
}

async function deleteSpecialDay(trx: Transaction<Database>, date: LocalDate): Promise<boolean> {
  const removed = await trx.deleteFrom('special_days').where('date', '=', date).returning('date').execute()
  return removed.length > 0
}

const windowColumns = ({ method, opens, closes, slotMinutes, ordersPerSlot }: Window) => ({
  method,
  opens,
  closes,
  slot_minutes: slotMinutes,
  orders_per_slot: ordersPerSlot,
})
