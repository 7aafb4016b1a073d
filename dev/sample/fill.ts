import type { Kysely } from 'kysely'
import { insertAll } from '../../src/db/rows.ts'
import type { Database } from '../../src/db/tables.ts'
import { transact } from '../../src/db/transact.ts'
import { makeSample } from './make.ts'

export interface FillOptions {
  now: Temporal.Instant
  log?: (line: string) => void
}

/** Fills an empty database with the sample bakery as it is on the date of `now`; leaves any other as it is. */
export async function fillSampleBakery(
  db: Kysely<Database>,
  { now, log = () => {} }: FillOptions,
): Promise<'filled' | 'already there'> {
  if (await hasBakery(db)) return 'already there'
  const { bakery, ...rest } = makeSample(now)
  try {
    await transact(db, async (trx) => {
      // The one that two processes can insert only once: the slower one waits here, and then fails.
      await insertAll(trx, { bakery })
      await insertAll(trx, rest)
    })
  } catch (error) {
    if (await hasBakery(db)) return 'already there'
    throw error
  }
  log(
    `Filled the sample bakery: ${rest.cakes.length} cakes, ${rest.customers.length} customers, ${rest.orders.length} orders`,
  )
  return 'filled'
}

async function hasBakery(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom('bakery').select('id').executeTakeFirst()) !== undefined
}
