import { sql, type Selectable } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { ShownCustomer } from './customers.ts'
import type { OrderItemOptionTable, OrderItemTable, OrderTable } from './order-tables.ts'
import type { Orders, OrderView } from './orders.ts'

/** What is read along with orders because it will be asked for: fewer statements, and nothing but the same rows. */
export type OrderPart = 'items' | 'customer' | 'catalogue'

/** Stay with the order that they came with. */
export interface Parts {
  items?: ShownItem[]
  customer?: ShownCustomer | null
  /** Of the catalogue, for the cakes of the items. */
  catalogueVersion?: string
}

/** What is shown of a line; what was chosen for it stays with it only where the order was just placed. */
export type ShownItem = Pick<Selectable<OrderItemTable>, (typeof ITEM_COLUMNS)[number]> & {
  options?: Selectable<OrderItemOptionTable>[]
}

const ITEM_COLUMNS = [
  'id',
  'cake_id',
  'cake_name',
  'variant_name',
  'inscription',
  'quantity',
  'unit_price',
  'total',
  'allergens',
] as const

/** Columns that hold the parts, as JSON. */
export function partColumns(order: Orders, parts: ReadonlySet<OrderPart>, view: OrderView) {
  return [
    ...(parts.has('items') ? [itemsOf(order).as('items')] : []),
    ...(parts.has('customer') ? [customerOf(order, view).as('customer')] : []),
    ...(parts.has('catalogue') ? [sql`(select catalogue_version from bakery)`.as('catalogueVersion')] : []),
  ]
}

const itemsOf = (order: Orders) =>
  jsonArrayFrom(
    order
      .selectFrom('order_items')
      .select(ITEM_COLUMNS)
      .whereRef('order_items.order_id', '=', 'orders.id')
      .orderBy('position'),
  )

// Others than staff see themselves only.
const customerOf = (order: Orders, view: OrderView) =>
  jsonObjectFrom(
    order
      .selectFrom('customers')
      .select(['id', 'name', 'email', 'phone', 'allergies', 'created_at', 'updated_at'])
      .whereRef('customers.id', '=', 'orders.customer_id')
      .where((row) => (view === 'all' ? row.lit(true) : row('subject', '=', view.subject))),
  )

export type OrderWithParts = Pick<Selectable<OrderTable>, 'customer_id'> & Parts

/** The customers that came along, by id, null where the viewer may not see them. */
export const customersIn = (rows: readonly OrderWithParts[]): Map<string, ShownCustomer | null> =>
  new Map(
    rows.flatMap(({ customer_id: id, customer }) =>
      id === null || customer === undefined ? [] : [[id, customer] as const],
    ),
  )

/** The version that came along with any of them. */
export const versionIn = ([row]: readonly Parts[]): string | undefined => row?.catalogueVersion
