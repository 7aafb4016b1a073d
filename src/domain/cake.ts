import type { Need } from './lead-time.ts'

export const ALLERGENS = [
  'CELERY',
  'CRUSTACEANS',
  'EGGS',
  'FISH',
  'GLUTEN',
  'LUPIN',
  'MILK',
  'MOLLUSCS',
  'MUSTARD',
  'PEANUTS',
  'SESAME',
  'SOYBEANS',
  'SULPHITES',
  'TREE_NUTS',
] as const
export type Allergen = (typeof ALLERGENS)[number]

export const DIETS = [
  'DAIRY_FREE',
  'GLUTEN_FREE',
  'HALAL',
  'KOSHER',
  'NUT_FREE',
  'VEGAN',
  'VEGETARIAN',
] as const
export type Diet = (typeof DIETS)[number]

export const CAKE_STATUSES = ['DRAFT', 'ACTIVE', 'ARCHIVED'] as const
export type CakeStatus = (typeof CAKE_STATUSES)[number]

export const OPTION_PRICINGS = ['SUM', 'HIGHEST'] as const
export type OptionPricing = (typeof OPTION_PRICINGS)[number]

/** What has to be known of a cake to compose and price a line of it. */
export interface CakeForSale extends Need {
  id: string
  name: string
  allergens: Allergen[]
  inscriptionMaxLength: number | null
  taxRateBasisPoints: number | null
  variants: VariantForSale[]
  groups: GroupForSale[]
}

export interface VariantForSale {
  id: string
  name: string
  price: number
  productionUnits: number
}

export interface GroupForSale {
  id: string
  name: string
  minChoices: number
  maxChoices: number
  pricing: OptionPricing
  options: OptionForSale[]
}

export interface OptionForSale {
  id: string
  name: string
  surcharge: number
  allergens: Allergen[]
  available: boolean
}

/** The union of several lists, in the order of the regulation's list. */
export function uniteAllergens(lists: readonly (readonly Allergen[])[]): Allergen[] {
  const all = new Set(lists.flat())
  return ALLERGENS.filter((allergen) => all.has(allergen))
}
