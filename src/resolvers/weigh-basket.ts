import type { Kysely } from 'kysely'
import type { Settings } from '../db/bakery.ts'
import { forBasket, type CakeView } from '../db/cakes.ts'
import type { CatalogueShelf } from '../db/catalogue-memory.ts'
import type { Database } from '../db/tables.ts'
import { readUsage, slotKey, type Usage } from '../db/usage.ts'
import type { Bookings, Demand } from '../domain/availability.ts'
import type { LocalDate } from '../domain/calendar.ts'
import type { CakeForSale } from '../domain/cake.ts'
import { hasGoodShape } from '../domain/basket.ts'
import { compose, demandOf, type BasketItem, type ComposedLine } from '../domain/composition.ts'
import type { PricingRules } from '../domain/pricing.ts'
import type { InputCheck } from '../domain/text.ts'
import { onSale } from './asking.ts'

/** A line as clients send it: with opaque ids. */
export interface NewItem {
  variantId: string
  quantity: number
  optionIds: readonly string[]
  inscription?: string | null
}

export interface WeighedBasket {
  lines: ComposedLine[]
  demand: Demand
}

/**
 * Looks a basket up and composes it, by what is on sale at the moment.
 *
 * @throws UnavailableItems, InvalidInput
 */
export async function weighBasket(
  db: Kysely<Database>,
  items: readonly BasketItem[],
  catalogue: CatalogueShelf,
  now: Temporal.Instant,
): Promise<WeighedBasket> {
  const { bakery, calendar } = catalogue.settings
  const view = onSale(calendar, now)
  const ids = new Set<string>()
  for (const { variantId, optionIds } of items) {
    ids.add(variantId)
    for (const id of optionIds) ids.add(id)
  }
  const kind = `for sale ${view.today} ${view.horizon}`
  const cakes = await catalogue.rememberEach<CakeForSale | null>(
    kind,
    [...ids],
    (missing) => byParts(db, missing, view),
    null,
  )
  const onSaleById = new Map<string, CakeForSale>()
  for (const cake of cakes) if (cake) onSaleById.set(cake.id, cake)
  const lines = compose(items, [...onSaleById.values()], bakery.tax_rate_basis_points)
  return { lines, demand: demandOf(lines) }
}

/** Cakes by the ids of their sizes and options. */
async function byParts(
  db: Kysely<Database>,
  ids: string[],
  view: Exclude<CakeView, 'all'>,
): Promise<Map<string, CakeForSale>> {
  const cakes = await forBasket(db, ids, view)
  return new Map(
    cakes.flatMap((cake) => {
      const parts = [...cake.variants, ...cake.groups.flatMap(({ options }) => options)]
      return parts.map(({ id }): [string, CakeForSale] => [id, cake])
    }),
  )
}

/** The lines with the database's ids in place of the opaque ones; none where the basket has no good shape. */
export function readItems(check: InputCheck, items: readonly NewItem[]): BasketItem[] {
  if (!hasGoodShape(check, items)) return []
  return items.map((item, index) => ({
    variantId: check.id(['items', index, 'variantId'], 'CakeVariant', item.variantId),
    quantity: item.quantity,
    optionIds: item.optionIds.map((id, at) => check.id(['items', index, 'optionIds', at], 'CakeOption', id)),
    inscription: item.inscription,
  }))
}

export const pricingRules = ({ bakery }: Settings): PricingRules => ({
  pricesIncludeTax: bakery.prices_include_tax,
  taxRateBasisPoints: bakery.tax_rate_basis_points,
})

/** For transactions: what is booked is decided there by taking it, last. */
export const NOTHING_BOOKED: Bookings = { onDay: () => 0, inSlot: () => 0 }

/** An unlocked look at what is booked in a range of dates. */
export async function lookAtBookings(
  db: Kysely<Database>,
  from: LocalDate,
  to: LocalDate,
): Promise<Bookings> {
  return bookingsOf(await readUsage(db, from, to))
}

export const bookingsOf = ({ days, slots }: Usage): Bookings => ({
  onDay: (date) => days.get(date) ?? 0,
  inSlot: (slot) => slots.get(slotKey(slot)) ?? 0,
})
