import type { Allergen } from '../domain/cake.ts'
import type { FulfilmentMethod, LocalDate, LocalTime, UnavailableReason } from '../domain/calendar.ts'
import type { OrderAction, OrderStatus } from '../domain/order-status.ts'
import type { Role } from '../domain/viewer.ts'

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
