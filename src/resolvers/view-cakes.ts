import * as cakeList from '../db/cake-list.ts'
import * as cakes from '../db/cakes.ts'
import type { Allergen, CakeStatus, Diet } from '../domain/cake.ts'
import type { LocalDate } from '../domain/calendar.ts'
import { FULFILMENT_METHODS, today } from '../domain/calendar.ts'
import { canBeHadOn } from '../domain/lead-time.ts'
import { searchTerms } from '../domain/search-words.ts'
import { cakeViewOf, onSale, requireStaff, type Asking } from './asking.ts'
import { connectionOf, pageOf, type Connection, type List, type PageArgs } from './paginate.ts'

export interface CakeFilter {
  search?: string | null
  category?: string | null
  diets?: Diet[] | null
  withoutAllergens?: Allergen[] | null
  maxPrice?: number | null
  minServings?: number | null
  availableOn?: LocalDate | null
  status?: CakeStatus[] | null
}

/** @throws Unauthenticated, Forbidden where others than staff ask for a status */
export async function viewCakes(
  asking: Asking,
  { filter, sort, ...args }: PageArgs & { filter?: CakeFilter | null; sort: cakeList.CakeSort },
): Promise<Connection<cakes.Cake>> {
  const statuses = filter?.status ?? null
  if (statuses !== null) requireStaff(asking.asker, 'Asking for cakes by status')
  const list = listSorted(sort)
  const page = pageOf(list, args)
  const catalogue = await asking.catalogue()
  const { calendar } = catalogue.settings
  const query = {
    ...filter,
    view: statuses === null ? onSale(calendar, asking.now) : ('all' as const),
    statuses,
    category: filter?.category?.toWellFormed().replaceAll('\0', ''),
    terms: searchTerms(filter?.search ?? ''),
    availableOn: filter?.availableOn ? await leadTimesFor(asking, filter.availableOn) : null,
  }
  const read = () => cakeList.list(asking.db, query, sort, page)
  const slice = await catalogue.remember(JSON.stringify(['cakes', query, sort, page]), read)
  const count = () => cakeList.count(asking.db, query)
  return connectionOf(list, page, slice, () => catalogue.remember(JSON.stringify(['count', query]), count))
}

/** A cake that the asker may see, by its slug. */
export async function viewCake(asking: Asking, slug: string): Promise<cakes.Cake | null> {
  if (!/^[a-z0-9-]{1,200}$/.test(slug)) return null
  const catalogue = await asking.catalogue()
  const view = cakeViewOf(asking, catalogue.settings)
  const read = async () => (await cakes.bySlug(asking.db, slug, view)) ?? null
  return catalogue.remember(JSON.stringify(['cake', slug, view]), read)
}

/** Categories of the cakes on sale, sorted as the bakery's language has it. */
export async function viewCategories(asking: Asking): Promise<string[]> {
  const catalogue = await asking.catalogue()
  const { bakery, calendar } = catalogue.settings
  const view = onSale(calendar, asking.now)
  const read = () => asking.loaders.categories.load(view)
  const categories = await catalogue.remember(JSON.stringify(['categories', view]), read)
  return categories.toSorted(new Intl.Collator(bakery.locale).compare)
}

const KEYS: Record<cakeList.CakeSort, List<cakes.Cake>['keyOf']> = {
  NAME: (cake) => cake.name_key,
  PRICE_ASC: (cake) => cake.price_from,
  PRICE_DESC: (cake) => cake.price_from,
  NEWEST: (cake) => cake.created_at.toString(),
}

const listSorted = (sort: cakeList.CakeSort): List<cakes.Cake> => ({
  name: `cakes ${sort}`,
  type: cakeList.CAKE_SORTS[sort].type,
  keyOf: KEYS[sort],
})

// Few lead times are in use, so the calendar's rules decide about each of them here and SQL only compares.
async function leadTimesFor(asking: Asking, date: LocalDate) {
  const catalogue = await asking.catalogue()
  const { calendar } = catalogue.settings
  const isBookable = date >= today(calendar, asking.now)
  const leadTimes = isBookable ? await cakes.leadTimes(asking.db, catalogue) : []
  return {
    date,
    leadTimes: leadTimes.filter((time) =>
      FULFILMENT_METHODS.some((method) => canBeHadOn(calendar, time, method, date, asking.now)),
    ),
  }
}
