import {
  uniteAllergens,
  type Allergen,
  type CakeForSale,
  type GroupForSale,
  type OptionForSale,
} from './cake.ts'
import type { Demand } from './availability.ts'
import { readInscription } from './inscription.ts'
import { unitPrice, type PricedLine } from './pricing.ts'
import { UnavailableItems, type UnavailableItem } from './refusals.ts'
import { InputCheck } from './text.ts'

export interface BasketItem {
  variantId: string
  quantity: number
  optionIds: string[]
  inscription?: string | null
}

export interface ComposedLine extends PricedLine {
  cake: CakeForSale
  variantId: string
  variantName: string
  options: ChosenOption[]
  inscription: string | null
  allergens: Allergen[]
  /** Of one cake. */
  productionUnits: number
}

export interface ChosenOption {
  id: string
  groupName: string
  name: string
  surcharge: number
  allergens: Allergen[]
}

/**
 * Composes every line from what is on sale, or refuses them: first all lines that name something not on sale, then
 * all choices that do not go together.
 */
export function compose(
  items: readonly BasketItem[],
  onSale: readonly CakeForSale[],
  taxRate: number,
): ComposedLine[] {
  const missing = items.flatMap((item, index) => missingFrom(item, index, onSale))
  if (missing.length > 0) throw new UnavailableItems(missing)
  const check = new InputCheck()
  const lines = items.map((item, index) => composeLine(check, item, index, onSale, taxRate))
  check.done()
  return lines
}

/** What the lines together ask of the calendar. */
export function demandOf(lines: readonly ComposedLine[]): Demand {
  return {
    needs: [...new Set(lines.map(({ cake }) => cake))],
    units: lines.reduce((units, line) => units + line.productionUnits * line.quantity, 0),
  }
}

function missingFrom(item: BasketItem, itemIndex: number, onSale: readonly CakeForSale[]): UnavailableItem[] {
  const isUnknown = !onSale.some((cake) => cake.variants.some(({ id }) => id === item.variantId))
  if (isUnknown) return [{ itemIndex, message: 'This cake cannot be ordered in this size.' }]
  const lacking = item.optionIds.some((id) => !findOption(onSale, id)?.option.available)
  return lacking ? [{ itemIndex, message: 'One of the options cannot be ordered.' }] : []
}

function composeLine(
  check: InputCheck,
  item: BasketItem,
  index: number,
  onSale: readonly CakeForSale[],
  taxRate: number,
): ComposedLine {
  const cake = onSale.find(({ variants }) => variants.some(({ id }) => id === item.variantId))!
  const variant = cake.variants.find(({ id }) => id === item.variantId)!
  const path = ['items', index]
  checkOptions(check, path, item.optionIds, cake, onSale)
  const chosen = cake.groups.map((group) => ({
    group,
    options: group.options.filter(({ id }) => item.optionIds.includes(id)),
  }))
  for (const { group, options } of chosen) checkChoices(check, path, group, options)
  const inscription = readInscription(item.inscription, cake.inscriptionMaxLength)
  if (inscription.text === undefined) {
    check.refuse([...path, 'inscription'], inscription.code, inscription.message)
  }
  const price = unitPrice(
    variant.price,
    chosen.map(({ group, options }) => ({
      pricing: group.pricing,
      surcharges: options.map(({ surcharge }) => surcharge),
    })),
  )
  return {
    cake,
    variantId: variant.id,
    variantName: variant.name,
    options: chosen.flatMap(({ group, options }) => options.map((option) => choice(group, option))),
    inscription: inscription.text ?? null,
    quantity: item.quantity,
    unitPrice: price,
    total: price * item.quantity,
    taxRateBasisPoints: cake.taxRateBasisPoints ?? taxRate,
    allergens: uniteAllergens([
      cake.allergens,
      ...chosen.flatMap(({ options }) => options.map(({ allergens }) => allergens)),
    ]),
    productionUnits: variant.productionUnits,
  }
}

function checkOptions(
  check: InputCheck,
  path: (string | number)[],
  optionIds: string[],
  cake: CakeForSale,
  onSale: readonly CakeForSale[],
): void {
  for (const [index, id] of optionIds.entries()) {
    const at = [...path, 'optionIds', index]
    if (optionIds.indexOf(id) < index) check.refuse(at, 'DUPLICATE', 'The same option is chosen twice.')
    else if (findOption(onSale, id)?.cake.id !== cake.id) {
      check.refuse(at, 'NOT_ALLOWED', `${cake.name} has no such option.`)
    }
  }
}

function checkChoices(
  check: InputCheck,
  path: (string | number)[],
  { name, minChoices, maxChoices }: GroupForSale,
  chosen: readonly OptionForSale[],
): void {
  const at = [...path, 'optionIds']
  if (chosen.length < minChoices) check.refuse(at, 'TOO_SHORT', `${name}: choose at least ${minChoices}.`)
  if (chosen.length > maxChoices) check.refuse(at, 'TOO_LONG', `${name}: choose at most ${maxChoices}.`)
}

const choice = (group: GroupForSale, { id, name, surcharge, allergens }: OptionForSale): ChosenOption => ({
  id,
  groupName: group.name,
  name,
  surcharge,
  allergens,
})

function findOption(
  onSale: readonly CakeForSale[],
  id: string,
): { cake: CakeForSale; option: OptionForSale } | undefined {
  for (const cake of onSale) {
    for (const group of cake.groups) {
      const option = group.options.find((each) => each.id === id)
      if (option) return { cake, option }
    }
  }
  return undefined
}
