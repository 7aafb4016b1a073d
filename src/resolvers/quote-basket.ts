import * as customers from '../db/customers.ts'
import { uniteAllergens, type Allergen } from '../domain/cake.ts'
import type { FulfilmentMethod, LocalDate } from '../domain/calendar.ts'
import type { ComposedLine } from '../domain/composition.ts'
import { deliveryFee } from '../domain/delivery.ts'
import { earliestDate } from '../domain/lead-time.ts'
import { LARGEST_AMOUNT } from '../domain/money.ts'
import { totalsOf, type Totals } from '../domain/pricing.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { InputCheck, isGiven } from '../domain/text.ts'
import { requireStaff, type Asking } from './asking.ts'
import { pricingRules, readItems, weighBasket, type NewItem } from './weigh-basket.ts'

export interface QuoteArgs {
  items: readonly NewItem[]
  method: FulfilmentMethod
  postalCode?: string | null
  customerId?: string | null
}

export interface Quote extends Totals {
  lines: ComposedLine[]
  allergens: Allergen[]
  allergyConflicts: Allergen[]
  earliestDate: LocalDate | null
}

/**
 * Prices a basket; reserves nothing.
 *
 * @throws InvalidInput, UnavailableItems; Unauthenticated, Forbidden where others than staff name a customer
 */
export async function quoteBasket(asking: Asking, args: QuoteArgs): Promise<Quote> {
  if (isGiven(args.customerId)) requireStaff(asking.asker, 'Quoting for a customer')
  const check = new InputCheck()
  const items = readItems(check, args.items)
  const postalCode = check.optionalName(['postalCode'], args.postalCode, 16)
  if (args.method === 'DELIVERY' && !args.postalCode?.trim()) {
    check.refuse(['postalCode'], 'REQUIRED', 'A delivery is priced by its postal code.')
  }
  const customerId = isGiven(args.customerId) ? check.id(['customerId'], 'Customer', args.customerId) : null
  check.done()

  const catalogue = await asking.catalogue()
  const { settings } = catalogue
  const { lines, demand } = await weighBasket(asking.db, items, catalogue, asking.now)
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0)
  const fee =
    args.method === 'DELIVERY' ? deliveryFee(settings.zones, postalCode!, subtotal, ['postalCode']) : 0
  const totals = totalsOf(lines, fee, pricingRules(settings))
  refuseTooDear(totals)
  const allergens = uniteAllergens(lines.map((line) => line.allergens))
  const allergies = await allergiesOf(asking, customerId)
  return {
    ...totals,
    lines,
    allergens,
    allergyConflicts: allergens.filter((allergen) => allergies.includes(allergen)),
    earliestDate: earliestDate(settings.calendar, demand.needs, args.method, asking.now),
  }
}

// An empty id is one, and no good one.
/** @throws InvalidInput for totals that no order can hold */
export function refuseTooDear({ total }: Totals): void {
  if (total <= LARGEST_AMOUNT) return
  const message = `The total is above ${LARGEST_AMOUNT} minor units; split the order.`
  throw new InvalidInput([{ code: 'OUT_OF_RANGE', path: ['items'], message }])
}

async function allergiesOf({ db, asker }: Asking, customerId: string | null): Promise<Allergen[]> {
  if (customerId === null) {
    return (asker && (await customers.find(db, { subject: asker.subject }))?.allergies) || []
  }
  const customer = await customers.find(db, { id: customerId })
  if (customer) return customer.allergies
  throw new InvalidInput([{ code: 'UNKNOWN', path: ['customerId'], message: 'There is no such customer.' }])
}
