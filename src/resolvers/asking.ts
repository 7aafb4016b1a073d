import type { Kysely } from 'kysely'
import type { Settings } from '../db/bakery.ts'
import type { CatalogueShelf } from '../db/catalogue-memory.ts'
import type { CakeView } from '../db/cakes.ts'
import type { Loaders } from '../db/loaders.ts'
import type { OrderFeed } from '../db/order-feed.ts'
import type { OrderPart, OrderWithParts } from '../db/order-parts.ts'
import type { OrderView } from '../db/orders.ts'
import type { Database } from '../db/tables.ts'
import { horizon, today } from '../domain/calendar.ts'
import type { GuestSecret } from '../domain/guest-token.ts'
import type { Mover } from '../domain/order-status.ts'
import { Forbidden, Unauthenticated } from '../domain/refusals.ts'
import { isStaff, type Asker } from '../domain/viewer.ts'

/** Who asks, when, and what of: what every use case may know of a request. */
export interface Asking {
  db: Kysely<Database>
  asker: Asker
  /** The request's one moment, for reading. */
  now: Temporal.Instant
  /** The moment that a write decides by, given the database's clock. */
  decideAt(databaseNow: Temporal.Instant): Temporal.Instant
  /** The bakery as it stands, read once for the request. */
  settings(): Promise<Settings>
  /** What is known of the catalogue, settings included: looked at once for the request. */
  catalogue(): Promise<CatalogueShelf>
  /** The same, where its version was read by another statement just now. */
  catalogueAt(version: string, db: Kysely<Database>): Promise<CatalogueShelf>
  loaders: Loaders
  /** What is to be read along with orders, because it is selected below them. */
  expected: Set<OrderPart>
  /** Keeps what was read along with orders. */
  takeParts(rows: readonly OrderWithParts[]): void
  /** Forgets what was read of settings and rows, for what is to be shown after a change. */
  refresh(): void
  /** Orders that guest tokens opened in this request. */
  granted: Set<string>
  guestSecrets: readonly GuestSecret[]
  guestOrdersAtMost: number
  feed: OrderFeed
}

export const orderViewOf = ({ asker, granted }: Pick<Asking, 'asker' | 'granted'>): OrderView =>
  isStaff(asker) ? 'all' : { subject: asker?.subject ?? null, granted }

/** Everybody sees what is on sale; staff see drafts and what is withdrawn too, where `everything` is asked for. */
export function cakeViewOf({ asker, now }: Pick<Asking, 'asker' | 'now'>, { calendar }: Settings): CakeView {
  return isStaff(asker) ? 'all' : onSale(calendar, now)
}

export const onSale = (calendar: Settings['calendar'], now: Temporal.Instant) => ({
  today: today(calendar, now),
  horizon: horizon(calendar, now),
})

export const moverOf = (
  { asker }: Pick<Asking, 'asker'>,
  { bakery }: Settings,
  now: Temporal.Instant,
): Mover => ({
  isStaff: isStaff(asker),
  now,
  cancellationNoticeHours: bakery.cancellation_notice_hours,
})

/** @throws Unauthenticated, Forbidden */
export function requireStaff(asker: Asker, what: string): void {
  if (isStaff(asker)) return
  throw asker
    ? new Forbidden(`${what} is for staff only.`)
    : new Unauthenticated(`${what} is for staff only: sign in.`)
}
