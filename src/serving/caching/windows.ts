import type { Kysely } from 'kysely'
import { leadTimes } from '../../db/cakes.ts'
import type { CatalogueShelf } from '../../db/catalogue-memory.ts'
import type { Database } from '../../db/tables.ts'
import { nextChange } from '../../domain/next-change.ts'

/** A stretch of time in which the catalogue, at one version, looks the same at every moment. */
interface Window {
  from: Temporal.Instant
  until: Temporal.Instant
}

/** The last of each version. */
const windows = new WeakMap<CatalogueShelf, Window>()

/** Until when the catalogue looks as it does now, if nobody changes it. */
export async function sameUntil(
  db: Kysely<Database>,
  catalogue: CatalogueShelf,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  const known = windows.get(catalogue)
  if (known && !isBefore(now, known.from) && isBefore(now, known.until)) return known.until
  const cutoffs = (await leadTimes(db, catalogue)).flatMap(({ cutoff }) => cutoff ?? [])
  const until = nextChange(catalogue.settings.calendar, [...new Set(cutoffs)], now)
  windows.set(catalogue, { from: now, until })
  return until
}

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0
