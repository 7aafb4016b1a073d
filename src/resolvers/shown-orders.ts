import type { ShownOrder } from '../db/lean-orders.ts'
import { slotOf, type Order } from '../db/orders.ts'
import type { Slot } from '../domain/calendar.ts'

/** What is asked of an order beyond what lists show. Whoever reads a lean one does not ask. */
export function whole(order: ShownOrder): Order {
  if ('note' in order) return order
  throw new Error(`Order ${order.id} was read without the column that is asked for.`)
}

/** The slot of an order; that of a lean one has no instants. */
export const slotShown = (order: ShownOrder): ShownSlot =>
  'note' in order
    ? slotOf(order)
    : {
        method: order.method,
        date: order.slot_date,
        startTime: order.slot_start,
        endTime: order.slot_end,
      }

export type ShownSlot = Omit<Slot, 'startsAt' | 'endsAt'> & Partial<Slot>

/** @throws where the slot is that of a lean order */
export function instantIn(slot: ShownSlot, name: 'startsAt' | 'endsAt'): Temporal.Instant {
  const instant = slot[name]
  if (instant) return instant
  throw new Error(`The slot of ${slot.date} was read without ${name}.`)
}
