import {
  addDays,
  capacityOn,
  slotsOn,
  type Calendar,
  type FulfilmentMethod,
  type LocalDate,
  type OpenSlot,
  type Slot,
  type SlotOffer,
  type UnavailableReason,
} from './calendar.ts'
import { limitsOf, type Limits, type Need } from './lead-time.ts'

/** What a basket asks of the bakery. */
export interface Demand {
  needs: readonly Need[]
  /** Production units of the whole basket. */
  units: number
}

/** How much is booked already; the asking order's own booking left out. */
export interface Bookings {
  onDay(date: LocalDate): number
  inSlot(slot: Pick<Slot, 'method' | 'date' | 'startTime'>): number
}

export interface AvailabilityDay {
  date: LocalDate
  available: boolean
  reason: UnavailableReason | null
  slots: SlotOffer[]
}

export interface Question {
  calendar: Calendar
  demand: Demand
  method: FulfilmentMethod
  bookings: Bookings
  now: Temporal.Instant
  /** Staff see the slots of days that nobody else could book. */
  asStaff: boolean
}

/** Others see how many places are left only from here down: more would tell the bakery's volume. */
const SHOWN_FROM = 3

export function availabilityOf(question: Question, from: LocalDate, to: LocalDate): AvailabilityDay[] {
  const limits = limitsOf(question.calendar, question.demand.needs, question.now)
  const days: AvailabilityDay[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) days.push(dayOf(question, limits, date))
  return days
}

/** The next slots that can be booked on the given day or later, soonest first. */
export function alternativesFrom(
  question: Question,
  from: LocalDate,
  to: LocalDate,
  atMost = 3,
): SlotOffer[] {
  const limits = limitsOf(question.calendar, question.demand.needs, question.now)
  const offers: SlotOffer[] = []
  for (let date = from; date <= to && offers.length < atMost; date = addDays(date, 1)) {
    offers.push(...dayOf(question, limits, date).slots.filter(({ available }) => available))
  }
  return offers.slice(0, atMost)
}

/** Every reason against a slot, gravest first. An empty list: it can be booked. */
export function reasonsAgainst(question: Question, slot: OpenSlot): UnavailableReason[] {
  const limits = limitsOf(question.calendar, question.demand.needs, question.now)
  return [
    isPast(slot, question.now) ? ('PAST' as const) : null,
    ...reasonsAgainstDate(limits, slot.date),
    isDayFull(question, slot.date) ? ('DAY_FULL' as const) : null,
    question.bookings.inSlot(slot) >= slot.capacity ? ('SLOT_FULL' as const) : null,
  ].filter((reason) => reason !== null)
}

function dayOf(question: Question, limits: Limits, date: LocalDate): AvailabilityDay {
  const open = slotsOn(question.calendar, date, question.method)
  const reason = reasonAgainstDay(question, limits, date, open)
  const hidden = question.asStaff ? HIDDEN_FROM_STAFF : HIDDEN_FROM_OTHERS
  const isHidden = date < limits.today || (reason !== undefined && hidden.includes(reason))
  if (isHidden) return { date, available: false, reason: reason ?? null, slots: [] }

  const forDay = reason ?? (isDayFull(question, date) ? 'DAY_FULL' : null)
  const slots = open.map((slot) => offer(question, slot, forDay))
  const available = slots.some((each) => each.available)
  return { date, available, reason: available ? null : (forDay ?? gravest(slots)), slots }
}

function reasonAgainstDay(
  { now }: Question,
  limits: Limits,
  date: LocalDate,
  open: readonly OpenSlot[],
): UnavailableReason | undefined {
  if (date < limits.today) return 'PAST'
  if (open.length === 0) return 'CLOSED'
  return open.every((slot) => isPast(slot, now)) ? 'PAST' : reasonsAgainstDate(limits, date)[0]
}

const HIDDEN_FROM_STAFF: readonly UnavailableReason[] = ['CLOSED', 'OUT_OF_SEASON']
const HIDDEN_FROM_OTHERS: readonly UnavailableReason[] = [...HIDDEN_FROM_STAFF, 'LEAD_TIME', 'BEYOND_HORIZON']

function offer(question: Question, slot: OpenSlot, forDay: UnavailableReason | null): SlotOffer {
  const left = Math.max(0, slot.capacity - question.bookings.inSlot(slot))
  const reason = isPast(slot, question.now) ? 'PAST' : (forDay ?? (left === 0 ? 'SLOT_FULL' : null))
  const remaining = question.asStaff || left <= SHOWN_FROM ? left : null
  return { slot, available: reason === null, reason, remaining }
}

// A day whose open slots are all taken is full, though its morning has passed too.
const gravest = (slots: SlotOffer[]): UnavailableReason =>
  slots.some(({ reason }) => reason === 'SLOT_FULL') ? 'SLOT_FULL' : 'PAST'

function reasonsAgainstDate(limits: Limits, date: LocalDate): UnavailableReason[] {
  const reasons: UnavailableReason[] = []
  if ((limits.seasonFrom ?? date) > date || (limits.seasonUntil ?? date) < date) reasons.push('OUT_OF_SEASON')
  if (limits.leadDate === null || date < limits.leadDate) reasons.push('LEAD_TIME')
  if (date > limits.horizon) reasons.push('BEYOND_HORIZON')
  return reasons
}

// Slots start at whole minutes.
const isPast = (slot: Slot, now: Temporal.Instant): boolean =>
  slot.startsAt.epochMilliseconds <= now.epochMilliseconds

// What takes up nothing fits a full day too, but not one without capacity: `earliestDate` skips that as well.
function isDayFull({ calendar, demand, bookings }: Question, date: LocalDate): boolean {
  const capacity = capacityOn(calendar, date)
  return demand.units === 0 ? capacity === 0 : bookings.onDay(date) + demand.units > capacity
}
