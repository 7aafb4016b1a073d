import type { Kysely } from 'kysely'
import type { CatalogueMemory, CatalogueShelf } from './db/catalogue-memory.ts'
import type { Settings } from './db/bakery.ts'
import { makeLoaders, type Loaders } from './db/loaders.ts'
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
  readonly origin: string
  /** Keeps nothing of the request any more, for the context itself is kept until old memory is collected. */
  letGo(): void
}

/** What all requests have in common. */
export interface House {
  db: Kysely<Database>
  clock: Clock
  guestSecrets: readonly GuestSecret[]
  guestOrdersAtMost: number
  feed: OrderFeed
  memory: CatalogueMemory
}

export interface ContextParts {
  asker: Asker
  isGet: boolean
  origin: () => string
}

/** Most requests need little of it, so all that takes time is made when it is first used. */
export function createContext(house: House, parts: ContextParts): Context {
  return new RequestContext(house, parts)
}

class RequestContext implements Context {
  readonly asker: Asker
  readonly isGet: boolean
  readonly #house: House
  readonly #originOf: () => string
  #origin: string | undefined
  #now: Temporal.Instant | undefined
  #granted: Set<string> | undefined
  #expected: Set<OrderPart> | undefined
  #loaders: Loaders | undefined
  #catalogue: Promise<CatalogueShelf> | undefined
  /** The same, once it is there. */
  #shelf: CatalogueShelf | undefined
  #taken: OrderWithParts[] | undefined

  constructor(house: House, { asker, isGet, origin }: ContextParts) {
    this.asker = asker
    this.isGet = isGet
    this.#house = house
    this.#originOf = origin
  }

  get db(): Kysely<Database> {
    return this.#house.db
  }

  get guestSecrets(): readonly GuestSecret[] {
    return this.#house.guestSecrets
  }

  get guestOrdersAtMost(): number {
    return this.#house.guestOrdersAtMost
  }

  get feed(): OrderFeed {
    return this.#house.feed
  }

  get origin(): string {
    return (this.#origin ??= this.#originOf())
  }

  get now(): Temporal.Instant {
    return (this.#now ??= this.#house.clock.now())
  }

  get granted(): Set<string> {
    return (this.#granted ??= new Set())
  }

  get expected(): Set<OrderPart> {
    return (this.#expected ??= new Set())
  }

  get loaders(): Loaders {
    return (this.#loaders ??= makeLoaders(this.db, {
      expected: this.expected,
      taken: () => this.#taken ?? [],
      takeParts: (rows) => this.takeParts(rows),
      catalogue: () => this.catalogue(),
      shelf: () => this.#shelf,
      cakes: ({ settings }) => cakeViewOf(this, settings),
      orders: () => orderViewOf(this),
    }))
  }

  catalogue(): Promise<CatalogueShelf> {
    return this.#catalogue ?? this.#keep(this.#house.memory.open(this.db))
  }

  catalogueAt(version: string, db: Kysely<Database>): Promise<CatalogueShelf> {
    return this.#keep(this.#house.memory.at(version, db))
  }

  async settings(): Promise<Settings> {
    return (await this.catalogue()).settings
  }

  decideAt(databaseNow: Temporal.Instant): Temporal.Instant {
    return this.#house.clock.decideAt(databaseNow)
  }

  takeParts(rows: readonly OrderWithParts[]): void {
    this.#taken = [...(this.#taken ?? []), ...rows]
    const version = versionIn(rows)
    if (!version || this.#catalogue) return
    void this.catalogueAt(version, this.db)
    this.#shelf = this.#house.memory.known(version)
  }

  refresh(): void {
    this.#now = this.#house.clock.now()
    this.#catalogue = this.#shelf = undefined
    this.#taken = undefined
    if (this.#loaders) for (const loader of Object.values(this.#loaders)) loader.clearAll()
  }

  letGo(): void {
    this.#taken = this.#loaders = this.#catalogue = this.#shelf = undefined
    this.#now = this.#granted = this.#expected = undefined
  }

  #keep(opening: Promise<CatalogueShelf>): Promise<CatalogueShelf> {
    const take = (opened: CatalogueShelf) => void (this.#catalogue === opening && (this.#shelf = opened))
    this.#shelf = undefined
    // Whoever needs it is told where it fails; perhaps nobody does.
    opening.then(take, () => {})
    return (this.#catalogue = opening)
  }
}
