import { readSettings } from '../db/bakery.ts'
import * as orders from '../db/orders.ts'
import { transact } from '../db/transact.ts'
import { changeUsage } from '../db/usage.ts'
import { readGuestToken } from '../domain/guest-token.ts'
import { availableActions, moveOf, STANDING, type OrderTransition } from '../domain/order-status.ts'
import { IllegalTransition, NotFound, StaleVersion } from '../domain/refusals.ts'
import { InputCheck } from '../domain/text.ts'
import { moverOf, orderViewOf, type Asking } from './asking.ts'

export interface OrderChange {
  orderId: string
  version: number
  action: OrderTransition
  note?: string | null
  guestToken?: string | null
}

/**
 * Moves an order along, with its history; cancelling and declining give its capacity back.
 *
 * @throws InvalidInput, NotFound, StaleVersion, IllegalTransition
 */
export async function changeOrder(asking: Asking, input: OrderChange): Promise<{ order: orders.Order }> {
  const check = new InputCheck()
  const orderId = check.id(['orderId'], 'Order', input.orderId)
  const note = check.note(['note'], input.note)
  check.done()
  openByToken(asking, orderId, input.guestToken)

  await transact(asking.db, async (trx) => {
    const order = await orders.lock(trx, orderId, orderViewOf(asking))
    if (!order) throw new NotFound('order', input.orderId)
    if (order.version !== input.version) throw new StaleVersion(orderId)
    const settings = await readSettings(trx)
    const now = asking.decideAt(settings.databaseNow)
    const mover = moverOf(asking, settings, now)
    const placed = { ...order, startsAt: order.starts_at }
    const move = moveOf(placed, input.action, mover)
    if (!move) throw new IllegalTransition(input.action, order.status, availableActions(placed, mover))
    const byRole = asking.asker?.role ?? null
    await orders.change(trx, order, { action: input.action, status: move.to, byRole, note, now })
    if (!STANDING.includes(move.to)) await giveBack(trx, order)
  })

  const { order: byId, eventsOfOrder } = asking.loaders
  eventsOfOrder.clear(orderId)
  return { order: (await byId.clear(orderId).load(orderId))! }
}

/** Opens an order to a guest who holds its token; any other token opens nothing. */
export function openByToken(
  { granted, guestSecrets }: Asking,
  orderId: string,
  token: string | null | undefined,
): void {
  if (token && readGuestToken(guestSecrets, token) === orderId) granted.add(orderId)
}

// What the order took when it was placed, whatever the settings are by now.
const giveBack = (trx: Parameters<typeof changeUsage>[0], order: orders.Order) =>
  changeUsage(trx, [
    {
      day: { date: order.slot_date, units: -order.production_units, capacity: 0 },
      slot: {
        method: order.method,
        date: order.slot_date,
        startTime: order.slot_start,
        orders: -1,
        capacity: 0,
      },
    },
  ])
