import { randomUUIDv7 } from 'node:crypto'
import type { Insertable, Kysely } from 'kysely'
import type { Order } from '../../src/db/orders.ts'
import { insertAll } from '../../src/db/rows.ts'
import type { Database } from '../../src/db/tables.ts'
import { encodeId } from '../../src/domain/ids.ts'
import { sortKey } from '../../src/domain/search-words.ts'
import type { Rows } from './catalogue.ts'

const THEN = Temporal.Instant.from('2026-11-01T12:00:00.123456Z')

export function cakeRow({ slug, ...own }: Rows<'cakes'> & { slug: string }): Insertable<Database['cakes']> {
  return {
    id: randomUUIDv7(),
    slug,
    name: slug,
    name_key: sortKey(own.name ?? slug),
    description: '',
    status: 'ACTIVE',
    categories: [],
    allergens: ['GLUTEN'],
    diets: [],
    price_from: 3000,
    lead_days: 1,
    cutoff: null,
    season_from: null,
    season_until: null,
    inscription_max_length: null,
    tax_rate_basis_points: null,
    created_at: THEN,
    updated_at: THEN,
    ...own,
  }
}

export function customerRow(name: string, own: Rows<'customers'> = {}): Insertable<Database['customers']> {
  return {
    id: randomUUIDv7(),
    subject: `customer-${name}`,
    name,
    email: `${name}@example.com`,
    email_key: `${name}@example.com`,
    phone: null,
    allergies: [],
    created_at: THEN,
    updated_at: THEN,
    ...own,
  }
}

let ordersMade = 0

/** A pick-up on Wednesday at ten, of nothing yet, by nobody. */
export function orderRow(own: Partial<Order> = {}): Order {
  return {
    id: randomUUIDv7(),
    number: `T-${String(++ordersMade).padStart(6, '0')}`,
    status: 'CONFIRMED',
    version: 1,
    customer_id: null,
    placed_by: 'STAFF',
    contact_name: null,
    contact_email: null,
    contact_phone: null,
    contact_email_key: null,
    contact_phone_key: null,
    method: 'PICKUP',
    slot_date: '2026-11-25',
    slot_start: '10:00',
    slot_end: '11:00',
    starts_at: Temporal.Instant.from('2026-11-25T09:00:00Z'),
    ends_at: Temporal.Instant.from('2026-11-25T10:00:00Z'),
    address_line1: null,
    address_line2: null,
    address_postal_code: null,
    address_city: null,
    address_country: null,
    note: null,
    prices_include_tax: true,
    subtotal: 3000,
    delivery_fee: 0,
    tax: 248,
    total: 3000,
    allergens: [],
    production_units: 1,
    placed_at: THEN,
    updated_at: THEN,
    ...own,
  }
}

/** Opaque ids of what `fillShop` made. */
export type Stock = Record<
  'Cake' | 'CakeVariant' | 'OptionGroup' | 'CakeOption' | 'Customer' | 'Order' | 'OrderItem',
  string[]
>

/**
 * So many cakes and as many customers, two orders each: a new one and, behind all of the new ones, an old one. Every
 * object has its two of all that can hang on it, so that a page of any length looks like any other.
 */
export async function fillShop(db: Kysely<Database>, size: number): Promise<Stock> {
  const indexes = [...Array(size).keys()]
  const cakes = indexes.map((index) => cakeRow({ slug: `cake-${String(index).padStart(4, '0')}` }))
  const variants = cakes.flatMap((cake) => [variantRow(cake, 0), variantRow(cake, 1)])
  const groups = cakes.flatMap((cake) => [groupRow(cake.id, 0), groupRow(cake.id, 1)])
  const options = groups.flatMap((group) => [optionRow(group.id, 0), optionRow(group.id, 1)])
  const customers = indexes.map((index) => customerRow(`customer-${index}`))
  const orders = [0, 1].flatMap((age) =>
    customers.map(({ id }, index) =>
      orderRow({
        customer_id: id,
        version: 2,
        placed_at: THEN.subtract({ minutes: index, hours: 1000 * age }),
      }),
    ),
  )
  const items = orders.flatMap(({ id }, index) =>
    [0, 1].map((position) => itemRow(id, position, cakes[(index + (position * size) / 2) % size]!.id)),
  )
  const everyOrder = orders.flatMap(({ id }) => [eventRow(id, 1), eventRow(id, 2)])
  await db.transaction().execute((trx) =>
    insertAll(trx, {
      cakes,
      cake_images: cakes.flatMap(({ id }) => [imageRow(id, 0), imageRow(id, 1)]),
      cake_variants: variants,
      option_groups: groups,
      cake_options: options,
      customers,
      orders,
      order_items: items,
      order_item_options: items.flatMap(({ id }) => [itemOptionRow(id, 0), itemOptionRow(id, 1)]),
      order_events: everyOrder,
      order_event_notes: orders.map(({ id }) => ({ order_id: id, version: 2, note: 'Candles' })),
    }),
  )
  return {
    Cake: idsOf('Cake', cakes),
    CakeVariant: idsOf(
      'CakeVariant',
      variants.filter((_, index) => index % 2 === 0),
    ),
    OptionGroup: idsOf('OptionGroup', groups),
    CakeOption: idsOf('CakeOption', options),
    Customer: idsOf('Customer', customers),
    Order: idsOf('Order', orders),
    OrderItem: idsOf('OrderItem', items),
  }
}

const idsOf = (type: string, rows: { id: string }[]) => rows.map(({ id }) => encodeId(type, id))

const imageRow = (cakeId: string, position: number) => ({
  cake_id: cakeId,
  position,
  url: `/images/${position}.svg`,
  alt: 'A cake',
})

const variantRow = ({ id, slug }: { id: string; slug: string }, index: number) => ({
  id: randomUUIDv7(),
  cake_id: id,
  sku: `${slug}-${index}`,
  name: `${20 + index} cm`,
  servings: 8,
  price: 3000,
  production_units: 0,
})

const groupRow = (cakeId: string, position: number) => ({
  id: randomUUIDv7(),
  cake_id: cakeId,
  position,
  name: `Group ${position}`,
  min_choices: 0,
  max_choices: 2,
  pricing: 'SUM' as const,
})

const optionRow = (groupId: string, position: number) => ({
  id: randomUUIDv7(),
  group_id: groupId,
  position,
  name: `Option ${position}`,
  surcharge: 0,
  allergens: [],
  available: true,
})

export const itemRow = (orderId: string, position: number, cakeId: string) => ({
  id: randomUUIDv7(),
  order_id: orderId,
  position,
  cake_id: cakeId,
  variant_id: randomUUIDv7(),
  cake_name: 'Sponge',
  variant_name: '20 cm',
  inscription: null,
  quantity: 1,
  unit_price: 3000,
  total: 3000,
  tax_rate_basis_points: 900,
  production_units: 1,
  allergens: [],
})

const itemOptionRow = (itemId: string, position: number) => ({
  order_item_id: itemId,
  position,
  option_id: randomUUIDv7(),
  group_name: 'Filling',
  name: 'Raspberry',
  surcharge: 0,
})

const eventRow = (orderId: string, version: number) => ({
  order_id: orderId,
  version,
  at: THEN,
  status: 'CONFIRMED' as const,
  action: version === 1 ? null : ('CONFIRM' as const),
  by_role: 'STAFF' as const,
  overrode: [],
  slot_date: '2026-11-25',
})
