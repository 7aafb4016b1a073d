import { sql } from 'kysely'
import { connect } from '../../src/db/connect.ts'
import { transact } from '../../src/db/transact.ts'
import { changeUsage } from '../../src/db/usage.ts'
import { repeat, type Rate } from './orders.ts'
import { layWay } from './way.ts'

const AT_ONCE = 16

export interface Ceiling {
  roundTripMs: number
  oneSlot: Rate
  manyDays: Rate
}

/** The last steps of an order alone, as often as they can be had: BEGIN, the day, the slot, COMMIT. */
export async function measureCapacity(
  databaseUrl: string,
  delayMs: number,
  seconds: number,
): Promise<Ceiling> {
  const way = await layWay(databaseUrl, delayMs)
  const db = connect({ url: way.url, max: AT_ONCE, connectTimeoutMs: 10_000 })
  const take = (date: string) =>
    transact(db, (trx) =>
      changeUsage(trx, [
        {
          day: { date, units: 1, capacity: 1_000_000 },
          slot: { method: 'PICKUP', date, startTime: '10:00', orders: 1, capacity: 1_000_000 },
        },
      ]),
    )
  // All connections are opened, and all statements prepared.
  await repeat(AT_ONCE, 0.5, (nth) => take(dayOf(nth)))
  const { p50 } = await repeat(1, 0.5, () => sql`select 1`.execute(db))
  const oneSlot = await repeat(AT_ONCE, seconds, () => take(dayOf(0)))
  const manyDays = await repeat(AT_ONCE, seconds, (nth) => take(dayOf(nth)))
  await db.destroy()
  way.close()
  return { roundTripMs: p50, oneSlot, manyDays }
}

const dayOf = (nth: number): string => `2099-01-${String(nth + 1).padStart(2, '0')}`
