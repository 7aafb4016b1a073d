import type { Allergen, CakeStatus, Diet, OptionPricing } from '../domain/cake.ts'
import type { LocalDate, LocalTime } from '../domain/calendar.ts'

export interface CakeTable {
  id: string
  slug: string
  name: string
  name_key: string
  description: string
  status: CakeStatus
  categories: string[]
  allergens: Allergen[]
  diets: Diet[]
  price_from: number
  lead_days: number
  cutoff: LocalTime | null
  season_from: LocalDate | null
  season_until: LocalDate | null
  inscription_max_length: number | null
  tax_rate_basis_points: number | null
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
}

export interface CakeVariantTable {
  id: string
  cake_id: string
  sku: string
  name: string
  servings: number
  price: number
  production_units: number
}

export interface OptionGroupTable {
  id: string
  cake_id: string
  position: number
  name: string
  min_choices: number
  max_choices: number
  pricing: OptionPricing
}

export interface CakeOptionTable {
  id: string
  group_id: string
  position: number
  name: string
  surcharge: number
  allergens: Allergen[]
  available: boolean
}
