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
  const { calendar } = await asking.settings()
  const query = {
    ...filter,
    view: statuses === null ? onSale(calendar, asking.now) : ('all' as const),
    statuses,
    category: filter?.category?.toWellFormed().replaceAll('\0', ''),
    terms: searchTerms(filter?.search ?? ''),
    availableOn: filter?.availableOn ? await leadTimesFor(asking, filter.availableOn) : null,
  }
  const slice = await cakeList.list(asking.db, query, sort, page)
  return connectionOf(list, page, slice, () => cakeList.count(asking.db, query))
}

/** A cake that the asker may see, by its slug. */
export async function viewCake(asking: Asking, slug: string): Promise<cakes.Cake | null> {
  if (!/^[a-z0-9-]{1,200}$/.test(slug)) return null
  return (await cakes.bySlug(asking.db, slug, cakeViewOf(asking, await asking.settings()))) ?? null
}

/** Categories of the cakes on sale, sorted as the bakery's language has it. */
export async function viewCategories(asking: Asking): Promise<string[]> {
  const { bakery, calendar } = await asking.settings()
  const categories = await asking.loaders.categories.load(onSale(calendar, asking.now))
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
  const { calendar } = await asking.settings()
  const isBookable = date >= today(calendar, asking.now)
  const leadTimes = isBookable ? await cakes.leadTimes(asking.db) : []
  return {
    date,
    leadTimes: leadTimes.filter((time) =>
      FULFILMENT_METHODS.some((method) => canBeHadOn(calendar, time, method, date, asking.now)),
    ),
  }
}
