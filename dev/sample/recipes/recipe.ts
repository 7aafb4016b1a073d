import type { Allergen, CakeStatus, Diet, OptionPricing } from '../../../src/domain/cake.ts'
import type { LocalTime } from '../../../src/domain/calendar.ts'

/** One cake of the sample bakery as its baker would write it down. */
export interface Recipe {
  slug: string
  name: string
  description: string
  /** What its picture shows. */
  alt: string
  status?: CakeStatus
  categories: string[]
  allergens: Allergen[]
  diets: Diet[]
  leadDays: number
  cutoff?: LocalTime
  /** Months and days: 11-15. */
  season?: { from: string; until: string }
  inscriptionMaxLength?: number
  taxRateBasisPoints?: number
  /** On the card since then. */
  since: string
  sizes: Size[]
  groups?: Group[]
  /** How often it is ordered, against the others. */
  popularity: number
  /** What is written on each size, where that is nothing usual. */
  inscriptions?: string[][]
}

export interface Size {
  sku: string
  name: string
  servings: number
  price: number
  units: number
}

export interface Group {
  name: string
  min: number
  max: number
  pricing: OptionPricing
  options: Option[]
}

export interface Option {
  name: string
  surcharge: number
  allergens: Allergen[]
  available: boolean
}

export const size = (sku: string, name: string, servings: number, price: number, units: number): Size => ({
  sku,
  name,
  servings,
  price,
  units,
})

export const option = (name: string, surcharge = 0, allergens: Allergen[] = []): Option => ({
  name,
  surcharge,
  allergens,
  available: true,
})

export const soldOut = (each: Option): Option => ({ ...each, available: false })

/** Exactly one of these has to be chosen. */
export const oneOf = (name: string, ...options: Option[]): Group => ({
  name,
  min: 1,
  max: 1,
  pricing: 'SUM',
  options,
})

/** None has to be chosen, and each adds its price. */
export const upTo = (max: number, name: string, ...options: Option[]): Group => ({
  name,
  min: 0,
  max,
  pricing: 'SUM',
  options,
})

/** However many are chosen, the dearest is paid. */
export const dearestOf = (min: number, max: number, name: string, ...options: Option[]): Group => ({
  name,
  min,
  max,
  pricing: 'HIGHEST',
  options,
})
