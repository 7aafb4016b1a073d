import type { Kysely } from 'kysely'
import type { Settings } from '../../db/bakery.ts'
import { leadTimes } from '../../db/cakes.ts'
import * as catalogue from '../../db/catalogue.ts'
import type { Database } from '../../db/tables.ts'
import type { LocalTime } from '../../domain/calendar.ts'
import { nextChange } from '../../domain/next-change.ts'

/** A stretch of time in which the catalogue, at one version, looks the same at every moment. */
export interface Window {
  version: string
  until: Temporal.Instant
}

interface Known {
  version: string
  calendar: Settings['calendar']
  cutoffs: LocalTime[]
}

/** What decides about windows is kept while its version is the newest: telling that it is takes one small statement. */
export function createWindows(db: Kysely<Database>) {
  let newest: Known | undefined
  return async (now: Temporal.Instant, settings: () => Promise<Settings>): Promise<Window> => {
    let known = newest
    if (!known || known.version !== (await catalogue.version(db)))
      newest = known = await read(db, await settings())
    return { version: known.version, until: nextChange(known.calendar, known.cutoffs, now) }
  }
}

// The settings bring their version along and are read first, so the cutoffs are as new at least.
async function read(db: Kysely<Database>, { bakery, calendar }: Settings): Promise<Known> {
  const cutoffs = (await leadTimes(db)).flatMap(({ cutoff }) => cutoff ?? [])
  return { version: bakery.catalogue_version, calendar, cutoffs: [...new Set(cutoffs)] }
}
