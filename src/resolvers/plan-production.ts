import { itemsOfOrders, optionsOfItems } from '../db/batches.ts'
import { ordersOn, type Order } from '../db/orders.ts'
import { capacityOn, type LocalDate } from '../domain/calendar.ts'
import { STANDING } from '../domain/order-status.ts'
import { batchesOf, type Batch } from '../domain/production.ts'
import type { Asking } from './asking.ts'

export interface ProductionPlan {
  date: LocalDate
  capacity: number
  booked: number
  batches: Batch[]
  orders: Order[]
}

/** What has to be made for a day: of the orders that stand, whatever has become of them. */
export async function planProduction(asking: Asking, date: LocalDate): Promise<ProductionPlan> {
  const { db } = asking
  const orders = await ordersOn(db, date, STANDING)
  const items = await itemsOfOrders(
    db,
    orders.map(({ id }) => id),
  )
  const options = await optionsOfItems(
    db,
    items.map(({ id }) => id),
  )
  const optionsByItem = Map.groupBy(options, (option) => option.order_item_id)
  const lines = items.map((item) => ({
    cakeName: item.cake_name,
    variantName: item.variant_name,
    options: (optionsByItem.get(item.id) ?? []).map(({ group_name: groupName, name }) => ({
      groupName,
      name,
    })),
    inscription: item.inscription,
    quantity: item.quantity,
    allergens: item.allergens,
  }))
  const { calendar } = await asking.settings()
  const isClosed = calendar.specialDays.get(date)?.closed
  return {
    date,
    capacity: isClosed ? 0 : capacityOn(calendar, date),
    booked: orders.reduce((sum, order) => sum + order.production_units, 0),
    batches: batchesOf(lines),
    orders: orders.toSorted(
      (a, b) => Temporal.Instant.compare(a.starts_at, b.starts_at) || (a.number < b.number ? -1 : 1),
    ),
  }
}
