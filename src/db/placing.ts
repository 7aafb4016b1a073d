import { sql, type Kysely, type Transaction } from 'kysely'
import type { Customer, Who } from './customers.ts'
import { NoBakery } from './errors.ts'
import { writtenInstant } from './instants.ts'
import { sweep, type KeyName, type Outcome } from './keys.ts'
import { prepare, type Values } from './prepare.ts'
import type { Database } from './tables.ts'
import type { SlotKey } from './usage.ts'

// What placing an order asks of the database before it is written: one look, and in a transaction one statement to begin.

/** Who is looked up as a customer; null where nobody is. */
export type Orderer = Who | null

/** What an order takes of the customer. */
export type Buyer = Pick<Customer, 'id' | 'subject' | 'name' | 'email' | 'phone'>

/** What an order is decided by. */
export interface Sight {
  catalogueVersion: string
  databaseNow: Temporal.Instant
  customer: Buyer | undefined
}

/** How things stand before an order is placed; nothing is held. */
export interface Outlook extends Sight {
  /** What the key was used for. */
  outcome: Outcome | undefined
  /** Booked on the day, and in the slot. */
  units: number
  orders: number
}

type Named<Own> = Own & KeyName & { who: string | null }

type Maybe<Row> = { [Column in keyof Row]: Row[Column] | null }

type OutlookRow = Maybe<Buyer> &
  Maybe<Outcome> & {
    catalogueVersion: string
    databaseNow: string
    units: number | null
    orders: number | null
  }

const BUYER = sql.raw('customers.id, subject, customers.name, customers.email, customers.phone')

const looks = byOrderer((condition) =>
  prepare(
    (
      _,
      { principal, operation, key, method, date, startTime, who }: Values<Named<SlotKey>>,
    ) => sql<OutlookRow>`
      select ${BUYER}, bakery.catalogue_version as "catalogueVersion", now()::text as "databaseNow",
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
    databaseNow: writtenInstant(databaseNow),
    outcome: inputHash === null ? undefined : { inputHash, orderId: orderId! },
    customer: customer.id === null ? undefined : (customer as Buyer),
    units: units ?? 0,
    orders: orders ?? 0,
  }
}

interface Claim extends Outcome {
  now: Temporal.Instant
}

type BeginningRow = Maybe<Buyer> & Omit<Sight, 'customer'> & { claimed: boolean }

// The customer is looked for after the claim, in this order always, or two with one key could wait for each other.
const beginnings = byOrderer((condition) =>
  prepare(
    (
      _,
      { principal, operation, key, inputHash, orderId, now, who }: Values<Named<Claim>>,
    ) => sql<BeginningRow>`
      with swept as (${sweep(now)}),
      claimed as (
        insert into idempotency_keys (principal, operation, key, input_hash, order_id, created_at)
        values (${principal}, ${operation}, ${key}, ${inputHash}, ${orderId}, ${now})
        on conflict do nothing
        returning key),
      held as (
        select ${BUYER} from customers where ${condition(who)} and exists (select from claimed)
        for update)
      select held.*, catalogue_version as "catalogueVersion", now() as "databaseNow",
        exists (select from claimed) as claimed
      from bakery left join held on true`,
  ),
)

/**
 * Claims a key for this transaction's order, holds the customer, so that placing and erasing wait for each other, and sweeps
 * away a few keys that are past their 30 days. A rival with the same key waits here until the first is committed or rolled
 * back.
 *
 * @returns undefined where somebody else has committed the key
 * @throws NoBakery
 */
export async function begin(
  trx: Transaction<Database>,
  name: KeyName,
  orderer: Orderer,
  claim: Claim,
): Promise<Sight | undefined> {
  const [row] = await beginnings[kindOf(orderer)](trx, { ...name, ...claim, who: nameOf(orderer) })
  if (!row) throw new NoBakery()
  const { catalogueVersion, databaseNow, claimed, ...customer } = row
  if (!claimed) return undefined
  return {
    catalogueVersion,
    databaseNow,
    customer: customer.id === null ? undefined : (customer as Buyer),
  }
}

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
