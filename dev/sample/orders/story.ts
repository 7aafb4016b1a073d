import type { Calendar, LocalDate, Slot } from '../../../src/domain/calendar.ts'
import { moveOf, type OrderAction, type OrderStatus } from '../../../src/domain/order-status.ts'
import type { Role } from '../../../src/domain/viewer.ts'
import type { Chance } from '../chance.ts'
import { BAKERY } from '../settings.ts'
import { LOADED_EARLY, REMARKS } from './phrases.ts'
import { stepsTo } from './steps.ts'
import { timeOf } from './times.ts'

export interface Scene {
  chance: Chance
  calendar: Calendar
  /** Nothing happens later than this. */
  until: Temporal.Instant
  placedAt: Temporal.Instant
  placedBy: Role | null
  /** The slot that was taken first, and the one that the order stands in: mostly the same. */
  firstSlot: Slot
  slot: Slot
}

/** One row of an order's history. */
export interface Event {
  at: Temporal.Instant
  action: OrderAction | null
  status: OrderStatus
  byRole: Role | null
  slotDate: LocalDate
  note: string | null
}

/** How an order came to its status, or undefined where there was no time for it. */
export function tellStory(scene: Scene, ending: OrderStatus): Event[] | undefined {
  const { chance, until, placedAt, placedBy, firstSlot, slot } = scene
  const status = placedBy === 'STAFF' ? 'CONFIRMED' : 'PENDING'
  let current = firstSlot
  let last: Event = {
    at: placedAt,
    action: null,
    status,
    byRole: placedBy,
    slotDate: current.date,
    note: null,
  }
  const events = [last]
  for (const { action, byStaff } of stepsTo(ending, scene)) {
    const at = timeOf(action, last.at, current, scene, byStaff)
    const mover = { isStaff: byStaff, now: at, cancellationNoticeHours: BAKERY.cancellation_notice_hours }
    const move = moveOf(
      { status: last.status, method: slot.method, startsAt: current.startsAt },
      action,
      mover,
    )
    if (!move || !isBetween(at, last.at, until)) return undefined
    if (action === 'RESCHEDULE') current = slot
    const byRole = byStaff ? (chance.odds(0.12) ? 'ADMIN' : 'STAFF') : placedBy
    last = {
      at,
      action,
      status: move.to,
      byRole,
      slotDate: current.date,
      note: remark(chance, action, at, slot),
    }
    events.push(last)
  }
  return last.status === ending ? events : undefined
}

const isBetween = (at: Temporal.Instant, after: Temporal.Instant, until: Temporal.Instant): boolean =>
  Temporal.Instant.compare(after, at) < 0 && Temporal.Instant.compare(at, until) < 0

function remark(chance: Chance, action: OrderAction, at: Temporal.Instant, slot: Slot): string | null {
  const wasLong = at.until(slot.startsAt).total('hours') > 6
  if (action === 'DISPATCH') return wasLong ? LOADED_EARLY : null
  const said = REMARKS[action]
  return said && chance.odds(said.odds) ? chance.pick(said.remarks) : null
}
