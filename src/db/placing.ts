import { CompiledQuery, sql, type Kysely, type Transaction } from 'kysely'
import type { Customer, Who } from './customers.ts'
import { NoBakery } from './errors.ts'
import type { KeyName, Outcome } from './keys.ts'
import { prepare } from './prepare.ts'
import { insertionOf, type NewRows } from './rows.ts'
import type { Database } from './tables.ts'
import type { SlotKey, UsageChange } from './usage.ts'

// What placing an order asks of the database: one look, and in the transaction one statement to begin and one to write.

/** Who is looked up as a customer; null where nobody is. */
export type Orderer = Who | null

/** How things stand before an order is placed; nothing is held. */
export interface Outlook {
  catalogueVersion: string
  databaseNow: Temporal.Instant
  /** What the key was used for. */
  outcome: Outcome | undefined
  customer: Customer | undefined
  /** Booked on the day, and in the slot. */
  units: number
  orders: number
}

type Named<Values> = Values & KeyName & { who: string | null }

type Maybe<Row> = { [Column in keyof Row]: Row[Column] | null }

type OutlookRow = Maybe<Customer> &
  Maybe<Outcome> & {
    catalogueVersion: string
    databaseNow: Temporal.Instant
    units: number | null
    orders: number | null
  }

const looks = byOrderer((condition) =>
  prepare<Named<SlotKey>, OutlookRow>(
    (_, { principal, operation, key, method, date, startTime, who }) => sql`
      select customers.*, bakery.catalogue_version as "catalogueVersion", now() as "databaseNow",
        input_hash as "inputHash", order_id as "orderId", day_usage.booked as units, slot_usage.booked as orders
      from bakery
      left join idempotency_keys k
        on k.principal = ${principal} and k.operation = ${operation} and k.key = ${key}
      left join day_usage on day_usage.date = ${date}
      left join slot_usage
        on slot_usage.date = ${date} and slot_usage.method = ${method} and slot_usage.start_time = ${startTime}
      left join customers on ${condition(who)}`,
  ),
)

/** @throws NoBakery */
export async function look(
  db: Kysely<Database>,
  name: KeyName,
  orderer: Orderer,
  { method, date, startTime }: SlotKey,
): Promise<Outlook> {
  const [row] = await looks[kindOf(orderer)](db, { ...name, method, date, startTime, who: nameOf(orderer) })
  if (!row) throw new NoBakery()
  const { catalogueVersion, databaseNow, inputHash, orderId, units, orders, ...customer } = row
  return {
    catalogueVersion,
    databaseNow,
    outcome: inputHash === null ? undefined : { inputHash, orderId: orderId! },
    customer: customer.id === null ? undefined : (customer as Customer),
    units: units ?? 0,
    orders: orders ?? 0,
  }
}

/** What a transaction that places an order begins with. */
export interface Beginning {
  catalogueVersion: string
  databaseNow: Temporal.Instant
  /** Held until the transaction ends, so that placing and erasing wait for each other. */
  customer: Customer | undefined
}

interface Claim extends Outcome {
  now: Temporal.Instant
}

type BeginningRow = Maybe<Customer> & Omit<Beginning, 'customer'> & { claimed: boolean }

// The customer is looked for after the claim, in this order always, or two with one key could wait for each other.
const beginnings = byOrderer((condition) =>
  prepare<Named<Claim>, BeginningRow>(
    (_, { principal, operation, key, inputHash, orderId, now, who }) => sql`
      with swept as (
        delete from idempotency_keys where (principal, operation, key) in (
          select principal, operation, key from idempotency_keys
          where created_at < ${now}::timestamptz - interval '30 days'
          order by created_at limit 5 for update skip locked)),
      claimed as (
        insert into idempotency_keys (principal, operation, key, input_hash, order_id, created_at)
        values (${principal}, ${operation}, ${key}, ${inputHash}, ${orderId}, ${now})
        on conflict do nothing
        returning key),
      held as (
        select customers.* from customers where ${condition(who)} and exists (select from claimed)
        for update)
      select held.*, catalogue_version as "catalogueVersion", now() as "databaseNow",
        exists (select from claimed) as claimed
      from bakery left join held on true`,
  ),
)

/**
 * Claims a key for this transaction's order, holds the customer, and sweeps away a few keys that are past their 30 days. A
 * rival with the same key waits here until the first is committed or rolled back.
 *
 * @returns undefined where somebody else has committed the key
 * @throws NoBakery
 */
export async function begin(
  trx: Transaction<Database>,
  name: KeyName,
  orderer: Orderer,
  claim: Claim,
): Promise<Beginning | undefined> {
  const [row] = await beginnings[kindOf(orderer)](trx, { ...name, ...claim, who: nameOf(orderer) })
  if (!row) throw new NoBakery()
  const { catalogueVersion, databaseNow, claimed, ...customer } = row
  if (!claimed) return undefined
  return {
    catalogueVersion,
    databaseNow,
    customer: customer.id === null ? undefined : (customer as Customer),
  }
}

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

type Kind = 'id' | 'subject' | 'nobody'

const kindOf = (orderer: Orderer): Kind => (orderer === null ? 'nobody' : 'id' in orderer ? 'id' : 'subject')

const nameOf = (orderer: Orderer): string | null =>
  orderer === null ? null : 'id' in orderer ? orderer.id : orderer.subject

type Condition = (who: ReturnType<typeof sql>) => ReturnType<typeof sql>

function byOrderer<Statement>(make: (condition: Condition) => Statement): Record<Kind, Statement> {
  return {
    id: make((who) => sql`customers.id = ${who}::uuid`),
    subject: make((who) => sql`customers.subject = ${who}::text`),
    nobody: make((who) => sql`${who}::text is not null`),
  }
}
