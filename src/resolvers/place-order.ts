import { randomUUIDv7 } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Who } from '../db/customers.ts'
import { CommitUnknown } from '../db/errors.ts'
import type { KeyName } from '../db/keys.ts'
import type { Order } from '../db/orders.ts'
import { write } from '../db/order-writing.ts'
import * as placing from '../db/placing.ts'
import type { Outlook } from '../db/placing.ts'
import type { Database } from '../db/tables.ts'
import { transact } from '../db/transact.ts'
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
import { findReplay, hashOf, replayOf } from './idempotency.ts'
import { ordererOf, partyFor, refuseGuestWithManyOrders, type Ordering } from './order-party.ts'
import { orderRows, type OrderRows } from './order-rows.ts'
import { NOTHING_BOOKED, readItems, type NewItem } from './weigh-basket.ts'

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
  order: Order
  /** For orders that guests placed. */
  guestToken: string | null
  replayed: boolean
}

/** What is to be placed, once the input has a good shape. */
export interface OrderWish extends Wish, Ordering {
  note: string | null
  key: KeyName
  inputHash: string
  orderer: Who | null
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
  const outlook = await placing.look(asking.db, wish.key, wish.orderer, wish.slot)
  const known = replayOf(outlook.outcome, wish.inputHash)
  if (known !== undefined) return show(asking, known)
  try {
    await lookFirst(asking, wish, outlook)
    return await place(asking, wish, outlook)
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
    orderer: ordererOf(asking.asker, wish.customerId),
  }
}

// Refuses what is sold out or no longer as it was, without taking a lock.
async function lookFirst(asking: Asking, wish: OrderWish, outlook: Outlook): Promise<void> {
  partyFor(asking, wish, outlook.customer)
  const catalogue = await asking.catalogueAt(outlook.catalogueVersion, asking.db)
  const bookings = { onDay: () => outlook.units, inSlot: () => outlook.orders }
  await checkOrder(asking.db, asking, wish, catalogue, asking.now, bookings)
}

async function place(asking: Asking, wish: OrderWish, outlook: Outlook): Promise<PlacedOrder> {
  const run = (trx: Transaction<Database>) => placeIn(trx, asking, wish, outlook)
  const rows = await transact(asking.db, run).catch((error: unknown) => {
    // Done or not, the key knows: a second try places the order or finds it placed.
    if (error instanceof CommitUnknown) return transact(asking.db, run)
    throw error
  })
  if (rows) return show(asking, rows.orders[0].id, rows)
  const rivals = await findReplay(asking.db, wish.key, wish.inputHash)
  return show(asking, rivals!)
}

/** The rows of the order, or undefined where another request with this key has placed it. */
async function placeIn(
  trx: Transaction<Database>,
  asking: Asking,
  wish: OrderWish,
  outlook: Outlook,
): Promise<OrderRows | undefined> {
  const orderId = randomUUIDv7()
  const claim = { inputHash: wish.inputHash, orderId, now: asking.decideAt(outlook.databaseNow) }
  const begun = await placing.begin(trx, wish.key, wish.orderer, claim)
  if (!begun) return undefined

  const now = asking.decideAt(begun.databaseNow)
  const catalogue = await asking.catalogueAt(begun.catalogueVersion, trx)
  const { settings } = catalogue
  const party = partyFor(asking, wish, begun.customer)
  const checked = await checkOrder(trx, asking, wish, catalogue, now, NOTHING_BOOKED)
  if (party.placedBy === null) await refuseGuestWithManyOrders(trx, asking, party.contact)

  const { slot, demand } = checked
  const capacity = capacityOn(settings.calendar, slot.date)
  const rows = orderRows(orderId, { wish, checked, party, settings, now })
  const full = await write(trx, rows, {
    day: { date: slot.date, units: demand.units, capacity },
    slot: { ...slot, orders: 1 },
  })
  if (full) throw new SlotUnavailable(full)
  return rows
}

/** Shows an order; one that was just placed is known by the rows that were written. */
async function show(asking: Asking, orderId: string, placed?: OrderRows): Promise<PlacedOrder> {
  const { granted, loaders, guestSecrets } = asking
  granted.add(orderId)
  asking.refresh()
  if (placed) {
    loaders.order.prime(orderId, placed.orders[0])
    loaders.itemsOfOrder.prime(orderId, placed.order_items)
    for (const { id } of placed.order_items)
      loaders.optionsOfItem.prime(
        id,
        placed.order_item_options.filter((each) => each.order_item_id === id),
      )
  }
  const order = (await loaders.order.load(orderId))!
  const token = order.placed_by === null ? guestToken(guestSecrets, orderId) : null
  return { order, guestToken: token, replayed: placed === undefined }
}
