import type { Order } from '../db/orders.ts'
import { slotKey } from '../db/usage.ts'
import { availabilityOf, type AvailabilityDay, type Bookings } from '../domain/availability.ts'
import { daysBetween, type FulfilmentMethod, type LocalDate } from '../domain/calendar.ts'
import { STANDING } from '../domain/order-status.ts'
import { InputCheck } from '../domain/text.ts'
import { isStaff } from '../domain/viewer.ts'
import type { Asking } from './asking.ts'
import { bookingsOf, lookAtBookings, readItems, weighBasket, type NewItem } from './weigh-basket.ts'

const DAYS_AT_MOST = 62

interface Range {
  from: LocalDate
  to: LocalDate
}

export interface Offers {
  days: AvailabilityDay[]
}

/**
 * Days and slots for a basket.
 *
 * @throws InvalidInput, UnavailableItems
 */
export async function offerSlots(
  asking: Asking,
  args: Range & { items: readonly NewItem[]; method: FulfilmentMethod },
): Promise<Offers> {
  const check = new InputCheck()
  checkRange(check, args)
  const items = readItems(check, args.items)
  check.done()
  const catalogue = await asking.catalogue()
  const { settings } = catalogue
  const { demand } = await weighBasket(asking.db, items, catalogue, asking.now)
  const question = {
    calendar: settings.calendar,
    demand,
    method: args.method,
    bookings: await lookAtBookings(asking.db, args.from, args.to),
    now: asking.now,
    asStaff: isStaff(asking.asker),
  }
  return { days: availabilityOf(question, args.from, args.to) }
}

/**
 * Days and slots that an order could move to, by what its cakes ask of the calendar today.
 *
 * @throws InvalidInput
 */
export async function offerSlotsFor(asking: Asking, order: Order, range: Range): Promise<Offers> {
  const check = new InputCheck()
  checkRange(check, range)
  check.done()
  const [{ calendar }, needs, usage] = await Promise.all([
    asking.settings(),
    asking.loaders.needsOfOrder.load(order.id),
    asking.loaders.usageBetween.load(range),
  ])
  const question = {
    calendar,
    demand: { needs, units: order.production_units },
    method: order.method,
    bookings: without(order, bookingsOf(usage)),
    now: asking.now,
    asStaff: isStaff(asking.asker),
  }
  return { days: availabilityOf(question, range.from, range.to) }
}

export function checkRange(check: InputCheck, { from, to }: Range, atMost = DAYS_AT_MOST): void {
  if (to < from) check.refuse(['to'], 'OUT_OF_RANGE', 'The range ends before it begins.')
  else if (daysBetween(from, to) >= atMost)
    check.refuse(['to'], 'OUT_OF_RANGE', `A range has ${atMost} days at most.`)
}

/** What is booked by others: an order's own booking does not stand in its way, and on its own day it takes nothing new. */
export function without(order: Order, bookings: Bookings): Bookings {
  if (!STANDING.includes(order.status)) return bookings
  const own = slotKey({ method: order.method, date: order.slot_date, startTime: order.slot_start })
  return {
    onDay: (date) => (date === order.slot_date ? -order.production_units : bookings.onDay(date)),
    inSlot: (slot) => bookings.inSlot(slot) - (slotKey(slot) === own ? 1 : 0),
  }
}
