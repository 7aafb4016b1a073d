import type { Kysely } from 'kysely'
import type { Settings } from '../db/bakery.ts'
import type { CatalogueShelf } from '../db/catalogue-memory.ts'
import type { Database } from '../db/tables.ts'
import {
  alternativesFrom,
  reasonsAgainst,
  type Bookings,
  type Demand,
  type Question,
} from '../domain/availability.ts'
import {
  addDays,
  findSlot,
  horizon,
  today,
  type OpenSlot,
  type SlotOffer,
  type UnavailableReason,
} from '../domain/calendar.ts'
import type { BasketItem } from '../domain/composition.ts'
import type { Address } from '../domain/contact.ts'
import { deliveryFee } from '../domain/delivery.ts'
import { totalsOf, type Totals } from '../domain/pricing.ts'
import { PriceChanged, SlotUnavailable } from '../domain/refusals.ts'
import type { SlotKey } from '../domain/slot-id.ts'
import { isStaff } from '../domain/viewer.ts'
import type { Asking } from './asking.ts'
import { refuseTooDear } from './quote-basket.ts'
import { lookAtBookings, pricingRules, weighBasket, type WeighedBasket } from './weigh-basket.ts'

export interface Wish {
  items: BasketItem[]
  slot: SlotKey
  deliveryAddress: Address | null
  expectedTotal: number | null
  overrideLeadTime: boolean
}

/** An order that could be placed by the catalogue, the prices and the calendar as they were read. */
export interface CheckedOrder extends WeighedBasket {
  totals: Totals
  slot: OpenSlot
  /** What staff set aside. */
  overrode: UnavailableReason[]
}

/**
 * Items, then price, then slot, each with its own refusal. Run twice: unlocked, to refuse cheaply, and in the
 * transaction, where what it answers is what is written.
 *
 * @throws UnavailableItems, InvalidInput, PriceChanged, SlotUnavailable
 */
export async function checkOrder(
  db: Kysely<Database>,
  asking: Asking,
  wish: Wish,
  catalogue: CatalogueShelf,
  now: Temporal.Instant,
  bookings: Bookings,
): Promise<CheckedOrder> {
  const { settings } = catalogue
  const basket = await weighBasket(db, wish.items, catalogue, now)
  const totals = price(basket, wish, settings)
  const { calendar } = settings
  const { method } = wish.slot
  const question = { calendar, demand: basket.demand, method, bookings, now, asStaff: isStaff(asking.asker) }
  return { ...basket, totals, ...takeableSlot(question, wish.slot, wish.overrideLeadTime) }
}

/** The next slots that the wish could have instead. */
export async function alternativesTo(asking: Asking, wish: Wish): Promise<SlotOffer[]> {
  const { demand } = await weighBasket(asking.db, wish.items, await asking.catalogue(), asking.now)
  return nextSlots(asking, demand, wish.slot, (bookings) => bookings)
}

/** The next slots that can be booked, from the wished day on or else from the first day there is. */
export async function nextSlots(
  asking: Asking,
  demand: Demand,
  { method, date }: SlotKey,
  adjust: (bookings: Bookings) => Bookings,
): Promise<SlotOffer[]> {
  const { calendar } = await asking.settings()
  const first = today(calendar, asking.now)
  const last = horizon(calendar, asking.now)
  const bookings = adjust(await lookAtBookings(asking.db, first, last))
  const question = { calendar, demand, method, bookings, now: asking.now, asStaff: isStaff(asking.asker) }
  const wished = date > first && date <= last ? date : first
  const later = alternativesFrom(question, wished, last)
  return later.length > 0 ? later : alternativesFrom(question, first, addDays(wished, -1))
}

/**
 * The slot of the calendar that is asked for, and what staff had to set aside for it.
 *
 * @throws SlotUnavailable
 */
export function takeableSlot(
  question: Question,
  wished: SlotKey,
  overrideLeadTime: boolean,
): { slot: OpenSlot; overrode: UnavailableReason[] } {
  const { calendar, now } = question
  const slot = findSlot(calendar, wished)
  if (!slot) throw new SlotUnavailable(wished.date < today(calendar, now) ? 'PAST' : 'CLOSED')
  const reasons = reasonsAgainst(question, slot)
  const overrode = overrideLeadTime ? reasons.filter((reason) => OVERRIDABLE.includes(reason)) : []
  const standing = reasons.find((reason) => !overrode.includes(reason))
  if (standing) throw new SlotUnavailable(standing)
  return { slot, overrode }
}

function price(
  { lines }: WeighedBasket,
  { deliveryAddress, expectedTotal }: Wish,
  settings: Settings,
): Totals {
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0)
  const fee = deliveryAddress
    ? deliveryFee(settings.zones, deliveryAddress.postalCode, subtotal, ['deliveryAddress'])
    : 0
  const totals = totalsOf(lines, fee, pricingRules(settings))
  refuseTooDear(totals)
  if (expectedTotal !== null && expectedTotal !== totals.total) throw new PriceChanged(totals.total)
  return totals
}

const OVERRIDABLE: readonly UnavailableReason[] = ['LEAD_TIME', 'BEYOND_HORIZON']
