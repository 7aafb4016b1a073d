import { sql, type Kysely, type Selectable } from 'kysely'
import type { CakeOptionTable, CakeVariantTable, OptionGroupTable } from './cake-tables.ts'
import * as catalogue from './cakes.ts'
import type { OrderItemOptionTable, OrderItemTable } from './order-tables.ts'
import { partColumns, type OrderPart, type Parts } from './order-parts.ts'
import { leanColumns, type ShownOrder } from './lean-orders.ts'
import { isVisible, type Order, type OrderView } from './orders.ts'
import { prepareByIds, type Values } from './prepare.ts'
import { anyOf } from './rows.ts'
import type { CustomerTable, Database } from './tables.ts'

// What loaders read: each for all ids by one statement.

type Db = Kysely<Database>
type Ids = readonly string[]

export type CakeVariant = Selectable<CakeVariantTable>
export type OptionGroup = Selectable<OptionGroupTable>
export type CakeOption = Selectable<CakeOptionTable>
export type OrderItem = Selectable<OrderItemTable>
export type OrderItemOption = Selectable<OrderItemOptionTable>
export type CakeImage = Selectable<Database['cake_images']>
export type OrderEvent = Awaited<ReturnType<typeof eventsOfOrders>>[number]

export const cakes = (db: Db, ids: Ids, view: catalogue.CakeView) =>
  db
    .selectFrom('cakes')
    .selectAll()
    .where('id', '=', anyOf(ids))
    .where((cake) => catalogue.isVisible(cake, view))
    .execute()

export const variants = (db: Db, ids: Ids, view: catalogue.CakeView) =>
  db
    .selectFrom('cake_variants')
    .innerJoin('cakes', 'cakes.id', 'cake_variants.cake_id')
    .selectAll('cake_variants')
    .where('cake_variants.id', '=', anyOf(ids))
    .where((cake) => catalogue.isVisible(cake, view))
    .execute()

export const groups = (db: Db, ids: Ids, view: catalogue.CakeView) =>
  db
    .selectFrom('option_groups')
    .innerJoin('cakes', 'cakes.id', 'option_groups.cake_id')
    .selectAll('option_groups')
    .where('option_groups.id', '=', anyOf(ids))
    .where((cake) => catalogue.isVisible(cake, view))
    .execute()

export const options = (db: Db, ids: Ids, view: catalogue.CakeView) =>
  db
    .selectFrom('cake_options')
    .innerJoin('option_groups', 'option_groups.id', 'cake_options.group_id')
    .innerJoin('cakes', 'cakes.id', 'option_groups.cake_id')
    .selectAll('cake_options')
    .where('cake_options.id', '=', anyOf(ids))
    .where((cake) => catalogue.isVisible(cake, view))
    .execute()

export const imagesOfCakes = (db: Db, ids: Ids) =>
  db.selectFrom('cake_images').selectAll().where('cake_id', '=', anyOf(ids)).orderBy('position').execute()

export const variantsOfCakes = (db: Db, ids: Ids) =>
  db
    .selectFrom('cake_variants')
    .selectAll()
    .where('cake_id', '=', anyOf(ids))
    .orderBy('price')
    .orderBy('id')
    .execute()

export const groupsOfCakes = (db: Db, ids: Ids) =>
  db.selectFrom('option_groups').selectAll().where('cake_id', '=', anyOf(ids)).orderBy('position').execute()

export const optionsOfGroups = (db: Db, ids: Ids) =>
  db.selectFrom('cake_options').selectAll().where('group_id', '=', anyOf(ids)).orderBy('position').execute()

const allCustomers = prepareByIds((db, ids) => db.selectFrom('customers').selectAll().where('id', '=', ids))
const ownCustomer = prepareByIds((db, ids, { subject }: Values<{ subject: string | null }>) =>
  db.selectFrom('customers').selectAll().where('id', '=', ids).where('subject', '=', subject),
)
export const customers = (db: Db, ids: Ids, view: OrderView) =>
  view === 'all' ? allCustomers(db, ids, {}) : ownCustomer(db, ids, { subject: view.subject })

/** The customer records of token subjects, null for those who have not registered. */
export async function customersOf(db: Db, subjects: Ids): Promise<(Selectable<CustomerTable> | null)[]> {
  const rows = await db
    .selectFrom('customers')
    .selectAll()
    .where('subject', '=', sql<string>`any(${subjects}::text[])`)
    .execute()
  return subjects.map((subject) => rows.find((row) => row.subject === subject) ?? null)
}

/** Which columns of orders are read, and what along with them. */
export interface OrderColumns {
  parts: ReadonlySet<OrderPart>
  /** Whether the columns that most lists show are enough. */
  isLean: boolean
}

const NO_PARTS: ReadonlySet<OrderPart> = new Set()

export const orders = (db: Db, ids: Ids, view: OrderView, parts = NO_PARTS) =>
  ordersBy(db, ids, view, { parts, isLean: false }) as Promise<(Order & Parts)[]>

export const leanOrders = (db: Db, ids: Ids, view: OrderView, parts: ReadonlySet<OrderPart>) =>
  ordersBy(db, ids, view, { parts, isLean: true })

const ordersBy = (db: Db, ids: Ids, view: OrderView, columns: OrderColumns): Promise<ShownOrder[]> =>
  view === 'all'
    ? allOrders(columns)(db, ids, {})
    : ordersWith(db, columns, view)
        .where('id', '=', anyOf(ids))
        .where((order) => isVisible(order, view))
        .execute()

export function ordersWith(db: Db, { parts, isLean }: OrderColumns, view: OrderView) {
  const from = db.selectFrom('orders')
  const whole = () => from.selectAll().$castTo<ShownOrder>()
  const lean = () => from.select(leanColumns).$castTo<ShownOrder>()
  return (isLean ? lean() : whole()).select((order) => partColumns(order, parts, view))
}

const prepareOrders = (columns: OrderColumns) =>
  prepareByIds((db, ids) => ordersWith(db, columns, 'all').where('id', '=', ids))

const known = new Map<string, ReturnType<typeof prepareOrders>>()

function allOrders({ parts, isLean }: OrderColumns) {
  const key = `${String(isLean)} ${[...parts].toSorted().join()}`
  const statement = known.get(key) ?? prepareOrders({ parts: new Set(parts), isLean })
  known.set(key, statement)
  return statement
}

export const items = (db: Db, ids: Ids, view: OrderView) =>
  db
    .selectFrom('order_items')
    .innerJoin('orders', 'orders.id', 'order_items.order_id')
    .selectAll('order_items')
    .where('order_items.id', '=', anyOf(ids))
    .where((order) => isVisible(order, view))
    .execute()

const itemsOf = prepareByIds((db, ids) =>
  db.selectFrom('order_items').selectAll().where('order_id', '=', ids).orderBy('position'),
)
export const itemsOfOrders = (db: Db, ids: Ids) => itemsOf(db, ids, {})

const optionsOf = prepareByIds((db, ids) =>
  db.selectFrom('order_item_options').selectAll().where('order_item_id', '=', ids).orderBy('position'),
)
export const optionsOfItems = (db: Db, ids: Ids) => optionsOf(db, ids, {})

export const eventsOfOrders = (db: Db, ids: Ids) =>
  db
    .selectFrom('order_events')
    .leftJoin('order_event_notes as notes', (join) =>
      join
        .onRef('notes.order_id', '=', 'order_events.order_id')
        .onRef('notes.version', '=', 'order_events.version'),
    )
    .selectAll('order_events')
    .select('notes.note')
    .where('order_events.order_id', '=', anyOf(ids))
    .orderBy('order_events.version')
    .execute()

/** What the cakes of orders ask of the calendar today. */
export const needsOfOrders = (db: Db, ids: Ids) =>
  db
    .selectFrom('order_items')
    .innerJoin('cakes', 'cakes.id', 'order_items.cake_id')
    .select(['order_items.order_id', 'cakes.id', ...catalogue.needColumns])
    .where('order_items.order_id', '=', anyOf(ids))
    .distinct()
    .execute()
