import type { JSONColumnType } from 'kysely'
import type { Allergen, CakeStatus, Diet, OptionPricing } from '../domain/cake.ts'
import type {
  FulfilmentMethod,
  LocalDate,
  LocalTime,
  UnavailableReason,
  Weekday,
} from '../domain/calendar.ts'
import type { OrderAction, OrderStatus } from '../domain/order-status.ts'
import type { Role } from '../domain/viewer.ts'

/** The rows of every table, as our pool parses them; `test/tables.test.ts` holds them against Postgres. */
export interface Database {
  bakery: BakeryTable
  opening_hours: OpeningHoursTable
  weekday_capacities: { weekday: Weekday; units: number }
  special_days: SpecialDayTable
  special_hours: SpecialHoursTable
  delivery_zones: DeliveryZoneTable
  cakes: CakeTable
  cake_images: { cake_id: string; position: number; url: string; alt: string }
  cake_variants: CakeVariantTable
  option_groups: OptionGroupTable
  cake_options: CakeOptionTable
  cake_words: { word: string; cake_id: string }
  customers: CustomerTable
  customer_words: { word: string; customer_id: string }
  orders: OrderTable
  order_items: OrderItemTable
  order_item_options: OrderItemOptionTable
  order_events: OrderEventTable
  order_event_notes: { order_id: string; version: number; note: string }
  order_words: { word: string; order_id: string }
  day_usage: { date: LocalDate; booked: number }
  slot_usage: { method: FulfilmentMethod; date: LocalDate; start_time: LocalTime; booked: number }
  guest_contacts: { contact_key: string; last_order_at: Temporal.Instant }
  idempotency_keys: IdempotencyKeyTable
  outbox: OutboxTable
}

export interface BakeryTable {
  id: string
  name: string
  time_zone: string
  currency: string
  locale: string
  email: string | null
  phone: string | null
  prices_include_tax: boolean
  tax_rate_basis_points: number
  booking_horizon_days: number
  cancellation_notice_hours: number
  confirms_automatically: boolean
  order_number_prefix: string
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
}

export interface OpeningHoursTable {
  id: string
  weekday: Weekday
  method: FulfilmentMethod
  opens: LocalTime
  closes: LocalTime
  slot_minutes: number
  orders_per_slot: number
}

export interface SpecialDayTable {
  date: LocalDate
  closed: boolean
  reason: string | null
  has_own_hours: boolean
  production_capacity: number | null
}

export interface SpecialHoursTable {
  date: LocalDate
  method: FulfilmentMethod
  opens: LocalTime
  closes: LocalTime
  slot_minutes: number
  orders_per_slot: number
}

export interface DeliveryZoneTable {
  id: string
  position: number
  name: string
  postal_code_prefixes: string[]
  fee: number
  minimum_subtotal: number | null
}

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

export interface CustomerTable {
  id: string
  subject: string | null
  name: string
  email: string | null
  email_key: string | null
  phone: string | null
  allergies: Allergen[]
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
  erased_at: Temporal.Instant | null
}

export interface OrderTable {
  id: string
  number: string
  status: OrderStatus
  version: number
  customer_id: string | null
  placed_by: Role | null
  contact_name: string | null
  contact_email: string | null
  contact_phone: string | null
  contact_email_key: string | null
  contact_phone_key: string | null
  method: FulfilmentMethod
  slot_date: LocalDate
  slot_start: LocalTime
  slot_end: LocalTime
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  address_line1: string | null
  address_line2: string | null
  address_postal_code: string | null
  address_city: string | null
  address_country: string | null
  note: string | null
  prices_include_tax: boolean
  subtotal: number
  delivery_fee: number
  tax: number
  total: number
  allergens: Allergen[]
  production_units: number
  placed_at: Temporal.Instant
  updated_at: Temporal.Instant
}

export interface OrderItemTable {
  id: string
  order_id: string
  position: number
  cake_id: string
  variant_id: string
  cake_name: string
  variant_name: string
  inscription: string | null
  quantity: number
  unit_price: number
  total: number
  tax_rate_basis_points: number
  production_units: number
  allergens: Allergen[]
}

export interface OrderItemOptionTable {
  order_item_id: string
  position: number
  option_id: string
  group_name: string
  name: string
  surcharge: number
}

export interface OrderEventTable {
  order_id: string
  version: number
  at: Temporal.Instant
  status: OrderStatus
  action: OrderAction | null
  by_role: Role | null
  overrode: UnavailableReason[]
  slot_date: LocalDate
}

export interface IdempotencyKeyTable {
  principal: string
  operation: string
  key: string
  input_hash: string
  order_id: string
  created_at: Temporal.Instant
}

export interface OutboxTable {
  id: string
  topic: string
  payload: JSONColumnType<Record<string, string | number>>
  created_at: Temporal.Instant
  delivered_at: Temporal.Instant | null
}
