import type { Kysely } from 'kysely'
import type { CatalogueMemory, CatalogueShelf } from './db/catalogue-memory.ts'
import { makeLoaders } from './db/loaders.ts'
import { versionIn, type OrderPart, type OrderWithParts } from './db/order-parts.ts'
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
  origin: string
  /** Keeps no rows any more, for the context itself may be kept a while. */
  letGo(): void
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
  origin: string
}

export function createContext({ clock, memory, ...parts }: ContextParts): Context {
  const granted = new Set<string>()
  let now = clock.now()
  let catalogue: Promise<CatalogueShelf> | undefined
  let shelf: CatalogueShelf | undefined
  const keep = (opening: Promise<CatalogueShelf>) => {
    const take = (opened: CatalogueShelf) => void (catalogue === opening && (shelf = opened))
    shelf = undefined
    // Whoever needs it is told where it fails; perhaps nobody does.
    opening.then(take, () => {})
    return (catalogue = opening)
  }
  const open = () => catalogue ?? keep(memory.open(parts.db))
  const expected = new Set<OrderPart>()
  const taken: OrderWithParts[] = []
  const takeParts = (rows: readonly OrderWithParts[]) => {
    taken.push(...rows)
    const version = versionIn(rows)
    if (!version || catalogue) return
    void keep(memory.at(version, parts.db))
    shelf = memory.known(version)
  }
  const loaders = makeLoaders(parts.db, {
    expected,
    taken: () => taken,
    takeParts,
    catalogue: open,
    shelf: () => shelf,
    cakes: ({ settings }) => cakeViewOf({ asker: parts.asker, now }, settings),
    orders: () => orderViewOf({ asker: parts.asker, granted }),
  })
  return {
    ...parts,
    granted,
    now,
    loaders,
    expected,
    takeParts,
    catalogue: open,
    catalogueAt: (version, db) => keep(memory.at(version, db)),
    settings: async () => (await open()).settings,
    decideAt: (databaseNow) => clock.decideAt(databaseNow),
    letGo: () => void (taken.length = 0),
    // Whoever executes copies the context, so this must change the copy it is called on.
    refresh() {
      this.now = now = clock.now()
      catalogue = shelf = undefined
      taken.length = 0
      for (const loader of Object.values(loaders)) loader.clearAll()
    },
  }
}
