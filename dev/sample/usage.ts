import type { Database } from '../../src/db/tables.ts'
import { STANDING } from '../../src/domain/order-status.ts'

/** The counters as the orders that stand have moved them. */
export function usageRows(orders: readonly Database['orders'][]) {
  const standing = orders.filter(({ status }) => STANDING.includes(status))
  const byDay = Map.groupBy(standing, ({ slot_date }) => slot_date)
  const bySlot = Map.groupBy(
    standing,
    ({ slot_date, method, slot_start }) => `${slot_date} ${method} ${slot_start}`,
  )
  return {
    day_usage: [...byDay].map(([date, all]) => ({
      date,
      booked: all.reduce((units, { production_units }) => units + production_units, 0),
    })),
    slot_usage: [...bySlot.values()].map((all) => {
      const { method, slot_date: date, slot_start: start_time } = all[0]!
      return { method, date, start_time, booked: all.length }
    }),
  }
}
