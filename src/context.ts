import type { Kysely } from 'kysely'
import type { CatalogueMemory, CatalogueShelf } from './db/catalogue-memory.ts'
import { makeLoaders } from './db/loaders.ts'
import { primeParts, versionIn, type OrderPart, type OrderWithParts } from './db/order-parts.ts'
import type { OrderFeed } from './db/order-feed.ts'
import type { Database } from './db/tables.ts'
import type { GuestSecret } from './domain/guest-token.ts'
import type { Asker } from './domain/viewer.ts'
import { cakeViewOf, orderViewOf, type Asking } from './resolvers/asking.ts'

/** The time, for reading and for deciding writes. Tests hold it still. */
export interface Clock {
  now(): Temporal.Instant
  decideAt(databaseNow: Temporal.Instant): Temporal.Instant
}

export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  decideAt: (databaseNow) => databaseNow,
}

/** What every resolver is given: one for each request. */
export interface Context extends Asking {
  /** GET requests stand in access logs. */
  isGet: boolean
  /** Scheme and host under which the client reached us, to make addresses absolute. */
  readonly origin: string
}

export interface ContextParts {
  db: Kysely<Database>
  asker: Asker
  clock: Clock
  guestSecrets: readonly GuestSecret[]
  guestOrdersAtMost: number
  feed: OrderFeed
  memory: CatalogueMemory
  isGet: boolean
  origin: () => string
}

/** Most requests need little of it, so all that takes time is made when it is first used. */
export function createContext(parts: ContextParts): Context {
  const { db, asker, clock, memory, origin } = parts
  const granted = new Set<string>()
  let now: Temporal.Instant | undefined
  const readNow = () => (now ??= clock.now())
  let scheme: string | undefined
  let catalogue: Promise<CatalogueShelf> | undefined
  const open = () => (catalogue ??= memory.open(db))
  const expected = new Set<OrderPart>()
  const takeParts = (rows: readonly OrderWithParts[]) => {
    primeParts(rows, loaders)
    const version = versionIn(rows)
    if (!version || catalogue) return
    catalogue = memory.at(version, db)
    // Whoever needs it is told; perhaps nobody does.
    catalogue.catch(() => {})
  }
  const loaders = makeLoaders(db, {
    expected,
    takeParts,
    catalogue: open,
    cakes: ({ settings }) => cakeViewOf({ asker, now: readNow() }, settings),
    orders: () => orderViewOf({ asker, granted }),
  })
  return {
    db,
    asker,
    guestSecrets: parts.guestSecrets,
    guestOrdersAtMost: parts.guestOrdersAtMost,
    feed: parts.feed,
    isGet: parts.isGet,
    granted,
    get now() {
      return readNow()
    },
    set now(instant) {
      now = instant
    },
    get origin() {
      return (scheme ??= origin())
    },
    loaders,
    expected,
    takeParts,
    catalogue: open,
    catalogueAt: (version, reader) => (catalogue = memory.at(version, reader)),
    settings: async () => (await open()).settings,
    decideAt: (databaseNow) => clock.decideAt(databaseNow),
    // Whoever executes copies the context, so this must change the copy it is called on.
    refresh() {
      this.now = now = clock.now()
      catalogue = undefined
      for (const loader of Object.values(loaders)) loader.clearAll()
    },
  }
}
