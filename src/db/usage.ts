import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import type { FulfilmentMethod, LocalDate, LocalTime, Slot } from '../domain/calendar.ts'
import type { Database } from './tables.ts'

export type SlotKey = Pick<Slot, 'method' | 'date' | 'startTime'>

/** What one order takes up, with the capacities in force; a negative amount gives back. */
export interface UsageChange {
  day: { date: LocalDate; units: number; capacity: number }
  slot: SlotKey & { orders: number; capacity: number }
}

/**
 * Takes and gives back capacity, days before slots and each in sorted order, so that no two transactions wait for
 * each other in a circle. Comes last in its transaction, to hold the rows for the shortest time.
 * Each statement is the race-safe check: it takes all or nothing.
 *
 * @returns what there was no room for, where something was not taken: then the transaction has to be rolled back
 */
export async function changeUsage(
  trx: Transaction<Database>,
  changes: readonly UsageChange[],
): Promise<'DAY_FULL' | 'SLOT_FULL' | undefined> {
  const days = merge(changes.map(({ day }) => ({ ...day, key: day.date, by: day.units })))
  for (const day of days) if (!(await changeDay(trx, day.date, day.by, day.capacity))) return 'DAY_FULL'
  const slots = merge(changes.map(({ slot }) => ({ ...slot, key: slotKey(slot), by: slot.orders })))
  for (const slot of slots) if (!(await changeSlot(trx, slot, slot.by, slot.capacity))) return 'SLOT_FULL'
  return undefined
}

export interface Usage {
  days: ReadonlyMap<LocalDate, number>
  slots: ReadonlyMap<string, number>
}

/** What is booked in a range of dates, both methods. An unlocked look: it promises nothing. */
export async function readUsage(db: Kysely<Database>, from: LocalDate, to: LocalDate): Promise<Usage> {
  const { rows } = await sql<{
    method: FulfilmentMethod | null
    date: LocalDate
    start: LocalTime | null
    booked: number
  }>`
    select null as method, date, null::time as start, booked from day_usage where date between ${from} and ${to}
    union all
    select method, date, start_time, booked from slot_usage where date between ${from} and ${to}`.execute(db)
  const days = new Map<LocalDate, number>()
  const slots = new Map<string, number>()
  for (const { method, date, start, booked } of rows) {
    if (method === null || start === null) days.set(date, booked)
    else slots.set(slotKey({ method, date, startTime: start }), booked)
  }
  return { days, slots }
}

export const slotKey = ({ method, date, startTime }: SlotKey): string => `${date} ${method} ${startTime}`

/** Adds up what concerns one key, leaves out what changes nothing, and sorts. */
function merge<Change extends { key: string; by: number; capacity: number }>(changes: Change[]): Change[] {
  const byKey = new Map<string, Change>()
  for (const change of changes) {
    const known = byKey.get(change.key)
    byKey.set(change.key, known ? { ...known, by: known.by + change.by } : change)
  }
  return [...byKey.values()].filter(({ by }) => by !== 0).toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

async function changeDay(
  trx: Transaction<Database>,
  date: LocalDate,
  by: number,
  capacity: number,
): Promise<boolean> {
  if (by < 0) {
    await sql`update day_usage set booked = booked + ${by} where date = ${date}`.execute(trx)
    return true
  }
  const { rows } = await takeDay({
    date: sql`${date}`,
    units: sql`${by}`,
    capacity: sql`${capacity}`,
  }).execute(trx)
  return rows.length > 0
}

async function changeSlot(
  trx: Transaction<Database>,
  { method, date, startTime }: SlotKey,
  by: number,
  capacity: number,
): Promise<boolean> {
  if (by < 0) {
    await sql`update slot_usage set booked = booked + ${by}
      where method = ${method} and date = ${date} and start_time = ${startTime}`.execute(trx)
    return true
  }
  const slot = { method: sql`${method}`, date: sql`${date}`, startTime: sql`${startTime}` }
  const { rows } = await takeSlot({ ...slot, orders: sql`${by}`, capacity: sql`${capacity}` }).execute(trx)
  return rows.length > 0
}

type Value = RawBuilder<unknown>

/** Takes units of a day, all or nothing: the race-safe check. `from` may make it depend on something else. */
export const takeDay = (day: { date: Value; units: Value; capacity: Value }, from: Value = sql``) => sql`
  insert into day_usage as u (date, booked)
    select ${day.date}::date, ${day.units}::int ${from} where ${day.units}::int <= ${day.capacity}::int
  on conflict (date) do update set booked = u.booked + excluded.booked
    where u.booked + excluded.booked <= ${day.capacity}::int
  returning booked`

/** The same for orders of a slot. */
export const takeSlot = (
  slot: { method: Value; date: Value; startTime: Value; orders: Value; capacity: Value },
  from: Value = sql``,
) => sql`
  insert into slot_usage as u (method, date, start_time, booked)
    select ${slot.method}::text, ${slot.date}::date, ${slot.startTime}::time, ${slot.orders}::int ${from}
      where ${slot.orders}::int <= ${slot.capacity}::int
  on conflict (date, method, start_time) do update set booked = u.booked + excluded.booked
    where u.booked + excluded.booked <= ${slot.capacity}::int
  returning booked`
