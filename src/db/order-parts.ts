import { sql, type Selectable } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { OrderItemTable, OrderTable } from './order-tables.ts'
import type { Orders, OrderView } from './orders.ts'
import type { CustomerTable } from './tables.ts'

/** What is read along with orders because it will be asked for: fewer statements, and nothing but the same rows. */
export type OrderPart = 'items' | 'customer' | 'catalogue'

export interface Parts {
  items?: Selectable<OrderItemTable>[] | null
  customer?: (Omit<Selectable<CustomerTable>, 'created_at' | 'updated_at'> & Record<Moment, string>) | null
  /** Of the catalogue, for the cakes of the items. */
  catalogueVersion?: string
}

type Moment = 'created_at' | 'updated_at'

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
      .selectAll()
      .whereRef('order_items.order_id', '=', 'orders.id')
      .orderBy('position'),
  )

// Others than staff see themselves only.
const customerOf = (order: Orders, view: OrderView) =>
  jsonObjectFrom(
    order
      .selectFrom('customers')
      .selectAll()
      .whereRef('customers.id', '=', 'orders.customer_id')
      .where((row) => (view === 'all' ? row.lit(true) : row('subject', '=', view.subject))),
  )

export type OrderWithParts = Pick<Selectable<OrderTable>, 'id' | 'customer_id'> & Parts

interface Taker {
  itemsOfOrder: { prime(id: string, items: Selectable<OrderItemTable>[]): unknown }
  customer: { prime(id: string, customer: Selectable<CustomerTable> | null): unknown }
}

/** Gives the loaders what came along. */
export function primeParts(rows: readonly OrderWithParts[], loaders: Taker): void {
  for (const { id, customer_id: customerId, items, customer } of rows) {
    if (items) loaders.itemsOfOrder.prime(id, items)
    if (customer === undefined || customerId === null) continue
    loaders.customer.prime(customerId, customer && { ...customer, ...momentsOf(customer) })
  }
}

// JSON has no instants.
const momentsOf = ({ created_at, updated_at }: Record<Moment, string>) => ({
  created_at: Temporal.Instant.from(created_at),
  updated_at: Temporal.Instant.from(updated_at),
})

/** The version that came along with any of them. */
export const versionIn = ([row]: readonly Parts[]): string | undefined => row?.catalogueVersion
