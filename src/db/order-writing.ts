import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import { WHOLE } from './client.ts'
import { isToSweep, noteSwept, sweep, type KeyName } from './keys.ts'
import { insertions, valuesOf, type Given, type WrittenOrder } from './order-insertion.ts'
import type { Sight } from './placing.ts'
import { prepare } from './prepare.ts'
import type { Database } from './tables.ts'
import { sendWhole } from './transact.ts'
import { takeDay, takeSlot } from './usage.ts'

/** How much the day and the slot of an order hold, by the settings in force. */
export interface Room {
  day: number
  slot: number
}

/**
 * Writes all rows of an order and takes its place in the day and then in the slot, the day first as everywhere. Each is the
 * race-safe check: it takes all or nothing.
 *
 * @returns what there was no room for: then the transaction has to be rolled back
 */
export async function write(
  trx: Transaction<Database>,
  written: WrittenOrder,
  room: Room,
): Promise<'DAY_FULL' | 'SLOT_FULL' | undefined> {
  const statement = remembered(writings, kindOf(written), () => writingOf(written))
  const [answer] = await statement(trx, { ...valuesOf(written), ...capacitiesOf(room) })
  return answer!.slot ? undefined : answer!.day ? 'SLOT_FULL' : 'DAY_FULL'
}

interface Claim {
  name: KeyName
  inputHash: string
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
  written: WrittenOrder,
  room: Room,
  { name, inputHash }: Claim,
  { catalogueVersion, databaseNow, customer }: Sight,
): Promise<boolean> {
  const more = { hasCustomer: customer !== undefined, sweeps: isToSweep(db) }
  const kind = `${kindOf(written)} ${more.hasCustomer} ${more.sweeps}`
  const statement = remembered(wholes, kind, () => wholeOf(written, more))
  const given = {
    ...valuesOf(written),
    ...capacitiesOf(room),
    ...name,
    inputHash,
    catalogueVersion,
    databaseNow,
    subject: customer?.subject,
    called: customer?.name,
    email: customer?.email,
    phone: customer?.phone,
  }
  const rows = await sendWhole(() => statement(db, given))
  if (rows === undefined || rows.length === 0) return false
  if (more.sweeps) noteSwept(db, rows[0]!.swept)
  return true
}

type Prepared<Row> = ReturnType<typeof prepare<Given, Row>>

// By what there is to write: the columns of an order's rows are always the same.
const writings = new Map<string, Prepared<{ day: boolean; slot: boolean }>>()
const wholes = new Map<string, Prepared<{ placed: boolean; swept: number }>>()

const writingOf = (written: WrittenOrder) =>
  prepare(
    (_, given: Given) => sql<{ day: boolean; slot: boolean }>`
      with ${sql.join([...insertions(written, given, sql``), ...takings(written, given, sql``)])}
      select exists (select from day) as day, exists (select from slot) as slot`,
  )

// Each part reads the one before it, which forces their order. What is claimed and then cannot be had is an error: nothing
// else undoes a statement. Limits that are set by a statement are in force for what it waits for afterwards.
const wholeOf = (written: WrittenOrder, { hasCustomer, sweeps }: { hasCustomer: boolean; sweeps: boolean }) =>
  prepare((_, given: Given) => {
    const { principal, operation, key, inputHash, id, placed_at: now, catalogueVersion, databaseNow } = given
    return sql<{ placed: boolean; swept: number }>`
      with ${sweeps ? sql`swept as (${sweep(now!)}),` : sql``}
      claimed as (
        insert into idempotency_keys (principal, operation, key, input_hash, order_id, created_at)
          select ${principal}::text, ${operation}::text, ${key}::text, ${inputHash}::text, ${id}::uuid,
            ${now}::timestamptz
          from bakery where catalogue_version = ${catalogueVersion}::uuid
            and now() < ${databaseNow}::timestamptz + interval '3 seconds'
            and set_config('lock_timeout', '3s', true) is not null
        on conflict do nothing
        returning 'undone: no room is left, or the customer has changed'::text as otherwise),
      held as (${hasCustomer ? sameCustomer(given) : sql`select from claimed`}),
      ${sql.join(takings(written, given, sql`from held`))},
      ${sql.join(insertions(written, given, sql`from slot`))}
      select case when exists (select from slot) then true else otherwise::boolean end as placed,
        ${sweeps ? sql`(select count(*) from swept)` : sql`0`} as swept from claimed
      ${sql.raw(WHOLE)}`
  })

const sameCustomer = ({ customer_id: id, subject, called, email, phone }: Given) => sql`
  select from customers where id = ${id}::uuid
    and (subject, name, email, phone)
      is not distinct from (${subject}::text, ${called}::text, ${email}::text, ${phone}::text)
    and exists (select from claimed)
  for update`

function takings({ order }: WrittenOrder, given: Given, from: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const date = given['slot_date']!
  // What takes up nothing leaves the day alone: the caller has seen to that.
  const day =
    order.production_units === 0
      ? sql`select ${from}`
      : takeDay({ date, units: given['production_units']!, capacity: given['dayCapacity']! }, from)
  const slot = takeSlot(
    {
      method: given['method']!,
      date,
      startTime: given['slot_start']!,
      orders: sql`1`,
      capacity: given['slotCapacity']!,
    },
    sql`from day`,
  )
  return [sql`day as (${day})`, sql`slot as (${slot})`]
}

const capacitiesOf = ({ day, slot }: Room) => ({ dayCapacity: day, slotCapacity: slot })

const kindOf = ({ order, options }: WrittenOrder): string =>
  `${options.length > 0} ${order.production_units === 0}`

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}
