import { sql, type Kysely } from 'kysely'
import type { LocalDate } from '../domain/calendar.ts'
import { scopes } from './scope.ts'
import type { Database } from './tables.ts'

/** Something that happened to an order. */
export interface OrderChanged {
  orderId: string
  version: number
  slotDate: LocalDate
  /** Where it stood before; null for a new order. */
  previousDate: LocalDate | null
}

export interface FeedOptions {
  db: Kysely<Database>
  /** The moment that writes decide by, given the database's clock. */
  decideAt: (databaseNow: Temporal.Instant) => Temporal.Instant
  onError: (error: unknown) => void
  everyMs?: number
  lifetimeMs?: number
}

export interface OrderFeed {
  /** Every change from now on that matches, until it is left, the lifetime is over or the feed closes. */
  watch(matches: (change: OrderChanged) => boolean, watcher?: Watcher): Promise<Watch>
  /** Ends all watches and starts no more. */
  close(): void
}

/** Who watches: staff, or whoever may see one order. */
export type Watcher = 'STAFF' | { orderId: string }

export interface Watch {
  next(): Promise<OrderChanged | undefined>
  /** Puts a change in by hand. */
  offer(change: OrderChanged): void
  leave(): void
}

/** As many as may watch have come to watch already. */
export class FeedFull extends Error {
  override readonly name = 'FeedFull'
}

export const WATCHES_AT_MOST = 100
/** A share of these is kept for staff, so that the kitchen sees what happens whoever watches. */
const WATCHES_OF_OTHERS = 80
const WATCHES_OF_AN_ORDER = 5

/** A transaction that began so long ago may commit only now: each look goes back as far, and drops what it has seen. */
export const OVERLAP = { seconds: 15 }

/**
 * Watches the history of orders for all watchers of this process by one small query every two seconds, and only while
 * somebody watches. It sees what any instance has written.
 */
export function createOrderFeed({
  db,
  decideAt,
  onError,
  everyMs = 2000,
  lifetimeMs = 55_000,
}: FeedOptions): OrderFeed {
  const watches = new Set<{ matches: (change: OrderChanged) => boolean; watcher: Watcher; watch: Watch }>()
  let seen = new Map<string, true>()
  let since: Temporal.Instant | undefined
  let timer: NodeJS.Timeout | undefined
  let started: Promise<void> | undefined
  let isClosed = false

  const isFullFor = (watcher: Watcher): boolean => {
    if (watcher === 'STAFF') return watches.size >= WATCHES_AT_MOST
    const others = [...watches].flatMap((each) => (each.watcher === 'STAFF' ? [] : [each.watcher.orderId]))
    const same = others.filter((orderId) => orderId === watcher.orderId)
    return others.length >= WATCHES_OF_OTHERS || same.length >= WATCHES_OF_AN_ORDER
  }
  const look = async (): Promise<OrderChanged[]> => {
    since ??= decideAt(await databaseNow(db)).subtract(OVERLAP)
    const { now, changes } = await changesSince(db, since)
    since = decideAt(now).subtract(OVERLAP)
    const fresh = changes.filter((change) => !seen.has(keyOf(change)))
    seen = new Map(changes.map((change) => [keyOf(change), true]))
    return fresh
  }
  // A look that was under way when everybody left does not go on beside the next one.
  let round = 0
  const goOn = (mine: number) => {
    if (watches.size > 0 && mine === round) timer = setTimeout(() => void tick(mine), everyMs)
  }
  const tick = async (mine: number) => {
    try {
      for (const change of await look()) {
        for (const { matches, watch } of watches) if (matches(change)) watch.offer(change)
      }
    } catch (error) {
      onError(error)
    }
    goOn(mine)
  }
  const rest = () => {
    clearTimeout(timer)
    round++
    started = since = undefined
  }

  return {
    async watch(matches, watcher = 'STAFF') {
      if (isClosed || isFullFor(watcher)) throw new FeedFull('Too many are watching already.')
      const onLeave = () => {
        watches.delete(entry)
        if (watches.size === 0) rest()
      }
      const entry = { matches, watcher, watch: makeWatch(lifetimeMs, onLeave) }
      watches.add(entry)
      // What is committed before the first look is told by whoever reads the orders after it.
      // It looks for all, so it is nobody's own work.
      started ??= scopes.exit(() => {
        const mine = round
        return look().then(() => goOn(mine))
      })
      try {
        await started
      } catch (error) {
        entry.watch.leave()
        throw error
      }
      return entry.watch
    },
    close() {
      isClosed = true
      for (const { watch } of watches) watch.leave()
    },
  }
}

function makeWatch(lifetimeMs: number, onLeave: () => void): Watch {
  const waiting: OrderChanged[] = []
  let wake: ((change: OrderChanged | undefined) => void) | undefined
  let isOver = false
  const leave = () => {
    isOver = true
    clearTimeout(lifetime)
    onLeave()
    wake?.(undefined)
  }
  const lifetime = setTimeout(leave, lifetimeMs)
  return {
    leave,
    offer: (change) => {
      if (wake) wake(change)
      else waiting.push(change)
      wake = undefined
    },
    next: () => {
      const change = waiting.shift()
      if (change || isOver) return Promise.resolve(change)
      return new Promise((resolve) => (wake = resolve))
    },
  }
}

/** What happened to the orders of a day from a moment on, and to those that left it. */
export async function changesOfDay(
  db: Kysely<Database>,
  date: LocalDate,
  since: Temporal.Instant,
): Promise<OrderChanged[]> {
  const { changes } = await changesSince(db, since.subtract(OVERLAP))
  return changes.filter((change) => change.slotDate === date || change.previousDate === date)
}

async function changesSince(
  db: Kysely<Database>,
  since: Temporal.Instant,
): Promise<{ now: Temporal.Instant; changes: OrderChanged[] }> {
  const { rows } = await sql<
    { now: Temporal.Instant } & { [Key in keyof OrderChanged]: OrderChanged[Key] | null }
  >`
    select now(), e.order_id as "orderId", e.version, e.slot_date as "slotDate", p.slot_date as "previousDate"
    from (select 1) one
    left join order_events e on e.at > ${since}
    left join order_events p on p.order_id = e.order_id and p.version = e.version - 1
    order by e.at, e.order_id, e.version`.execute(db)
  const changes = rows.filter((row): row is typeof row & OrderChanged => row.orderId !== null)
  return { now: rows[0]!.now, changes }
}

async function databaseNow(db: Kysely<Database>): Promise<Temporal.Instant> {
  const { rows } = await sql<{ now: Temporal.Instant }>`select now()`.execute(db)
  return rows[0]!.now
}

const keyOf = ({ orderId, version }: OrderChanged): string => `${orderId} ${version}`
