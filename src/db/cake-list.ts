import { sql, type Kysely } from 'kysely'
import type { Allergen, CakeStatus, Diet } from '../domain/cake.ts'
import type { LocalDate, LocalTime } from '../domain/calendar.ts'
import { isVisible, type Cake, type Cakes, type CakeView, type LeadTime } from './cakes.ts'
import { keyset, slice, type Page, type Slice, type SortOrder } from './keyset.ts'
import type { Database } from './tables.ts'
import { startsWith } from './words.ts'

export interface CakeQuery {
  view: CakeView
  statuses?: readonly CakeStatus[] | null
  /** Beginnings of words, each of which must be found. */
  terms: readonly string[]
  category?: string | null
  diets?: readonly Diet[] | null
  withoutAllergens?: readonly Allergen[] | null
  maxPrice?: number | null
  minServings?: number | null
  /** Cakes that can be had on a date: in season then, and with one of these lead times. */
  availableOn?: { date: LocalDate; leadTimes: readonly LeadTime[] } | null
}

export const CAKE_SORTS = {
  NAME: { column: 'cakes.name_key', type: 'text', descending: false },
  PRICE_ASC: { column: 'cakes.price_from', type: 'integer', descending: false },
  PRICE_DESC: { column: 'cakes.price_from', type: 'integer', descending: true },
  NEWEST: { column: 'cakes.created_at', type: 'timestamptz', descending: true },
} as const satisfies Record<string, SortOrder>

export type CakeSort = keyof typeof CAKE_SORTS

export async function list(
  db: Kysely<Database>,
  query: CakeQuery,
  sort: CakeSort,
  page: Page,
): Promise<Slice<Cake>> {
  const { conditions, orderBy, limit } = keyset(CAKE_SORTS[sort], page)
  const rows = await db
    .selectFrom('cakes')
    .selectAll()
    .where((cake) => cake.and([...matching(cake, query), ...conditions]))
    .orderBy(orderBy)
    .limit(limit)
    .execute()
  return slice(rows, page)
}

export async function count(db: Kysely<Database>, query: CakeQuery): Promise<number> {
  const { cakes } = await db
    .selectFrom('cakes')
    .select((cake) => cake.fn.countAll<number>().as('cakes'))
    .where((cake) => cake.and(matching(cake, query)))
    .executeTakeFirstOrThrow()
  return cakes
}

function matching(cake: Cakes, query: CakeQuery) {
  const { category, maxPrice, minServings, availableOn } = query
  return [
    isVisible(cake, query.view),
    ...(query.statuses ? [cake('status', '=', sql<CakeStatus>`any(${query.statuses}::text[])`)] : []),
    ...query.terms.map((term) => hasWord(cake, term)),
    ...(typeof category === 'string' ? [sql<boolean>`${category} = any(categories)`] : []),
    ...(query.diets?.length ? [sql<boolean>`diets @> ${query.diets}::text[]`] : []),
    ...(query.withoutAllergens?.length ? canDoWithout(cake, query.withoutAllergens) : []),
    ...(typeof maxPrice === 'number' ? [cake('price_from', '<=', maxPrice)] : []),
    ...(typeof minServings === 'number' ? [hasSizeFor(cake, minServings)] : []),
    ...(availableOn ? canBeHad(cake, availableOn.date, availableOn.leadTimes) : []),
  ]
}

const hasWord = (cake: Cakes, term: string) =>
  cake.exists(
    cake
      .selectFrom('cake_words')
      .select(sql.lit(1).as('one'))
      .whereRef('cake_id', '=', 'cakes.id')
      .where(startsWith(term)),
  )

const hasSizeFor = (cake: Cakes, servings: number) =>
  cake.exists(
    cake
      .selectFrom('cake_variants')
      .select(sql.lit(1).as('one'))
      .whereRef('cake_id', '=', 'cakes.id')
      .where('servings', '>=', servings),
  )

// A mandatory choice counts as well: enough of its options must be free of them.
const canDoWithout = (cake: Cakes, allergens: readonly Allergen[]) => [
  sql<boolean>`not cakes.allergens && ${allergens}::text[]`,
  cake.not(
    cake.exists(
      cake
        .selectFrom('option_groups')
        .select(sql.lit(1).as('one'))
        .whereRef('cake_id', '=', 'cakes.id')
        .where(
          sql<boolean>`min_choices > (
            select count(*) from cake_options o
            where o.group_id = option_groups.id and o.available and not o.allergens && ${allergens}::text[])`,
        ),
    ),
  ),
]

const canBeHad = (cake: Cakes, date: LocalDate, times: readonly LeadTime[]) => [
  cake.or([cake('season_from', 'is', null), cake('season_from', '<=', date)]),
  cake.or([cake('season_until', 'is', null), cake('season_until', '>=', date)]),
  sql<boolean>`(lead_days, coalesce(cutoff::text, '')) in (
    select * from unnest(${times.map(({ leadDays }) => leadDays)}::int[], ${times.map(secondsOf)}::text[]))`,
]

const secondsOf = ({ cutoff }: { cutoff: LocalTime | null }): string =>
  cutoff === null ? '' : `${cutoff}:00`
