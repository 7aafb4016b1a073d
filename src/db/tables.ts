import type { JSONColumnType } from 'kysely'
import type { Allergen } from '../domain/cake.ts'
import type { FulfilmentMethod, LocalDate, LocalTime, Weekday } from '../domain/calendar.ts'
import type { CakeOptionTable, CakeTable, CakeVariantTable, OptionGroupTable } from './cake-tables.ts'
import type { OrderEventTable, OrderItemOptionTable, OrderItemTable, OrderTable } from './order-tables.ts'

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
  catalogue_version: string
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
