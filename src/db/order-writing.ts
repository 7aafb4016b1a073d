import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import { WHOLE } from './client.ts'
import { textOf } from './instants.ts'
import { sweep, type KeyName, type Outcome } from './keys.ts'
import type { Sight } from './placing.ts'
import { prepare, type Values } from './prepare.ts'
import { filled, insertInto, type NewRows } from './rows.ts'
import type { Database } from './tables.ts'
import { sendWhole } from './transact.ts'
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
  usage: UsageChange,
): Promise<'DAY_FULL' | 'SLOT_FULL' | undefined> {
  const statement = remembered(writings, keyOf(rows, usage), () => writingOf(rows, usage))
  const [answer] = await statement(trx, { ...jsonOf(rows), ...valuesOf(usage) })
  return answer!.slot ? undefined : answer!.day ? 'SLOT_FULL' : 'DAY_FULL'
}

interface Claim extends Outcome {
  name: KeyName
  now: Temporal.Instant
}

/**
 * The same without a transaction around it: one statement that claims the key, holds the customer, takes day and slot and
 * writes all rows, in the order in which a transaction would, where the catalogue and the customer are as they were. It
 * does all of it or nothing.
 *
 * @returns false where nothing was written, or nobody knows: a transaction with the same key finds out why
 * @throws LockTimeout
 */
export async function writeAtOnce(
  db: Kysely<Database>,
  rows: NewRows,
  usage: UsageChange,
  { name, inputHash, orderId, now }: Claim,
  { catalogueVersion, databaseNow, customer }: Sight,
): Promise<boolean> {
  const key = `${keyOf(rows, usage)} ${customer !== undefined}`
  const statement = remembered(wholes, key, () => wholeOf(rows, usage, customer !== undefined))
  const { id, subject, name: called, email, phone } = customer ?? {}
  const claim = { ...name, inputHash, orderId, now, catalogueVersion, databaseNow }
  const given = { ...claim, id, subject, called, email, phone, ...jsonOf(rows), ...valuesOf(usage) }
  const written = await sendWhole(() => statement(db, given))
  return written !== undefined && written.length > 0
}

type Given = Values<Record<string, unknown>>
type Prepared<Row> = ReturnType<typeof prepare<Given, Row>>

// By the tables: the columns of an order's rows are always the same.
const writings = new Map<string, Prepared<{ day: boolean; slot: boolean }>>()
const wholes = new Map<string, Prepared<{ placed: boolean }>>()

const writingOf = (rows: NewRows, usage: UsageChange) =>
  prepare(
    (_, values: Given) => sql<{ day: boolean; slot: boolean }>`
      with ${sql.join([...insertions(rows, values), ...takings(usage, values, sql``)])}
      select exists (select from day) as day, exists (select from slot) as slot`,
  )

// Each part reads the one before it, which forces their order. What is claimed and then cannot be had is an error: nothing
// else undoes a statement. Limits that are set by a statement are in force for what it waits for afterwards.
const wholeOf = (rows: NewRows, usage: UsageChange, hasCustomer: boolean) =>
  prepare((_, values: Given) => {
    const { principal, operation, key, inputHash, orderId, now, catalogueVersion, databaseNow } = values
    return sql<{ placed: boolean }>`
      with swept as (${sweep(now!)}),
      claimed as (
        insert into idempotency_keys (principal, operation, key, input_hash, order_id, created_at)
          select ${principal}::text, ${operation}::text, ${key}::text, ${inputHash}::text, ${orderId}::uuid,
            ${now}::timestamptz
          from bakery where catalogue_version = ${catalogueVersion}::uuid
            and now() < ${databaseNow}::timestamptz + interval '3 seconds'
            and set_config('lock_timeout', '3s', true) is not null
        on conflict do nothing
        returning 'undone: no room is left, or the customer has changed'::text as otherwise),
      held as (${hasCustomer ? sameCustomer(values) : sql`select from claimed`}),
      ${sql.join(takings(usage, values, sql`from held`))},
      ${sql.join(insertions(rows, values, sql`where exists (select from slot)`))}
      select case when exists (select from slot) then true else otherwise::boolean end as placed from claimed
      ${sql.raw(WHOLE)}`
  })

const sameCustomer = ({ id, subject, called, email, phone }: Given) => sql`
  select from customers where id = ${id}::uuid
    and (subject, name, email, phone)
      is not distinct from (${subject}::text, ${called}::text, ${email}::text, ${phone}::text)
    and exists (select from claimed)
  for update`

function takings({ day }: UsageChange, values: Given, from: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const { date, units, dayCapacity, method, startTime, orders, slotCapacity } = values
  // What takes up nothing leaves the day alone: the caller has seen to that.
  const taken =
    day.units === 0
      ? sql`select ${from}`
      : takeDay({ date: date!, units: units!, capacity: dayCapacity! }, from)
  const slot = {
    method: method!,
    date: date!,
    startTime: startTime!,
    orders: orders!,
    capacity: slotCapacity!,
  }
  return [sql`day as (${taken})`, sql`slot as (${takeSlot(slot, sql`from day`)})`]
}

const insertions = (rows: NewRows, values: Given, condition?: RawBuilder<unknown>) =>
  filled(rows).map(([table, list]) => insertInto(table, list, values[`into_${table}`]!, condition))

const keyOf = (rows: NewRows, { day }: UsageChange): string =>
  `${filled(rows)
    .map(([table]) => table)
    .join()} ${day.units === 0}`

const jsonOf = (rows: NewRows) =>
  Object.fromEntries(filled(rows).map(([table, list]) => [`into_${table}`, JSON.stringify(plain(list))]))

/** Rows with their instants written out. Most tables have none. */
const plain = (list: readonly object[]): readonly object[] =>
  Object.values(list[0]!).some(isInstant)
    ? list.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, isInstant(value) ? textOf(value) : value]),
        ),
      )
    : list

const isInstant = (value: unknown): value is Temporal.Instant => value instanceof Temporal.Instant

const valuesOf = ({ day, slot: { method, startTime, orders, capacity } }: UsageChange) => ({
  date: day.date,
  units: day.units,
  dayCapacity: day.capacity,
  method,
  startTime,
  orders,
  slotCapacity: capacity,
})

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}
