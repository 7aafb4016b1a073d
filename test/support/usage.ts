import { sql, type Kysely } from 'kysely'
import type { Database } from '../../src/db/tables.ts'

/** Where the counters differ from what the standing orders add up to: nowhere, ever. */
export async function usageDifferences(db: Kysely<Database>): Promise<object[]> {
  const { rows } = await sql<object>`
    with standing as (select * from orders where status not in ('CANCELLED', 'DECLINED')),
    days as (select slot_date as date, sum(production_units)::int as booked from standing group by 1),
    slots as (select method, slot_date as date, slot_start as start_time, count(*)::int as booked
      from standing group by 1, 2, 3)
    select 'day' as what, date::text, u.booked as counted, d.booked as recomputed
      from day_usage u full join days d using (date) where coalesce(u.booked, 0) <> coalesce(d.booked, 0)
    union all
    select method || ' ' || start_time::text, date::text, u.booked, s.booked
      from slot_usage u full join slots s using (method, date, start_time)
      where coalesce(u.booked, 0) <> coalesce(s.booked, 0)`.execute(db)
  return rows
}
