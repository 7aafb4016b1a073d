import { randomUUIDv7 } from 'node:crypto'
import type { Transaction } from 'kysely'
import { readSettings } from '../db/bakery.ts'
import { CatalogueShelf } from '../db/catalogue-memory.ts'
import * as customers from '../db/customers.ts'
import { CommitUnknown } from '../db/errors.ts'
import * as keys from '../db/keys.ts'
import * as orders from '../db/orders.ts'
import type { Database } from '../db/tables.ts'
import { transact } from '../db/transact.ts'
import * as usage from '../db/usage.ts'
import { capacityOn } from '../domain/calendar.ts'
import type { NewAddress, NewContact } from '../domain/contact.ts'
import { guestToken } from '../domain/guest-token.ts'
import {
  readDeliveryAddress,
  readIdempotencyKey,
  readOptionalContact,
  readSlotId,
} from '../domain/order-input.ts'
import { SlotUnavailable } from '../domain/refusals.ts'
import { InputCheck, isGiven } from '../domain/text.ts'
import { principalOf } from '../domain/viewer.ts'
import { requireStaff, type Asking } from './asking.ts'
import { alternativesTo, checkOrder, type Wish } from './check-order.ts'
import { findReplay, hashOf } from './idempotency.ts'
import { partyFor, refuseGuestWithManyOrders, type Ordering } from './order-party.ts'
import { orderRows } from './order-rows.ts'
import { lookAtBookings, NOTHING_BOOKED, readItems, type NewItem } from './weigh-basket.ts'

export interface NewOrder {
  idempotencyKey: string
  items: readonly NewItem[]
  slotId: string
  contact?: NewContact | null
  customerId?: string | null
  deliveryAddress?: NewAddress | null
  note?: string | null
  expectedTotal?: number | null
  overrideLeadTime: boolean
}

export interface PlacedOrder {
  order: orders.Order
  /** For orders that guests placed. */
  guestToken: string | null
  replayed: boolean
}

/** What is to be placed, once the input has a good shape. */
export interface OrderWish extends Wish, Ordering {
  note: string | null
  key: keys.KeyName
  inputHash: string
}

/**
 * Places an order, once for each key: shape, key, items, price, slot, in this order, and then all of it again in one
 * transaction.
 *
 * @throws InvalidInput, NotFound, UnavailableItems, SlotUnavailable, PriceChanged, IdempotencyConflict; Unauthenticated
 *   and Forbidden where others than staff ask for what is staff's; LockTimeout where the key is held for too long
 */
export async function placeOrder(asking: Asking, input: NewOrder): Promise<PlacedOrder> {
  const wish = readWish(asking, input)
  const known = await findReplay(asking.db, wish.key, wish.inputHash)
  if (known !== undefined) return show(asking, known, true)
  try {
    await lookFirst(asking, wish)
    return await place(asking, wish)
  } catch (error) {
    if (!(error instanceof SlotUnavailable)) throw error
    throw new SlotUnavailable(error.reason, await alternativesTo(asking, wish))
  }
}

function readWish(asking: Asking, input: NewOrder): OrderWish {
  if (isGiven(input.customerId)) requireStaff(asking.asker, 'Placing an order for a customer')
  if (input.overrideLeadTime) requireStaff(asking.asker, 'Overriding the lead time')
  const check = new InputCheck()
  const key = readIdempotencyKey(check, input.idempotencyKey)
  const items = readItems(check, input.items)
  const slot = readSlotId(check, input.slotId)
  const wish = {
    items,
    contact: readOptionalContact(check, input.contact),
    customerId: isGiven(input.customerId) ? check.id(['customerId'], 'Customer', input.customerId) : null,
    deliveryAddress: readDeliveryAddress(check, input.deliveryAddress, slot),
    note: check.note(['note'], input.note),
    expectedTotal: input.expectedTotal ?? null,
    overrideLeadTime: input.overrideLeadTime,
  }
  check.done()
  return {
    ...wish,
    slot: slot!,
    key: { principal: principalOf(asking.asker), operation: 'placeOrder', key },
    inputHash: hashOf({ ...input, idempotencyKey: null }),
  }
}

// Refuses what is sold out or no longer as it was, without taking a lock.
async function lookFirst(asking: Asking, wish: OrderWish): Promise<void> {
  await partyFor(asking, wish, (who) => customers.find(asking.db, who))
  const [catalogue, bookings] = await Promise.all([
    asking.catalogue(),
    lookAtBookings(asking.db, wish.slot.date, wish.slot.date),
  ])
  await checkOrder(asking.db, asking, wish, catalogue, asking.now, bookings)
}

async function place(asking: Asking, wish: OrderWish): Promise<PlacedOrder> {
  const write = (trx: Transaction<Database>) => placeIn(trx, asking, wish)
  const orderId = await transact(asking.db, write).catch((error: unknown) => {
    // Done or not, the key knows: a second try places the order or finds it placed.
    if (error instanceof CommitUnknown) return transact(asking.db, write)
    throw error
  })
  if (orderId !== undefined) return show(asking, orderId, false)
  const rivals = await findReplay(asking.db, wish.key, wish.inputHash)
  return show(asking, rivals!, true)
}

/** The order's id, or undefined where another request with this key has placed it. */
async function placeIn(
  trx: Transaction<Database>,
  asking: Asking,
  wish: OrderWish,
): Promise<string | undefined> {
  const orderId = randomUUIDv7()
  const settings = await readSettings(trx)
  const now = asking.decideAt(settings.databaseNow)
  const isClaimed = await keys.claim(trx, wish.key, { inputHash: wish.inputHash, orderId }, now)
  if (!isClaimed) return undefined

  const party = await partyFor(asking, wish, (who) => customers.lock(trx, who))
  const checked = await checkOrder(trx, asking, wish, new CatalogueShelf(settings), now, NOTHING_BOOKED)
  if (party.placedBy === null) await refuseGuestWithManyOrders(trx, asking, party.contact)
  await orders.insert(trx, orderRows(orderId, { wish, checked, party, settings, now }))

  const { slot, demand } = checked
  const capacity = capacityOn(settings.calendar, slot.date)
  const full = await usage.changeUsage(trx, [
    { day: { date: slot.date, units: demand.units, capacity }, slot: { ...slot, orders: 1 } },
  ])
  if (full) throw new SlotUnavailable(full)
  return orderId
}

async function show(asking: Asking, orderId: string, replayed: boolean): Promise<PlacedOrder> {
  asking.granted.add(orderId)
  asking.refresh()
  const order = (await asking.loaders.order.load(orderId))!
  const token = order.placed_by === null ? guestToken(asking.guestSecrets, orderId) : null
  return { order, guestToken: token, replayed }
}
