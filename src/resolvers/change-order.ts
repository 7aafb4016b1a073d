import type { Transaction } from 'kysely'
import { readSettings, type Settings } from '../db/bakery.ts'
import * as orders from '../db/orders.ts'
import type { Database } from '../db/tables.ts'
import { transact } from '../db/transact.ts'
import { changeUsage, type UsageChange } from '../db/usage.ts'
import { readGuestToken } from '../domain/guest-token.ts'
import { encodeId } from '../domain/ids.ts'
import {
  availableActions,
  moveOf,
  STANDING,
  type Move,
  type OrderAction,
  type OrderTransition,
} from '../domain/order-status.ts'
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
  const id = check.id(['orderId'], 'Order', input.orderId)
  const note = check.note(['note'], input.note)
  check.done()
  const step = { id, version: input.version, action: input.action, guestToken: input.guestToken }
  return takeStep(asking, step, async (trx, { order, move, now }) => {
    const byRole = asking.asker?.role ?? null
    await orders.change(trx, order, { action: input.action, status: move.to, byRole, note, now })
    if (!STANDING.includes(move.to)) await changeUsage(trx, [givenBack(order)])
  })
}

export interface Step {
  id: string
  version: number
  action: OrderAction
  guestToken?: string | null
}

/** An order that is held, and where it may go. */
export interface StepInMotion {
  order: orders.Order
  move: Move
  settings: Settings
  now: Temporal.Instant
}

/**
 * Holds an order, sees whether the asker may take the step now, and takes it, all in one transaction.
 *
 * @throws NotFound, StaleVersion, IllegalTransition
 */
export async function takeStep(
  asking: Asking,
  { id, version, action, guestToken }: Step,
  take: (trx: Transaction<Database>, step: StepInMotion) => Promise<void>,
): Promise<{ order: orders.Order }> {
  openByToken(asking, id, guestToken)
  await transact(asking.db, async (trx) => {
    const order = await orders.lock(trx, id, orderViewOf(asking))
    if (!order) throw new NotFound('order', encodeId('Order', id))
    if (order.version !== version) throw new StaleVersion(id)
    const settings = await readSettings(trx)
    const now = asking.decideAt(settings.databaseNow)
    const mover = moverOf(asking, settings, now)
    const placed = { ...order, startsAt: order.starts_at }
    const move = moveOf(placed, action, mover)
    if (!move) throw new IllegalTransition(action, order.status, availableActions(placed, mover))
    await take(trx, { order, move, settings, now })
  })
  asking.refresh()
  return { order: (await asking.loaders.order.load(id))! }
}

/** Opens an order to a guest who holds its token; any other token opens nothing. */
export function openByToken(
  { granted, guestSecrets }: Asking,
  orderId: string,
  token: string | null | undefined,
): void {
  if (token && readGuestToken(guestSecrets, token) === orderId) granted.add(orderId)
}

/** What an order took when it was placed, whatever the settings are by now. */
export const givenBack = (order: orders.Order): UsageChange => ({
  day: { date: order.slot_date, units: -order.production_units, capacity: 0 },
  slot: { ...orders.slotOf(order), orders: -1, capacity: 0 },
})
