export interface CakeRow {
  id: string
  slug: string
  name: string
  allergens: string[]
  price_from: number
}

export interface VariantRow {
  id: string
  cake_id: string
  name: string
  servings: number
  price: number
  production_units: number
}

export interface CustomerRow {
  id: string
  name: string
  email: string | null
}

export interface OrderRow {
  id: string
  number: string
  status: string
  customer_id: string | null
  placed_at: Date
  slot_date: string
  slot_start: string
  total: number
}

export interface ItemRow {
  id: string
  order_id: string
  position: number
  cake_id: string
  cake_name: string
  variant_name: string
  quantity: number
  total: number
}

export interface PlaceOrderInput {
  customerId: string
  slotDate: string
  slotStart: string
  items: { variantId: string; quantity: number }[]
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Longer than ours, so that none is ever drawn twice: trying again is left to us. */
export const newNumber = (): string =>
  `B-${Array.from({ length: 12 }, () => CROCKFORD[Math.floor(Math.random() * 32)]).join('')}`

/** Orders of one slot at most. */
export const CAPACITY = 10_000
