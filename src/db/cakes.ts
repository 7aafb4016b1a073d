import { sql, type ExpressionBuilder, type Kysely, type Selectable } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { CakeForSale } from '../domain/cake.ts'
import type { LocalDate } from '../domain/calendar.ts'
import type { Need } from '../domain/lead-time.ts'
import { anyOf } from './rows.ts'
import type { CakeTable } from './cake-tables.ts'
import type { CatalogueShelf } from './catalogue-memory.ts'
import type { Database } from './tables.ts'

export type Cake = Selectable<CakeTable>

/** Which cakes somebody may see: all, or those on sale between two dates. */
export type CakeView = 'all' | { today: LocalDate; horizon: LocalDate }

export type LeadTime = Pick<Need, 'leadDays' | 'cutoff'>

export function bySlug(db: Kysely<Database>, slug: string, view: CakeView): Promise<Cake | undefined> {
  return db
    .selectFrom('cakes')
    .selectAll()
    .where('slug', '=', slug)
    .where((cake) => isVisible(cake, view))
    .executeTakeFirst()
}

/** The lead times in use, each once. */
export function leadTimes(db: Kysely<Database>, catalogue: CatalogueShelf): Promise<LeadTime[]> {
  return catalogue.remember('lead times', () =>
    db.selectFrom('cakes').select(['lead_days as leadDays', 'cutoff']).distinct().execute(),
  )
}

export async function categories(db: Kysely<Database>, view: CakeView): Promise<string[]> {
  const rows = await db
    .selectFrom('cakes')
    .select(sql<string>`unnest(categories)`.as('category'))
    .distinct()
    .where((cake) => isVisible(cake, view))
    .execute()
  return rows.map(({ category }) => category)
}

/** The cakes that these sizes and options belong to, with all that composing and pricing needs. */
export async function forBasket(
  db: Kysely<Database>,
  partIds: readonly string[],
  view: CakeView,
): Promise<CakeForSale[]> {
  return db
    .selectFrom('cakes')
    .select([
      'id',
      'name',
      'allergens',
      'inscription_max_length as inscriptionMaxLength',
      'tax_rate_basis_points as taxRateBasisPoints',
      ...needColumns,
    ])
    .select((cake) => [
      jsonArrayFrom(variantsOf(cake)).as('variants'),
      jsonArrayFrom(groupsOf(cake)).as('groups'),
    ])
    .where((cake) => isVisible(cake, view))
    .where((cake) =>
      cake(
        'id',
        'in',
        cake
          .selectFrom('cake_variants')
          .select('cake_id')
          .where('id', '=', anyOf(partIds))
          .union(
            cake
              .selectFrom('cake_options')
              .innerJoin('option_groups', 'option_groups.id', 'cake_options.group_id')
              .select('option_groups.cake_id')
              .where('cake_options.id', '=', anyOf(partIds)),
          ),
      ),
    )
    .execute()
}

/** What a cake asks of the calendar. */
export const needColumns = [
  'lead_days as leadDays',
  'cutoff',
  'season_from as seasonFrom',
  'season_until as seasonUntil',
] as const

export type Cakes = ExpressionBuilder<Database, 'cakes'>

export function isVisible(cake: Cakes, view: CakeView) {
  if (view === 'all') return cake.lit(true)
  return cake.and([
    cake('cakes.status', '=', 'ACTIVE'),
    cake.or([cake('cakes.season_from', 'is', null), cake('cakes.season_from', '<=', view.horizon)]),
    cake.or([cake('cakes.season_until', 'is', null), cake('cakes.season_until', '>=', view.today)]),
  ])
}

const variantsOf = (cake: Cakes) =>
  cake
    .selectFrom('cake_variants')
    .select(['id', 'name', 'price', 'production_units as productionUnits'])
    .whereRef('cake_id', '=', 'cakes.id')

const groupsOf = (cake: Cakes) =>
  cake
    .selectFrom('option_groups')
    .select((group) => [
      'id',
      'name',
      'min_choices as minChoices',
      'max_choices as maxChoices',
      'pricing',
      jsonArrayFrom(
        group
          .selectFrom('cake_options')
          .select(['id', 'name', 'surcharge', 'allergens', 'available'])
          .whereRef('group_id', '=', 'option_groups.id')
          .orderBy('position'),
      ).as('options'),
    ])
    .whereRef('cake_id', '=', 'cakes.id')
    .orderBy('position')
