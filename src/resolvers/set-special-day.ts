import { readSettings, type Settings } from '../db/bakery.ts'
import * as writing from '../db/bakery-writing.ts'
import { ordersOn, type Order } from '../db/orders.ts'
import { transact } from '../db/transact.ts'
import { checkCapacity, checkWindows } from '../domain/bakery-draft.ts'
import type { LocalDate, SpecialDay, Window } from '../domain/calendar.ts'
import { misfits } from '../domain/misfits.ts'
import { OPEN, STANDING } from '../domain/order-status.ts'
import { NotFound } from '../domain/refusals.ts'
import { InputCheck } from '../domain/text.ts'
import type { Asking } from './asking.ts'

export interface NewSpecialDay {
  date: LocalDate
  closed: boolean
  reason?: string | null
  openingHours?: readonly Window[] | null
  productionCapacity?: number | null
}

/**
 * Sets how one date differs from its weekday, and names the open orders that no longer fit it: they stay as they are.
 *
 * @throws InvalidInput
 */
export async function setSpecialDay(
  asking: Asking,
  input: NewSpecialDay,
): Promise<{ specialDay: SpecialDay; affectedOrders: Order[] }> {
  const specialDay = readSpecialDay(input)
  const affectedOrders = await transact(asking.db, async (trx) => {
    await writing.lock(trx)
    await writing.setSpecialDay(trx, specialDay)
    const { calendar } = await readSettings(trx)
    const days = new Map([...calendar.specialDays, [specialDay.date, specialDay]])
    const standing = await ordersOn(trx, specialDay.date, STANDING)
    // What was handed over keeps its place: only open orders can give way.
    const bookings = standing.toSorted((a, b) => Number(isOpen(a)) - Number(isOpen(b))).map(asBooking)
    return misfits({ ...calendar, specialDays: days }, specialDay.date, bookings)
      .map(({ order }) => order)
      .filter(isOpen)
  })
  asking.refresh()
  return { specialDay, affectedOrders }
}

/**
 * Lets a date follow its weekday again.
 *
 * @throws NotFound
 */
export async function removeSpecialDay(asking: Asking, date: LocalDate): Promise<{ bakery: Settings }> {
  await transact(asking.db, async (trx) => {
    await writing.lock(trx)
    if (!(await writing.removeSpecialDay(trx, date))) throw new NotFound('special day')
  })
  asking.refresh()
  return { bakery: await asking.settings() }
}

function readSpecialDay(input: NewSpecialDay): SpecialDay {
  const check = new InputCheck()
  const windows = input.openingHours ? [...input.openingHours] : null
  checkWindows(check, ['openingHours'], windows ?? [])
  checkCapacity(check, ['productionCapacity'], input.productionCapacity ?? null)
  const reason = check.optionalName(['reason'], input.reason)
  check.done()
  return {
    date: input.date,
    closed: input.closed,
    reason,
    windows,
    capacity: input.productionCapacity ?? null,
  }
}

const isOpen = ({ status }: Order): boolean => OPEN.includes(status)

const asBooking = (order: Order) => ({
  order,
  method: order.method,
  startTime: order.slot_start,
  units: order.production_units,
})
