import { randomUUIDv7 } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { CatalogueShelf } from '../db/catalogue-memory.ts'
import { CommitUnknown } from '../db/errors.ts'
import type { Order } from '../db/orders.ts'
import { write, writeAtOnce } from '../db/order-writing.ts'
import type { WrittenOrder } from '../db/order-insertion.ts'
import type { Parts } from '../db/order-parts.ts'
import * as placing from '../db/placing.ts'
import type { Outlook, Sight } from '../db/placing.ts'
import type { Database } from '../db/tables.ts'
import { transact } from '../db/transact.ts'
import type { Bookings } from '../domain/availability.ts'
import { capacityOn } from '../domain/calendar.ts'
import { guestToken } from '../domain/guest-token.ts'
import { SlotUnavailable } from '../domain/refusals.ts'
import type { Asking } from './asking.ts'
import { alternativesTo, checkOrder, type CheckedOrder } from './check-order.ts'
import { findReplay, replayOf } from './idempotency.ts'
import { partyFor, refuseGuestWithManyOrders, type Party } from './order-party.ts'
import { orderRows } from './order-rows.ts'
import { readWish, type NewOrder, type OrderWish } from './read-order.ts'
import { NOTHING_BOOKED } from './weigh-basket.ts'

export interface PlacedOrder {
  order: Order & Parts
  /** For orders that guests placed. */
  guestToken: string | null
  replayed: boolean
}

/**
 * Places an order, once for each key: shape, key, items, price, slot, in this order. Where all is as it was seen when it
 * is written, that is one statement; where not, and for guests, all of it is decided again in one transaction.
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
    const bookings = { onDay: () => outlook.units, inSlot: () => outlook.orders }
    const drafted = await draft(asking.db, asking, wish, outlook, bookings)
    const rows = await placeAtOnce(asking, wish, outlook, drafted)
    return rows ? show(asking, rows.order.id, rows) : await place(asking, wish, outlook)
  } catch (error) {
    if (!(error instanceof SlotUnavailable)) throw error
    throw new SlotUnavailable(error.reason, await alternativesTo(asking, wish))
  }
}

/** An order that could be placed as things stood. */
interface Draft {
  party: Party
  checked: CheckedOrder
  catalogue: CatalogueShelf
  now: Temporal.Instant
}

async function draft(
  db: Kysely<Database>,
  asking: Asking,
  wish: OrderWish,
  seen: Sight,
  bookings: Bookings,
): Promise<Draft> {
  const now = asking.decideAt(seen.databaseNow)
  const party = partyFor(asking, wish, seen.customer)
  const catalogue = await asking.catalogueAt(seen.catalogueVersion, db)
  const checked = await checkOrder(db, asking, wish, catalogue, now, bookings)
  return { party, checked, catalogue, now }
}

/** What is to be written of it. */
function drawUp(orderId: string, wish: OrderWish, { party, checked, catalogue, now }: Draft) {
  const { settings } = catalogue
  const { slot } = checked
  const rows = orderRows(orderId, { wish, checked, party, settings, now })
  return { rows, room: { day: capacityOn(settings.calendar, slot.date), slot: slot.capacity } }
}

/**
 * Writes an order by one statement, as it was decided by a look, where all is still as it was seen.
 *
 * @returns undefined where it is not, and for guests, whose orders are counted
 */
async function placeAtOnce(
  asking: Asking,
  wish: OrderWish,
  outlook: Outlook,
  drafted: Draft,
): Promise<WrittenOrder | undefined> {
  if (drafted.party.placedBy === null) return undefined
  const orderId = randomUUIDv7()
  const { rows, room } = drawUp(orderId, wish, drafted)
  const claim = { name: wish.key, inputHash: wish.inputHash }
  const decided = { ...outlook, catalogueVersion: drafted.catalogue.version }
  return (await writeAtOnce(asking.db, rows, room, claim, decided)) ? rows : undefined
}

async function place(asking: Asking, wish: OrderWish, outlook: Outlook): Promise<PlacedOrder> {
  const run = (trx: Transaction<Database>) => placeIn(trx, asking, wish, outlook)
  const rows = await transact(asking.db, run).catch((error: unknown) => {
    // Done or not, the key knows: a second try places the order or finds it placed.
    if (error instanceof CommitUnknown) return transact(asking.db, run)
    throw error
  })
  if (rows) return show(asking, rows.order.id, rows)
  const rivals = await findReplay(asking.db, wish.key, wish.inputHash)
  return show(asking, rivals!)
}

/** The rows of the order, or undefined where another request with this key has placed it. */
async function placeIn(
  trx: Transaction<Database>,
  asking: Asking,
  wish: OrderWish,
  outlook: Outlook,
): Promise<WrittenOrder | undefined> {
  const orderId = randomUUIDv7()
  const claim = { inputHash: wish.inputHash, orderId, now: asking.decideAt(outlook.databaseNow) }
  const begun = await placing.begin(trx, wish.key, wish.orderer, claim)
  if (!begun) return undefined

  const drafted = await draft(trx, asking, wish, begun, NOTHING_BOOKED)
  const { placedBy, contact } = drafted.party
  if (placedBy === null) await refuseGuestWithManyOrders(trx, asking, contact)
  const { rows, room } = drawUp(orderId, wish, drafted)
  const full = await write(trx, rows, room)
  if (full) throw new SlotUnavailable(full)
  return rows
}

/** Shows an order; one that was just placed is known by the rows that were written. */
async function show(asking: Asking, orderId: string, placed?: WrittenOrder): Promise<PlacedOrder> {
  asking.granted.add(orderId)
  asking.refresh()
  const order = placed ? shownOf(placed) : (await asking.loaders.order.load(orderId))!
  const token = order.placed_by === null ? guestToken(asking.guestSecrets, orderId) : null
  return { order, guestToken: token, replayed: placed === undefined }
}

/** The order with its lines and with what was chosen for them, so that none of it is read. */
const shownOf = ({ order, items, options }: WrittenOrder): Order & Parts => ({
  ...order,
  items: items.map((item) => ({
    ...item,
    options: options.filter((each) => each.order_item_id === item.id),
  })),
})
