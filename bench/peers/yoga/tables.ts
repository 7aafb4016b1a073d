import { Kysely, PostgresDialect, type Generated } from 'kysely'
import { pool } from '../pool.ts'

interface Database {
  cakes: {
    id: string
    slug: string
    name: string
    name_key: string
    status: string
    allergens: string[]
    price_from: number
  }
  cake_variants: {
    id: string
    cake_id: string
    name: string
    servings: number
    price: number
    production_units: number
  }
  customers: { id: string; name: string; email: string | null }
  orders: {
    id: string
    number: string
    status: string
    version: number
    customer_id: string | null
    placed_by: string | null
    method: string
    slot_date: string
    slot_start: string
    slot_end: string
    starts_at: Date
    ends_at: Date
    prices_include_tax: boolean
    subtotal: number
    delivery_fee: number
    tax: number
    total: number
    allergens: string[]
    production_units: number
    placed_at: Date
    updated_at: Date
  }
  order_items: {
    id: string
    order_id: string
    position: number
    cake_id: string
    variant_id: string
    cake_name: string
    variant_name: string
    inscription: Generated<string | null>
    quantity: number
    unit_price: number
    total: number
    tax_rate_basis_points: number
    production_units: number
    allergens: string[]
  }
  slot_usage: { method: string; date: string; start_time: string; booked: number }
}

export const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
