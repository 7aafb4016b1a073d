import { describe, expect, test } from 'vitest'
import { openBakery, type TestBakery } from '../../support/bakery.ts'
import { addCake } from '../../support/catalogue.ts'
import { serve } from '../serving.ts'
import { addressOf, read } from './keeping.ts'

const CAKES = '{ cakes { nodes { slug earliestDate } } bakery { categories } }'

/** Open from 09:00 to 17:00, but on Mondays; all but one of its cakes are bound to the clock. */
async function openSeasonalBakery(now: string): Promise<TestBakery> {
  const bakery = await openBakery({ now })
  await addCake(bakery.db, { slug: 'sponge', lead_days: 0 })
  await addCake(bakery.db, { slug: 'tart', cutoff: '12:00', categories: ['Tarts'] })
  await addCake(bakery.db, { slug: 'plum', season_until: '2026-11-25', categories: ['Autumn'] })
  await addCake(bakery.db, { slug: 'bunny', season_from: '2027-01-25', categories: ['Spring'] })
  return bakery
}

describe('no answer is kept past the moment when it may be another:', () => {
  // All of a Wednesday in Amsterdam, an hour east of UTC.
  test.for([
    ['long before anything changes', '2026-11-25T07:00:00Z', 60],
    ['a minute before the cutoff', '2026-11-25T10:59:00Z', 60],
    ['half a minute before the cutoff', '2026-11-25T10:59:30Z', 30],
    ['less than a second before the cutoff', '2026-11-25T10:59:59.500Z', 0],
    ['at the cutoff', '2026-11-25T11:00:00Z', 0],
    ['past the cutoff', '2026-11-25T11:00:01Z', 60],
    ['ten seconds before the last slot begins', '2026-11-25T14:59:50Z', 10],
    ['when the last slot begins', '2026-11-25T15:00:00Z', 60],
    ['a second before midnight, when seasons begin and end', '2026-11-25T22:59:59Z', 1],
    ['at midnight', '2026-11-25T23:00:00Z', 60],
  ] as const)('%s', async ([, now, seconds]) => {
    const { maxAge } = await read(await openSeasonalBakery(now), CAKES)
    expect(maxAge).toBe(seconds)
  })

  test('by a clock that is set back', async () => {
    const bakery = await openSeasonalBakery('2026-11-25T11:00:01Z')
    expect((await read(bakery, CAKES)).maxAge).toBe(60)
    bakery.setNow('2026-11-25T10:59:30Z')
    expect((await read(bakery, CAKES)).maxAge).toBe(30)
  })

  test('an answer that took until midnight is not kept at all', async () => {
    const { db } = await openSeasonalBakery('2026-11-25T22:59:59Z')
    const moments = ['2026-11-25T22:59:59Z', '2026-11-25T23:00:01Z'].map((at) => Temporal.Instant.from(at))
    const now = () => (moments.length > 1 ? moments.shift()! : moments[0]!)
    const { get } = serve(db, { clock: { now, decideAt: now } })
    const { headers } = await get(addressOf(CAKES))
    expect(headers.get('cache-control')).toBe('public, max-age=0')
  })

  test('the end of a season is seen at midnight by whoever had the answer before', async () => {
    const bakery = await openSeasonalBakery('2026-11-25T22:59:59Z')
    const before = await read(bakery, CAKES)
    expect(before.body).toContain('plum')
    bakery.setNow('2026-11-25T23:00:00Z')
    const after = await read(bakery, CAKES, { headers: { 'if-none-match': before.etag! } })
    expect(after.status).toBe(200)
    expect(after.body).not.toContain('plum')
    expect(after.body).not.toContain('Autumn')
  })
})

test('through four days, whatever can be kept and whatever counts as known is what would be answered', async () => {
  const start = Temporal.Instant.from('2026-11-24T05:00:00Z')
  const bakery = await openSeasonalBakery(start.toString())
  const day = { closed: true, reason: 'Party', has_own_hours: false, production_capacity: null }
  await bakery.db
    .insertInto('special_days')
    .values({ ...day, date: '2026-11-26' })
    .execute()
  const query = `query ($date: Date!) {
    cakes(filter: { availableOn: $date }) { totalCount }
    all: cakes { nodes { slug earliestDate delivered: earliestDate(method: DELIVERY) } }
    bakery { categories }
  }`
  const ask = async (now: Temporal.Instant, known = '') => {
    bakery.setNow(now.toString())
    return read(bakery, query, { variables: { date: '2026-11-27' }, headers: { 'if-none-match': known } })
  }
  let last = await ask(start)
  let changes = 0
  for (let minutes = 0; minutes < 4 * 24 * 60; minutes += 37) {
    const now = start.add({ minutes })
    const current = await ask(now)
    expect(current.status).toBe(200)
    const { status } = await ask(now, last.etag!)
    expect(status === 200 || current.body === last.body).toBe(true)
    if (current.body !== last.body) changes++
    // At its age itself it is too old.
    const kept = now.add({ milliseconds: Math.max(0, current.maxAge! * 1000 - 1) })
    expect((await ask(kept)).body).toBe(current.body)
    last = current
  }
  expect(changes).toBeGreaterThan(6)
})
