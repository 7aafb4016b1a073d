import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql, type Kysely } from 'kysely'
import { removePostgres, startPostgres } from '../../dev/postgres.ts'
import { fillSampleBakery } from '../../dev/sample/fill.ts'
import { connect } from '../../src/db/connect.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { changesOfDay } from '../../src/db/order-feed.ts'
import type { Database } from '../../src/db/tables.ts'
import { machine, writeSection } from '../results.ts'
import { measureCapacity } from './capacity.ts'
import { measureCatalogue } from './catalogue.ts'
import { makeWish, placeOrders, repeat, startServers, type Rate } from './orders.ts'

// `npm run bench:chain`: where one bakery's database breaks first: the counters of a day and a slot that everybody wants,
// the look for news of orders, and the size of the catalogue. A minute and a half, on a Postgres that syncs to disk.

const SECONDS = 4
const PROCESSES = [1, 2, 4]

const folder = mkdtempSync(path.join(tmpdir(), 'bakehouse-growth-'))
try {
  const { url } = await startPostgres({ dataDir: folder })
  const db = connect({ url, connectTimeoutMs: 10_000 })
  await migrateToLatest(db)
  await fillSampleBakery(db, { now: Temporal.Now.instant(), log: () => {} })
  await makeRoom(db)
  const parts = [await orders(url), await news(db), await capacity(url), await measureCatalogue(db, url)]
  await db.destroy()
  writeSection('chain', [head(), ...parts].join('\n\n'))
} finally {
  await removePostgres(folder)
}

function head(): string {
  return `## Where growth ends

\`npm run bench:chain\`, ${machine()}, embedded PostgreSQL 18 with fsync; clients, servers and Postgres
on the same machine, and other work beside them.`
}

/** For as many orders a day and a slot as come, on any day. */
async function makeRoom(db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('special_hours').execute()
  await db.deleteFrom('special_days').execute()
  await db.updateTable('opening_hours').set({ orders_per_slot: 10_000 }).execute()
  await db.updateTable('weekday_capacities').set({ units: 1_000_000 }).execute()
}

async function orders(url: string): Promise<string> {
  const rows: string[] = []
  for (const count of PROCESSES) {
    const servers = await startServers(count, url)
    try {
      const { item, days } = await makeWish(servers[0]!.port)
      const shapes = [days[0]!.slice(0, 1), days[0]!, days.map(([first]) => first!)]
      // Before it is measured, code runs for a while.
      await placeOrders(servers, item, shapes[2]!, 2)
      const rates: Rate[] = []
      for (const slots of shapes) rates.push(await placeOrders(servers, item, slots, SECONDS))
      rows.push(`| ${[count, ...rates.map(told)].join(' | ')} |`)
      console.log(rows.at(-1))
    } finally {
      await Promise.all(servers.map((server) => server.stop()))
    }
  }
  return [
    'Whole orders, `placeOrder` over HTTP, by 16 guests at once: orders a second, p50 and p95 in ms.',
    '',
    '| processes | one slot | the slots of one day | a slot on each of many days |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

async function capacity(url: string): Promise<string> {
  const rows: string[] = []
  for (const delay of [0, 1, 5]) {
    const { roundTripMs, oneSlot, manyDays } = await measureCapacity(url, delay, SECONDS)
    rows.push(`| ${roundTripMs.toFixed(1)} | ${told(oneSlot)} | ${told(manyDays)} |`)
    console.log(rows.at(-1))
  }
  return [
    'Only what holds the counters, on 16 connections: BEGIN, the day, the slot, COMMIT, by the way to the database.',
    '',
    '| round trip, ms | one slot | 16 days |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n')
}

async function news(db: Kysely<Database>): Promise<string> {
  const look = async (since: Temporal.Instant) => {
    const { p50, p95 } = await repeat(1, 1, () => changesOfDay(db, '2000-01-01', since))
    return `${p50.toFixed(1)}, ${p95.toFixed(1)}`
  }
  const since = Temporal.Now.instant()
  const { rows } = await sql<{ events: number }>`
    select count(*)::int as events from order_events where at > ${since}::timestamptz - interval '15 seconds'`.execute(
    db,
  )
  const [busy, quiet] = [await look(since), await look(since.add({ hours: 1 }))]
  return `A look for news of orders, p50 and p95 in ms: ${quiet} where nothing happened, ${busy} where ${rows[0]!.events} changes lie in
the 15 seconds that it goes back.`
}

function told({ perSecond, p50, p95 }: Rate): string {
  return `${perSecond.toFixed(0)}; ${p50.toFixed(0)}, ${p95.toFixed(0)}`
}
