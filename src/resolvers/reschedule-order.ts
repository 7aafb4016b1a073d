import * as batches from '../db/batches.ts'
import * as orders from '../db/orders.ts'
import { changeUsage } from '../db/usage.ts'
import type { Demand } from '../domain/availability.ts'
import { capacityOn } from '../domain/calendar.ts'
import { readSlotId } from '../domain/order-input.ts'
import { InvalidInput, SlotUnavailable } from '../domain/refusals.ts'
import { InputCheck } from '../domain/text.ts'
import { isStaff } from '../domain/viewer.ts'
import { orderViewOf, requireStaff, type Asking } from './asking.ts'
import { givenBack, openByToken, takeStep } from './change-order.ts'
import { nextSlots, takeableSlot } from './check-order.ts'
import { without } from './offer-slots.ts'
import { NOTHING_BOOKED } from './weigh-basket.ts'

export interface NewSlot {
  orderId: string
  version: number
  slotId: string
  guestToken?: string | null
  overrideLeadTime: boolean
}

/**
 * Moves an order to another slot of its method: takes the new one and gives the old one back, or changes nothing.
 *
 * @throws InvalidInput, NotFound, StaleVersion, IllegalTransition, SlotUnavailable; Unauthenticated and Forbidden where
 *   others than staff override the lead time
 */
export async function rescheduleOrder(asking: Asking, input: NewSlot): Promise<{ order: orders.Order }> {
  if (input.overrideLeadTime) requireStaff(asking.asker, 'Overriding the lead time')
  const check = new InputCheck()
  const id = check.id(['orderId'], 'Order', input.orderId)
  const wished = readSlotId(check, input.slotId)!
  check.done()

  const step = { id, version: input.version, action: 'RESCHEDULE', guestToken: input.guestToken } as const
  const moved = takeStep(asking, step, async (trx, { order, move, settings, now }) => {
    if (wished.method !== order.method) throw otherMethod(order)
    const { calendar } = settings
    const demand = demandOf(order, await batches.needsOfOrders(trx, [id]))
    const asStaff = isStaff(asking.asker)
    const bookings = without(order, NOTHING_BOOKED)
    const question = { calendar, demand, method: order.method, bookings, now, asStaff }
    const { slot, overrode } = takeableSlot(question, wished, input.overrideLeadTime)
    const byRole = asking.asker?.role ?? null
    const change = { action: 'RESCHEDULE', status: move.to, byRole, note: null, now, slot, overrode } as const
    await orders.change(trx, order, change)
    const day = { date: slot.date, units: demand.units, capacity: capacityOn(calendar, slot.date) }
    const full = await changeUsage(trx, [givenBack(order), { day, slot: { ...slot, orders: 1 } }])
    if (full) throw new SlotUnavailable(full)
  })
  return moved.catch(async (error: unknown) => {
    if (!(error instanceof SlotUnavailable)) throw error
    openByToken(asking, id, input.guestToken)
    throw new SlotUnavailable(error.reason, await alternativesFor(asking, id, wished))
  })
}

async function alternativesFor(asking: Asking, id: string, wished: Parameters<typeof nextSlots>[2]) {
  const [order] = await batches.orders(asking.db, [id], orderViewOf(asking))
  if (!order) return []
  const demand = demandOf(order, await batches.needsOfOrders(asking.db, [id]))
  return nextSlots(asking, demand, wished, (bookings) => without(order, bookings))
}

// What the cakes ask of the calendar is today's; how much they take stands with the order.
const demandOf = (order: orders.Order, needs: Demand['needs']): Demand => ({
  needs,
  units: order.production_units,
})

function otherMethod({ method }: orders.Order): InvalidInput {
  const message = `This order is for ${method}; take a slot of that method.`
  return new InvalidInput([{ code: 'NOT_ALLOWED', path: ['slotId'], message }])
}
