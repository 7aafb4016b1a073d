import {
  addDays,
  isWorkingDay,
  type Calendar,
  type LocalDate,
  type Slot,
} from '../../../src/domain/calendar.ts'
import type { OrderAction } from '../../../src/domain/order-status.ts'
import { BAKERY } from '../settings.ts'
import type { Scene } from './story.ts'

const LONGEST_THOUGHT = 9 * 24 * 60

/** When a step is likely to be taken after the one before; too late or too early where there is no such time. */
export function timeOf(
  action: OrderAction,
  after: Temporal.Instant,
  current: Slot,
  { chance, calendar, until, slot }: Scene,
  byStaff: boolean,
): Temporal.Instant {
  const later = (low: number, high: number, from = after) =>
    from.add({
      minutes: chance.between(low, high),
      seconds: chance.below(60),
      milliseconds: chance.below(1000),
    })
  const changeOfMind = () => {
    if (byStaff) return later(20, 600)
    const last = earliest(current.startsAt.subtract({ hours: BAKERY.cancellation_notice_hours }), until)
    const minutes = Math.floor(after.until(last).total('minutes')) - 1
    return later(1, Math.max(1, Math.min(minutes, LONGEST_THOUGHT)))
  }

  const times: Record<OrderAction, () => Temporal.Instant> = {
    CONFIRM: () => later(0, 50, atCounter(calendar, later(10, 240))),
    DECLINE: () => later(0, 50, atCounter(calendar, later(30, 600))),
    START_PRODUCTION: () => later(5, 300, latest(after, morningBefore(calendar, slot.date))),
    MARK_READY: () => later(70, 280),
    DISPATCH: () =>
      later(0, 30, earliest(slot.startsAt.subtract({ minutes: 55 }), until.subtract({ minutes: 150 }))),
    MARK_NO_SHOW: () => later(20, 150, slot.endsAt),
    COMPLETE: () => {
      const wasMissed = Temporal.Instant.compare(after, slot.endsAt) > 0
      return wasMissed ? later(15 * 60, 22 * 60) : later(1, 28, slot.startsAt)
    },
    CANCEL: changeOfMind,
    RESCHEDULE: changeOfMind,
  }
  return times[action]()
}

function atCounter(calendar: Calendar, at: Temporal.Instant): Temporal.Instant {
  const local = at.toZonedDateTimeISO(calendar.timeZone)
  const date = local.toPlainDate().toString()
  if (isWorkingDay(calendar, date) && local.hour >= 7 && local.hour < 19) return at
  const isEarly = isWorkingDay(calendar, date) && local.hour < 7
  return at7(calendar, isEarly ? date : workingDay(calendar, addDays(date, 1), 1))
}

/** Cakes are made on the working day before: then the night can still go wrong. */
const morningBefore = (calendar: Calendar, date: LocalDate): Temporal.Instant =>
  at7(calendar, workingDay(calendar, addDays(date, -1), -1)).subtract({ hours: 2 })

const workingDay = (calendar: Calendar, date: LocalDate, step: 1 | -1): LocalDate =>
  isWorkingDay(calendar, date) ? date : workingDay(calendar, addDays(date, step), step)

const at7 = (calendar: Calendar, date: LocalDate): Temporal.Instant =>
  Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: calendar.timeZone, plainTime: '07:00' })
    .toInstant()

const latest = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) > 0 ? a : b)
const earliest = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) < 0 ? a : b)
