import type { Kysely } from 'kysely'
import { readSettings, type Settings } from './db/bakery.ts'
import { makeLoaders, type Loaders } from './db/loaders.ts'
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
}

export interface ContextParts {
  db: Kysely<Database>
  asker: Asker
  clock: Clock
  guestSecrets: readonly GuestSecret[]
  guestOrdersAtMost: number
  isGet: boolean
  origin: string
}

export function createContext({ clock, ...parts }: ContextParts): Context {
  const granted = new Set<string>()
  const now = clock.now()
  let settings: Promise<Settings> | undefined
  const readOnce = () => (settings ??= readSettings(parts.db))
  const views = {
    cakes: async () => cakeViewOf({ asker: parts.asker, now }, await readOnce()),
    orders: () => orderViewOf({ asker: parts.asker, granted }),
  }
  let loaders: Loaders | undefined
  return {
    ...parts,
    now,
    decideAt: (databaseNow) => clock.decideAt(databaseNow),
    granted,
    settings: readOnce,
    get loaders() {
      return (loaders ??= makeLoaders(parts.db, views))
    },
  }
}
