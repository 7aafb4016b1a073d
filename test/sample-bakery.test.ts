import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PICTURES } from '../dev/sample/drawing/pictures.ts'
import { fillSampleBakery } from '../dev/sample/fill.ts'
import { makeSample, type Sample } from '../dev/sample/make.ts'
import { DEFAULT_CUSTOMER, SAMPLE_PEOPLE } from '../dev/sample/people.ts'
import { calendarAround } from '../dev/sample/settings.ts'
import type { Database } from '../src/db/tables.ts'
import { capacityOn, findSlot, slotsOn, today as todayOf } from '../src/domain/calendar.ts'
import { limitsOf } from '../src/domain/lead-time.ts'
import { MOVES, OPEN, ORDER_STATUSES, STANDING } from '../src/domain/order-status.ts'
import { totalsOf } from '../src/domain/pricing.ts'
import { createDatabase, type TestDatabase } from './support/database.ts'
import { connectAsApp } from './support/pooler.ts'

const NOW = Temporal.Instant.from('2026-11-18T09:30:00Z')
const PICTURES_FOLDER = join(import.meta.dirname, '../dev/sample/pictures')
const SAMPLE = makeSample(NOW)
const TABLES = Object.keys(SAMPLE) as (keyof Sample)[]

const opened: { db: Kysely<Database>; database: TestDatabase }[] = []

async function emptyBakery(): Promise<Kysely<Database>> {
  const database = await createDatabase()
  const db = connectAsApp({ url: database.url })
  opened.push({ db, database })
  return db
}

afterAll(async () => {
  for (const { db, database } of opened) {
    await db.destroy()
    await database.drop()
  }
})

async function contentsOf(db: Kysely<Database>): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {}
  for (const table of TABLES) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(table)} t order by 1`.execute(db)
    contents[table] = rows.map(({ row }) => row)
  }
  return contents
}

const counts = (rows: Record<string, unknown[]>) => TABLES.map((table) => `${rows[table]!.length} ${table}`)

describe('filling', () => {
  let db: Kysely<Database>
  let outcome: string

  beforeAll(async () => {
    db = await emptyBakery()
    outcome = await fillSampleBakery(db, { now: NOW })
  })

  test('writes every row that was made up', async () => {
    expect(outcome).toBe('filled')
    expect(counts(await contentsOf(db))).toEqual(counts(SAMPLE))
    expect(counts(SAMPLE)).toEqual(expect.arrayContaining(['18 cakes', '40 customers', '300 orders']))
  })

  test('a bakery that is there already stays as it is', async () => {
    const before = await contentsOf(db)
    expect(await fillSampleBakery(db, { now: NOW.add({ hours: 24 }) })).toBe('already there')
    expect(await contentsOf(db)).toEqual(before)
  })

  test('two databases filled on one date hold the same rows, morning or night', async () => {
    const other = await emptyBakery()
    await fillSampleBakery(other, { now: Temporal.Instant.from('2026-11-18T22:59:59Z') })
    expect(await contentsOf(other)).toEqual(await contentsOf(db))
  })

  test('of two processes that fill at once, one finds it filled', async () => {
    const contested = await emptyBakery()
    const outcomes = await Promise.all([1, 2].map(() => fillSampleBakery(contested, { now: NOW })))
    expect(outcomes.toSorted()).toEqual(['already there', 'filled'])
    expect(await contentsOf(contested)).toEqual(await contentsOf(db))
  })

  test('the counters are what the orders that stand add up to', async () => {
    const { rows: days } = await sql`
      select slot_date::text as date, sum(production_units)::int as booked from orders
      where status = any(${STANDING}) group by 1 order by 1`.execute(db)
    const { rows: slots } = await sql`
      select method, slot_date::text as date, slot_start::text as start, count(*)::int as booked from orders
      where status = any(${STANDING}) group by 1, 2, 3 order by 2, 1, 3`.execute(db)
    const { rows: dayUsage } = await sql`
      select date::text, booked from day_usage order by 1`.execute(db)
    const { rows: slotUsage } = await sql`
      select method, date::text, start_time::text as start, booked from slot_usage order by 2, 1, 3`.execute(
      db,
    )
    expect(dayUsage).toEqual(days)
    expect(slotUsage).toEqual(slots)
  })

  test('each order adds up to what its lines in the database come to', async () => {
    const orders = await db.selectFrom('orders').selectAll().execute()
    const items = await db.selectFrom('order_items').selectAll().execute()
    const bakery = await db.selectFrom('bakery').selectAll().executeTakeFirstOrThrow()
    const byOrder = Map.groupBy(items, ({ order_id }) => order_id)
    for (const order of orders) {
      const lines = byOrder.get(order.id)!.map(({ unit_price, quantity, total, tax_rate_basis_points }) => ({
        unitPrice: unit_price,
        quantity,
        total,
        taxRateBasisPoints: tax_rate_basis_points,
      }))
      const rules = {
        pricesIncludeTax: order.prices_include_tax,
        taxRateBasisPoints: bakery.tax_rate_basis_points,
      }
      expect(lines.every(({ unitPrice, quantity, total }) => total === unitPrice * quantity)).toBe(true)
      const { subtotal, delivery_fee: deliveryFee, tax, total } = order
      expect({ subtotal, deliveryFee, tax, total }).toEqual(totalsOf(lines, deliveryFee, rules))
    }
  })
})

describe('the pictures', () => {
  test('every cake has one, as it was drawn', () => {
    const slugs = SAMPLE.cakes.map(({ slug }) => slug)
    expect(Object.keys(PICTURES).toSorted()).toEqual(slugs.toSorted())
    expect(readdirSync(PICTURES_FOLDER)).toHaveLength(slugs.length)
    for (const { url } of SAMPLE.cake_images) {
      const slug = url.slice('/images/'.length, -'.svg'.length)
      expect(readFileSync(join(PICTURES_FOLDER, `${slug}.svg`), 'utf8')).toBe(PICTURES[slug]!())
    }
  })

  test('are small, and load and run nothing', () => {
    for (const file of readdirSync(PICTURES_FOLDER)) {
      const svg = readFileSync(join(PICTURES_FOLDER, file), 'utf8')
      expect(svg.length).toBeLessThan(8000)
      expect(svg).not.toMatch(/<script|<style|<image|<text|\son\w+=|href="[^#]|url\([^#]/)
    }
  })
})

test('the people who can sign in are customers of the bakery, Anna with a history of her own', () => {
  const { customers, orders } = SAMPLE
  for (const { subject, name, email } of SAMPLE_PEOPLE.filter(({ role }) => role === 'customer')) {
    expect(customers).toContainEqual(expect.objectContaining({ subject, name, email }))
  }
  const anna = customers.find(({ email }) => email === DEFAULT_CUSTOMER)!
  const statuses = orders.filter(({ customer_id }) => customer_id === anna.id).map(({ status }) => status)
  expect(statuses).toHaveLength(8)
  expect(new Set(statuses).size).toBeGreaterThan(5)
  expect(anna.allergies).toEqual(['TREE_NUTS'])
})

const DATES =
  '2026-01-01 2024-02-29 2026-03-29 2026-04-27 2026-05-10 2025-07-14 ' +
  '2026-08-31 2026-10-25 2026-11-16 2026-12-24 2029-12-26 2026-12-31'

describe.each(DATES.split(' '))('on %s', (date) => {
  const now = Temporal.PlainDate.from(date).toZonedDateTime('Europe/Amsterdam').toInstant()
  const calendar = calendarAround(date)
  const sample = makeSample(now)
  const eventsOf = Map.groupBy(sample.order_events, ({ order_id }) => order_id)
  const standing = sample.orders.filter(({ status }) => STANDING.includes(status))

  test('every status occurs, and nothing lies in the future', () => {
    expect(todayOf(calendar, now)).toBe(date)
    expect(new Set(sample.orders.map(({ status }) => status))).toEqual(new Set(ORDER_STATUSES))
    for (const { at } of sample.order_events) expect(Temporal.Instant.compare(at, now)).toBeLessThan(0)
    const statuses = (orders: typeof sample.orders) => orders.map(({ status }) => status).join()
    expect(statuses(sample.orders.filter(({ slot_date }) => slot_date < date))).not.toMatch(
      /PENDING|CONFIRMED|IN_PRODUCTION|READY/,
    )
    expect(statuses(sample.orders.filter(({ slot_date }) => slot_date > date))).not.toMatch(
      /OUT_FOR_DELIVERY|COMPLETED|NO_SHOW/,
    )
  })

  test('ids and numbers are unique, and ids are of version 7', () => {
    const { orders, order_items, customers, cakes, cake_variants, option_groups, cake_options } = sample
    const rows = [...orders, ...order_items, ...customers, ...cakes, ...cake_variants, ...option_groups]
    const ids = [...rows, ...cake_options].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(new Set(orders.map(({ number }) => number)).size).toBe(orders.length)
  })

  test('each order stands in a slot of the calendar, as long as that is', () => {
    for (const { method, slot_date, slot_start, slot_end, starts_at } of sample.orders) {
      const slot = findSlot(calendar, { method, date: slot_date, startTime: slot_start })
      expect(slot).toMatchObject({ endTime: slot_end })
      expect(slot?.startsAt.equals(starts_at)).toBe(true)
    }
  })

  test('no day and no slot is overbooked', () => {
    for (const { date: day, booked } of sample.day_usage)
      expect(booked).toBeLessThanOrEqual(capacityOn(calendar, day))
    for (const { method, date: day, start_time, booked } of sample.slot_usage) {
      const slot = slotsOn(calendar, day, method).find(({ startTime }) => startTime === start_time)
      expect(booked).toBeLessThanOrEqual(slot!.capacity)
    }
    expect(sample.slot_usage.reduce((sum, { booked }) => sum + booked, 0)).toBe(standing.length)
  })

  test('each slot was early and late enough when it was taken, and in season', () => {
    const cakes = new Map(sample.cakes.map((cake) => [cake.id, cake]))
    const itemsOf = Map.groupBy(sample.order_items, ({ order_id }) => order_id)
    for (const { id } of sample.orders) {
      const needs = itemsOf.get(id)!.map(({ cake_id }) => {
        const { lead_days, cutoff, season_from, season_until } = cakes.get(cake_id)!
        return { leadDays: lead_days, cutoff, seasonFrom: season_from, seasonUntil: season_until }
      })
      for (const { at, action, slot_date } of eventsOf.get(id)!) {
        if (action !== null && action !== 'RESCHEDULE') continue
        const limits = limitsOf(calendar, needs, at)
        expect(slot_date >= limits.leadDate! && slot_date <= limits.horizon).toBe(true)
        expect(slot_date >= (limits.seasonFrom ?? '') && slot_date <= (limits.seasonUntil ?? '9')).toBe(true)
      }
    }
  })

  test('each history follows the table of moves up to how the order stands', () => {
    for (const order of sample.orders) {
      const [placing, ...steps] = eventsOf.get(order.id)!
      let { at, status, version } = placing!
      expect(placing).toMatchObject({ version: 1, action: null, by_role: order.placed_by })
      expect(status).toBe(order.placed_by === 'STAFF' ? 'CONFIRMED' : 'PENDING')
      for (const step of steps) {
        const move = MOVES[status][step.action!]
        expect(move).toMatchObject({ to: step.status })
        expect([undefined, order.method]).toContain(move!.only)
        expect(move!.byCustomer || step.by_role === 'STAFF' || step.by_role === 'ADMIN').toBe(true)
        expect(step.version).toBe(version + 1)
        expect(Temporal.Instant.compare(step.at, at)).toBe(1)
        ;({ at, status, version } = step)
      }
      expect(order).toMatchObject({ status, version })
      expect(order.updated_at.equals(at)).toBe(true)
    }
  })

  test('no guest has more open orders than may be', () => {
    const guests = sample.orders.filter(
      ({ placed_by, status }) => placed_by === null && OPEN.includes(status),
    )
    for (const key of ['contact_email_key', 'contact_phone_key'] as const) {
      const known = guests.filter((order) => order[key] !== null)
      const open = [...Map.groupBy(known, (order) => order[key]).values()].map(({ length }) => length)
      expect(Math.max(...open)).toBeLessThanOrEqual(5)
    }
  })
})
