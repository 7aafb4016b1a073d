import { CompiledQuery, type Transaction } from 'kysely'
import { insertionOf, type NewRows } from './rows.ts'
import type { Database } from './tables.ts'
import { takeDay, takeSlot, type UsageChange } from './usage.ts'

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
  const { tables, values } = insertionOf(rows)
  // What takes up nothing leaves the day alone: the caller has seen to that.
  const isNothing = day.units === 0
  const key = `${tables.join()} ${isNothing}`
  const text = texts.get(key) ?? textFor(rows, isNothing)
  texts.set(key, text)
  values.push(day.date, slot.startTime, slot.method, slot.orders, slot.capacity)
  if (!isNothing) values.push(day.units, day.capacity)
  const { rows: answers } = await trx.executeQuery<{ day: boolean; slot: boolean }>(
    CompiledQuery.raw(text, values),
  )
  const { day: hasDay, slot: hasSlot } = answers[0]!
  return hasSlot ? undefined : hasDay ? 'SLOT_FULL' : 'DAY_FULL'
}

/** By the tables: the columns of an order's rows are always the same. */
const texts = new Map<string, string>()

function textFor(rows: NewRows, isNothing: boolean): string {
  const { parts } = insertionOf(rows)
  const after = (place: number, type: string) => `$${parts.length + place}::${type}`
  const [date, start, method] = [after(1, 'date'), after(2, 'time'), after(3, 'text')]
  const taken = isNothing ? 'select 1' : takeDay(date, after(6, 'int'), after(7, 'int'))
  const held = takeSlot([method, date, start], after(4, 'int'), after(5, 'int'), 'from day')
  return `with ${parts.join(', ')}, day as (${taken}), slot as (${held})
    select exists (select from day) as day, exists (select from slot) as slot`
}
