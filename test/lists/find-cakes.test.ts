import { randomUUIDv7 } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings } from '../../src/db/bakery.ts'
import { insertAll } from '../../src/db/rows.ts'
import { wordsOf } from '../../src/domain/search-words.ts'
import { customer, openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { cakeRow } from '../support/stock.ts'
import { anyCake, anyCakeFilter, fits, isOnSale, type CakeFilter, type ShelfCake } from './naive-cakes.ts'

// Special days of the past are not read, so that the bakery of these tests stands far in the future. A Tuesday, 10:00.
const NOW = '2082-11-24T09:00:00Z'

let bakery: TestBakery
let cakes: ShelfCake[]
beforeAll(async () => {
  bakery = await openBakeryForFile({ now: NOW, settings: { booking_horizon_days: 30 } })
  await bakery.db
    .insertInto('special_days')
    .values([
      {
        date: '2082-11-26',
        closed: true,
        reason: 'Holiday',
        has_own_hours: false,
        production_capacity: null,
      },
      { date: '2082-11-30', closed: false, reason: null, has_own_hours: false, production_capacity: 5 },
      { date: '2082-12-01', closed: false, reason: null, has_own_hours: true, production_capacity: null },
    ])
    .execute()
  await bakery.db
    .deleteFrom('opening_hours')
    .where('weekday', '=', 'SUNDAY')
    .where('method', '=', 'PICKUP')
    .execute()
  cakes = fc.sample(anyCake, { numRuns: 150, seed: 20 })
  await putOnShelf(cakes)
})
afterAll(() => bakery.close())

const FIND = `query ($filter: CakeFilter, $after: String) { cakes(first: 100, after: $after, filter: $filter) {
  totalCount nodes { slug } pageInfo { hasNextPage endCursor } } }`

const FIELDS = [
  'search',
  'category',
  'diets',
  'withoutAllergens',
  'maxPrice',
  'minServings',
  'availableOn',
] as const
const AS_EXPECTED = { missing: [], tooMany: [] }

test.each(FIELDS)('looking for cakes by %s finds those that fit, and only those', async (field) => {
  await fc.assert(
    fc.asyncProperty(anyCakeFilter, async ({ [field]: value }) => {
      expect(await compare({ [field]: value })).toMatchObject(AS_EXPECTED)
    }),
    { numRuns: 30 },
  )
})

test('looking for cakes by several things at once finds those that fit all', async () => {
  const some = fc.subarray([...FIELDS], { minLength: 2, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(anyCakeFilter, some, async (filter, named) => {
      const filters = Object.fromEntries(named.map((field) => [field, filter[field]]))
      expect(await compare(filters)).toMatchObject(AS_EXPECTED)
    }),
    { numRuns: 60 },
  )
})

test('staff who name statuses find cakes of these, in season or not; with none named, nothing', async () => {
  await fc.assert(
    fc.asyncProperty(anyCakeFilter, async ({ status, maxPrice }) => {
      expect(await compare({ status, maxPrice }, bakery.staff)).toMatchObject(AS_EXPECTED)
    }),
    { numRuns: 20 },
  )
  expect(await find({ status: [] }, bakery.staff)).toEqual([])
  for (const filter of [{}, { status: null }])
    expect(await compare(filter, bakery.staff)).toMatchObject(AS_EXPECTED)
})

test.each([['DRAFT'], ['ACTIVE'], ['ARCHIVED'], []])(
  'nobody else names a status, not even [%s]',
  async (...status) => {
    const named = { filter: { status } }
    expect((await bakery.visitor(FIND, named)).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ])
    const refused = await bakery.as(customer('zoe'))(FIND, named)
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect((await bakery.visitor(FIND, { filter: { status: null } })).errors).toBeUndefined()
  },
)

test('a cake can be found on its earliest date, by either method, and on no date before', async () => {
  const EARLIEST = `{ cakes(first: 100) { nodes { slug pickup: earliestDate(method: PICKUP) delivery: earliestDate(method: DELIVERY) } } }`
  const { data } = await bakery.visitor(EARLIEST)
  const dates = Array.from({ length: 40 }, (_, days) =>
    Temporal.PlainDate.from('2082-11-20').add({ days }).toString(),
  )
  const found = await Promise.all(dates.map((availableOn) => find({ availableOn })))
  for (const { slug, pickup, delivery } of data.cakes.nodes) {
    const possible = [pickup, delivery].filter((date) => date !== null)
    const days = dates.filter((_, index) => found[index]!.includes(slug))
    expect(days).toEqual(expect.arrayContaining(possible))
    expect(days[0]).toBe(possible.length === 2 && delivery < pickup ? delivery : possible[0])
  }
})

async function find(filter: object, ask = bakery.visitor): Promise<string[]> {
  const slugs: string[] = []
  for (let after: string | null = null; ;) {
    const { data, errors } = await ask(FIND, { filter, after })
    if (errors) throw new Error(JSON.stringify(errors))
    const { nodes, pageInfo, totalCount } = data.cakes
    slugs.push(...nodes.map(({ slug }: { slug: string }) => slug))
    if (!pageInfo.hasNextPage && totalCount !== slugs.length) throw new Error(`${totalCount} were counted`)
    if (!pageInfo.hasNextPage) return slugs
    after = pageInfo.endCursor
  }
}

/** What a filter should have found and did not, and the other way round. */
async function compare(filter: Partial<CakeFilter>, ask = bakery.visitor) {
  const { calendar } = await readSettings(bakery.db)
  const now = Date.parse(NOW)
  const isSeen = (cake: ShelfCake) =>
    filter.status ? filter.status.includes(cake.status) : isOnSale(cake, calendar, now)
  const expected = cakes.filter((cake) => isSeen(cake) && fits(cake, filter, calendar, now))
  const found = await find(filter, ask)
  return {
    filter,
    missing: expected.filter(({ slug }) => !found.includes(slug)),
    tooMany: cakes.filter((cake) => found.includes(cake.slug) && !expected.includes(cake)),
  }
}

async function putOnShelf(shelf: ShelfCake[]): Promise<void> {
  const rows = shelf.map(({ leadDays, cutoff, seasonFrom, seasonUntil, servings, groups, ...own }) => ({
    row: cakeRow({ ...own, lead_days: leadDays, cutoff, season_from: seasonFrom, season_until: seasonUntil }),
    servings,
    groups: groups.map((group) => ({ ...group, id: randomUUIDv7() })),
  }))
  await bakery.db.transaction().execute((trx) =>
    insertAll(trx, {
      cakes: rows.map(({ row }) => row),
      cake_words: rows.flatMap(({ row }) =>
        wordsOf(row.name, row.description).map((word) => ({ word, cake_id: row.id })),
      ),
      cake_variants: rows.flatMap(({ row, servings }) =>
        servings.map((people, index) => ({
          id: randomUUIDv7(),
          cake_id: row.id,
          sku: `${row.slug}-${index}`,
          name: `For ${people}`,
          servings: people,
          price: row.price_from,
          production_units: 1,
        })),
      ),
      option_groups: rows.flatMap(({ row, groups }) =>
        groups.map(({ id, minChoices }, position) => ({
          id,
          cake_id: row.id,
          position,
          name: 'Filling',
          min_choices: minChoices,
          max_choices: 9,
          pricing: 'SUM' as const,
        })),
      ),
      cake_options: rows.flatMap(({ groups }) =>
        groups.flatMap(({ id, options }) =>
          options.map((option, position) => ({
            id: randomUUIDv7(),
            group_id: id,
            position,
            name: 'Raspberry',
            surcharge: 0,
            ...option,
          })),
        ),
      ),
    }),
  )
}
