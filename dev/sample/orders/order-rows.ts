import { uniteAllergens } from '../../../src/domain/cake.ts'
import type { ComposedLine } from '../../../src/domain/composition.ts'
import { emailKey, phoneKey } from '../../../src/domain/contact.ts'
import { totalsOf } from '../../../src/domain/pricing.ts'
import { phoneWordsOf, wordsOf } from '../../../src/domain/search-words.ts'
import type { Database } from '../../../src/db/tables.ts'
import { uuidAt } from '../chance.ts'
import { BAKERY } from '../settings.ts'
import type { Draft } from './draft.ts'

/** An order as placing it writes it down, and its steps since. */
export function rowsOf(draft: Draft, number: string, note: string | null) {
  const { buyer, lines, events } = draft
  const { name, email, phone } = buyer.contact
  const placedAt = events[0]!.at
  const id = uuidAt(placedAt, number)
  const items = lines.map((line, position) => ({ line, row: itemRow(line, position, id, placedAt) }))
  const words = [
    ...wordsOf(number, name, email),
    ...phoneWordsOf(phone),
    number.replace('-', '').toLowerCase(),
  ]
  return {
    orders: [orderRow(draft, id, number, note)],
    order_items: items.map(({ row }) => row),
    order_item_options: items.flatMap(({ line, row }) =>
      line.options.map(({ id: optionId, groupName, name: optionName, surcharge }, position) => ({
        order_item_id: row.id,
        position,
        option_id: optionId,
        group_name: groupName,
        name: optionName,
        surcharge,
      })),
    ),
    order_events: events.map(({ at, status, action, byRole, slotDate }, index) => ({
      order_id: id,
      version: index + 1,
      at,
      status,
      action,
      by_role: byRole,
      overrode: [],
      slot_date: slotDate,
    })),
    order_event_notes: events.flatMap((event, index) =>
      event.note === null ? [] : [{ order_id: id, version: index + 1, note: event.note }],
    ),
    order_words: [...new Set(words)].map((word) => ({ word, order_id: id })),
  }
}

function orderRow(draft: Draft, id: string, number: string, note: string | null): Database['orders'] {
  const { buyer, slot, lines, events, demand } = draft
  const { name, email, phone } = buyer.contact
  const address = slot.method === 'DELIVERY' ? buyer.address : null
  const last = events.at(-1)!
  const rules = {
    pricesIncludeTax: BAKERY.prices_include_tax,
    taxRateBasisPoints: BAKERY.tax_rate_basis_points,
  }
  const { subtotal, deliveryFee, tax, total } = totalsOf(lines, draft.deliveryFee, rules)
  return {
    id,
    number,
    status: last.status,
    version: events.length,
    customer_id: buyer.customerId,
    placed_by: buyer.placedBy,
    contact_name: name,
    contact_email: email,
    contact_phone: phone,
    contact_email_key: email === null ? null : emailKey(email),
    contact_phone_key: phone === null ? null : phoneKey(phone),
    method: slot.method,
    slot_date: slot.date,
    slot_start: slot.startTime,
    slot_end: slot.endTime,
    starts_at: slot.startsAt,
    ends_at: slot.endsAt,
    address_line1: address?.line1 ?? null,
    address_line2: address?.line2 ?? null,
    address_postal_code: address?.postalCode ?? null,
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    note,
    prices_include_tax: rules.pricesIncludeTax,
    subtotal,
    delivery_fee: deliveryFee,
    tax,
    total,
    allergens: uniteAllergens(lines.map(({ allergens }) => allergens)),
    production_units: demand.units,
    placed_at: events[0]!.at,
    updated_at: last.at,
  }
}

const itemRow = (line: ComposedLine, position: number, orderId: string, placedAt: Temporal.Instant) => ({
  id: uuidAt(placedAt, `${orderId} ${position}`),
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
