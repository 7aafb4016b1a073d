import { changesOfDay, type OrderChanged, type Watch } from '../db/order-feed.ts'
import type { Order } from '../db/orders.ts'
import type { LocalDate } from '../domain/calendar.ts'
import { NotFound } from '../domain/refusals.ts'
import { InputCheck } from '../domain/text.ts'
import { isStaff } from '../domain/viewer.ts'
import type { Asking } from './asking.ts'
import { openByToken } from './change-order.ts'

/**
 * One order as it stands, and then as it stands after each change.
 *
 * @throws InvalidInput, NotFound
 */
export async function watchOrder(
  asking: Asking,
  { id: opaque, guestToken }: { id: string; guestToken?: string | null },
): Promise<AsyncIterableIterator<Order>> {
  const check = new InputCheck()
  const id = check.id(['id'], 'Order', opaque)
  check.done()
  openByToken(asking, id, guestToken)
  const order = await asking.loaders.order.load(id)
  if (!order) throw new NotFound('order', opaque)
  const watch = await asking.feed.watch(
    (change) => change.orderId === id,
    isStaff(asking.asker) ? 'STAFF' : { orderId: id },
  )
  watch.offer({ orderId: id, version: order.version, slotDate: order.slot_date, previousDate: null })
  return shown(asking, watch)
}

/** Every order of a day as it changes, also one that leaves the day; first what changed since a moment, if one is given. */
export async function watchDay(
  asking: Asking,
  { date, since }: { date: LocalDate; since?: Temporal.Instant | null },
): Promise<AsyncIterableIterator<Order>> {
  const watch = await asking.feed.watch((change) => change.slotDate === date || change.previousDate === date)
  try {
    if (since) for (const change of await changesOfDay(asking.db, date, since)) watch.offer(change)
  } catch (error) {
    watch.leave()
    throw error
  }
  return shown(asking, watch)
}

/** Each change as the order that it made, read anew and only as far as the asker may still see it; none twice. */
function shown(asking: Asking, watch: Watch): AsyncIterableIterator<Order> {
  const versions = new Map<string, number>()
  const read = async ({ orderId, version }: OrderChanged): Promise<Order | undefined> => {
    if (version <= (versions.get(orderId) ?? 0)) return undefined
    asking.refresh()
    const order = await asking.loaders.order.load(orderId)
    if (!order) throw new NotFound('order')
    versions.set(orderId, order.version)
    return order
  }
  return {
    async next() {
      for (let change = await watch.next(); change; change = await watch.next()) {
        const order = await read(change)
        if (order) return { value: order, done: false }
      }
      return { value: undefined, done: true }
    },
    return: () => {
      watch.leave()
      return Promise.resolve({ value: undefined, done: true })
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
