import { reasonsAgainst, type Demand } from '../../../src/domain/availability.ts'
import {
  addDays,
  type Calendar,
  type LocalDate,
  type OpenSlot,
  type Slot,
} from '../../../src/domain/calendar.ts'
import { compose, demandOf, type ComposedLine } from '../../../src/domain/composition.ts'
import { OPEN, type OrderStatus } from '../../../src/domain/order-status.ts'
import type { SampleCake } from '../cakes.ts'
import type { Chance } from '../chance.ts'
import type { Customer } from '../customers.ts'
import { DEFAULT_CUSTOMER } from '../people.ts'
import { BAKERY } from '../settings.ts'
import { cakesFor, drawBasket } from './basket.ts'
import type { Book } from './book.ts'
import { asCustomer, drawBuyer, type Buyer } from './buyers.ts'
import { feeOf } from './fee.ts'
import { drawPlacing } from './placing.ts'
import { tellStory, type Event } from './story.ts'
import type { Wish } from './wishes.ts'

export interface Shop {
  chance: Chance
  calendar: Calendar
  cakes: readonly SampleCake[]
  customers: readonly Customer[]
  book: Book
  today: LocalDate
  /** The beginning of today: later nothing has happened yet. */
  until: Temporal.Instant
}

export interface Draft {
  buyer: Buyer
  slot: Slot
  lines: ComposedLine[]
  demand: Demand
  deliveryFee: number
  events: Event[]
}

const NEVER_PLACED_BY_STAFF = new Set<OrderStatus>(['PENDING', 'DECLINED'])
const NEVER_MOVED = new Set<OrderStatus>(['CANCELLED', 'DECLINED'])

/** One order as the wish has it, or undefined where the draw broke a rule: the next may not. */
export function drawOrder(shop: Shop, { status, days, byAnna, unitsAtMost }: Wish): Draft | undefined {
  const { chance, calendar, customers, book, today, until } = shop
  const { date } = chance.pickWeighted(days, ({ busyness }) => busyness)
  const buyer = byAnna
    ? asCustomer(
        customers.find(({ email }) => email === DEFAULT_CUSTOMER)!,
        'CUSTOMER',
      )
    : drawBuyer(chance, customers, NEVER_PLACED_BY_STAFF.has(status))
  const countsAsOpen = buyer.placedBy === null && OPEN.includes(status)
  if (countsAsOpen && !book.mayOrder(buyer.contact)) return undefined

  const onSale = cakesFor(shop.cakes, date, today)
  const lines = compose(
    drawBasket(chance, onSale),
    onSale.map(({ forSale }) => forSale),
    BAKERY.tax_rate_basis_points,
  )
  const demand = demandOf(lines)
  if (demand.units > unitsAtMost) return undefined
  if (lines.some(({ allergens }) => allergens.some((each) => buyer.allergies.includes(each))))
    return undefined

  const slot = drawSlot(shop, date, lines, status === 'OUT_FOR_DELIVERY')
  const placedAt = drawPlacing(shop, date, status, buyer)
  if (!slot || !placedAt) return undefined
  // Where room is scarce, the slot that was given up would be missing.
  const isMoved = unitsAtMost === Infinity && !NEVER_MOVED.has(status) && chance.odds(0.1)
  const firstSlot = isMoved ? anotherSlot(shop, slot) : slot
  if (!firstSlot) return undefined

  const isFree = (each: OpenSlot, now: Temporal.Instant) =>
    reasonsAgainst({ calendar, demand, method: each.method, bookings: book, now, asStaff: false }, each)
      .length === 0
  const fee = feeOf(slot.method, buyer.address, lines)
  if (fee === undefined || !isFree(firstSlot, placedAt)) return undefined
  const events = tellStory(
    { chance, calendar, until, placedAt, placedBy: buyer.placedBy, firstSlot, slot },
    status,
  )
  if (!events?.every(({ action, at }) => action !== 'RESCHEDULE' || isFree(slot, at))) return undefined

  for (const each of new Set([firstSlot, slot])) book.take(each, demand.units)
  if (countsAsOpen) book.remember(buyer.contact)
  return { buyer, slot, lines, demand, deliveryFee: fee, events }
}

function drawSlot(
  shop: Shop,
  date: LocalDate,
  lines: ComposedLine[],
  delivered: boolean,
): OpenSlot | undefined {
  const { chance, book } = shop
  const isLarge = lines.some(({ productionUnits }) => productionUnits >= 9)
  const slots = book.slotsOn(date, delivered || chance.odds(isLarge ? 0.8 : 0.3) ? 'DELIVERY' : 'PICKUP')
  // The earlier ones are more in demand.
  return slots[Math.min(chance.below(slots.length), chance.below(slots.length))]
}

function anotherSlot({ chance, book }: Shop, { date, method }: Slot): OpenSlot | undefined {
  const slots = book.slotsOn(addDays(date, chance.pick([-7, -2, -1, 1, 2, 7])), method)
  return slots[chance.below(slots.length)]
}
