import { randomInt, randomUUIDv7 } from 'node:crypto'
import type { Settings } from '../db/bakery.ts'
import type { WrittenOrder } from '../db/order-insertion.ts'
import { slotColumns, type Order } from '../db/orders.ts'
import { uniteAllergens } from '../domain/cake.ts'
import type { ComposedLine } from '../domain/composition.ts'
import { phoneKey } from '../domain/contact.ts'
import { orderNumber } from '../domain/order-number.ts'
import { withoutBeginnings, wordsOf } from '../domain/search-words.ts'
import { isStaff } from '../domain/viewer.ts'
import type { CheckedOrder } from './check-order.ts'
import { contactKeys, type Party } from './order-party.ts'
import type { OrderWish } from './read-order.ts'

export interface OrderParts {
  wish: OrderWish
  checked: CheckedOrder
  party: Party
  settings: Settings
  now: Temporal.Instant
}

/** Every row of a new order: what was agreed is written out, so that nothing later can alter it. */
export function orderRows(orderId: string, parts: OrderParts): WrittenOrder {
  const order = orderRow(orderId, parts)
  const { lines, overrode } = parts.checked
  const items = lines.map((line, position) => itemRow(orderId, line, position))
  const options = lines.flatMap((line, position) => optionRows(items[position]!.id, line))
  return { order, items, options, words: orderWords(order), overrode }
}

/** The words under which an order is found; its phone by each group of its digits and by all of them in one. */
export function orderWords({
  number,
  contact_name: name,
  contact_email: email,
  contact_phone: phone,
}: Pick<Order, 'number' | 'contact_name' | 'contact_email' | 'contact_phone'>): string[] {
  return withoutBeginnings(
    wordsOf(number, number.replace('-', ''), name, email, phone, phone && phoneKey(phone)),
  )
}

function orderRow(id: string, { wish, checked, party, settings, now }: OrderParts): Order {
  const { bakery } = settings
  const { slot, totals, lines, demand } = checked
  const keys = contactKeys(party.contact)
  const confirmed = bakery.confirms_automatically || isStaff(party.placedBy && { role: party.placedBy })
  return {
    id,
    number: orderNumber(bakery.order_number_prefix, randomInt),
    status: confirmed ? 'CONFIRMED' : 'PENDING',
    version: 1,
    customer_id: party.customerId,
    placed_by: party.placedBy,
    contact_name: party.contact?.name ?? null,
    contact_email: party.contact?.email ?? null,
    contact_phone: party.contact?.phone ?? null,
    contact_email_key: keys.emailKey,
    contact_phone_key: keys.phoneKey,
    ...slotColumns(slot),
    address_line1: wish.deliveryAddress?.line1 ?? null,
    address_line2: wish.deliveryAddress?.line2 ?? null,
    address_postal_code: wish.deliveryAddress?.postalCode ?? null,
    address_city: wish.deliveryAddress?.city ?? null,
    address_country: wish.deliveryAddress?.country ?? null,
    note: wish.note,
    prices_include_tax: bakery.prices_include_tax,
    subtotal: totals.subtotal,
    delivery_fee: totals.deliveryFee,
    tax: totals.tax,
    total: totals.total,
    allergens: uniteAllergens(lines.map((line) => line.allergens)),
    production_units: demand.units,
    placed_at: now,
    updated_at: now,
  }
}

const itemRow = (orderId: string, line: ComposedLine, position: number) => ({
  id: randomUUIDv7(),
  order_id: orderId,
  position,
  cake_id: line.cake.id,
  variant_id: line.variantId,
  cake_name: line.cake.name,
  variant_name: line.variantName,
  inscription: line.inscription,
  quantity: line.quantity,
  unit_price: line.unitPrice,
  total: line.total,
  tax_rate_basis_points: line.taxRateBasisPoints,
  production_units: line.productionUnits,
  allergens: line.allergens,
})

const optionRows = (itemId: string, { options }: ComposedLine) =>
  options.map(({ id, groupName, name, surcharge }, position) => ({
    order_item_id: itemId,
    position,
    option_id: id,
    group_name: groupName,
    name,
    surcharge,
  }))
