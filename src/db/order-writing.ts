import { CompiledQuery, type Transaction } from 'kysely'
import { insertionOf, type NewRows } from './rows.ts'
import type { Database } from './tables.ts'
import type { UsageChange } from './usage.ts'

/**
 * Writes all rows of an order and takes its place in the day and then in the slot, the day first as everywhere. Each is the
 * race-safe check: it takes all or nothing.
 *
 * @returns what there was no room for: then the transaction has to be rolled back
 */
export async function write(
  trx: Transaction<Database>,
  rows: NewRows,
  { day, slot }: UsageChange,
): Promise<'DAY_FULL' | 'SLOT_FULL' | undefined> {
  const { parts, values } = insertionOf(rows)
  const value = (given: unknown, type: string) => `$${values.push(given)}::${type}`
  const date = value(day.date, 'date')
  const taken =
    day.units === 0 ? 'select 1' : takeDay(date, value(day.units, 'int'), value(day.capacity, 'int'))
  const start = value(slot.startTime, 'time')
  const held = takeSlot(
    [value(slot.method, 'text'), date, start],
    value(slot.orders, 'int'),
    value(slot.capacity, 'int'),
  )
  const text = `with ${parts.join(', ')}, day as (${taken}), slot as (${held})
    select exists (select from day) as day, exists (select from slot) as slot`
  const { rows: answers } = await trx.executeQuery<{ day: boolean; slot: boolean }>(
    CompiledQuery.raw(text, values),
  )
  const { day: hasDay, slot: hasSlot } = answers[0]!
  return hasSlot ? undefined : hasDay ? 'SLOT_FULL' : 'DAY_FULL'
}

// What takes up nothing leaves the day alone: the caller has seen to that.
const takeDay = (date: string, units: string, capacity: string) => `
  insert into day_usage as u (date, booked) select ${date}, ${units} where ${units} <= ${capacity}
  on conflict (date) do update set booked = u.booked + excluded.booked
    where u.booked + excluded.booked <= ${capacity}
  returning 1`

const takeSlot = (key: string[], orders: string, capacity: string) => `
  insert into slot_usage as u (method, date, start_time, booked)
    select ${key.join(', ')}, ${orders} from day where ${orders} <= ${capacity}
  on conflict (date, method, start_time) do update set booked = u.booked + excluded.booked
    where u.booked + excluded.booked <= ${capacity}
  returning 1`
