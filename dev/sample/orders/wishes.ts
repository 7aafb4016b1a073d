import {
  addDays,
  capacityOn,
  daysBetween,
  weekdayOf,
  windowsOn,
  type Calendar,
  type LocalDate,
  type Weekday,
} from '../../../src/domain/calendar.ts'
import type { OrderStatus } from '../../../src/domain/order-status.ts'
import type { Chance } from '../chance.ts'

/** An order to be made up: what became of it, on one of some days. */
export interface Wish {
  status: OrderStatus
  days: Day[]
  /** Of the customer that examples sign in as. */
  byAnna: boolean
  unitsAtMost: number
}

interface Day {
  date: LocalDate
  busyness: number
}

const DAYS_BACK = 60
const DAYS_AHEAD = 30
const BUSY: Partial<Record<Weekday, number>> = { FRIDAY: 2, SATURDAY: 3.5 }
const FOR_NEXT_DAY = 12
const FOR_SCARCE_DAY = 4

/** What 300 orders have come to by the beginning of the day. Those with the fewest days to choose from come first. */
export function wishesFor(calendar: Calendar, today: LocalDate, chance: Chance): Wish[] {
  const offsets = Array.from({ length: DAYS_BACK + DAYS_AHEAD + 1 }, (_, index) => index - DAYS_BACK)
  const open = offsets
    .map((offset) => addDays(today, offset))
    .filter((date) => windowsOn(calendar, date, 'PICKUP').length > 0)
    .map((date) => ({ date, busyness: busyness(date, today) }))
  const past = open.filter(({ date }) => date < today)
  const [next, ...later] = open.filter(({ date }) => date >= today) as [Day, ...Day[]]
  const delivered = open.filter(
    ({ date }) => date <= today && windowsOn(calendar, date, 'DELIVERY').length > 0,
  )
  const scarce = later.filter(({ date }) => capacityOn(calendar, date) < 20)
  const share = (days: Day[], among: number) => Math.floor(capacityOn(calendar, days[0]!.date) / among)
  const forNextDay = { unitsAtMost: share([next], FOR_NEXT_DAY) }

  return [
    ...of(2, 'OUT_FOR_DELIVERY', delivered.slice(-1), forNextDay),
    ...of(1, 'IN_PRODUCTION', [next], { ...forNextDay, byAnna: true }),
    ...of(3, 'READY', [next], forNextDay),
    ...of(4, 'IN_PRODUCTION', [next], forNextDay),
    ...of(2, 'CONFIRMED', [next], forNextDay),
    ...of(FOR_SCARCE_DAY, 'CONFIRMED', scarce, { unitsAtMost: share(scarce, FOR_SCARCE_DAY) }),
    ...of(1, 'CONFIRMED', later, { byAnna: true }),
    ...of(1, 'PENDING', later, { byAnna: true }),
    ...of(3, 'COMPLETED', past, { byAnna: true }),
    ...of(1, 'CANCELLED', past, { byAnna: true }),
    ...of(1, 'DECLINED', past, { byAnna: true }),
    ...chance.shuffle([
      ...of(158, 'COMPLETED', past),
      ...of(6, 'NO_SHOW', past),
      ...of(17, 'CANCELLED', past),
      ...of(9, 'DECLINED', past),
      ...of(44, 'CONFIRMED', later),
      ...of(33, 'PENDING', later),
      ...of(7, 'CANCELLED', later),
      ...of(3, 'DECLINED', later),
    ]),
  ]
}

const of = (count: number, status: OrderStatus, days: Day[], more: Partial<Wish> = {}): Wish[] =>
  Array.from({ length: count }, () => ({ status, days, byAnna: false, unitsAtMost: Infinity, ...more }))

/** Saturdays are busiest, and the next days are booked more than those in a month. */
function busyness(date: LocalDate, today: LocalDate): number {
  const ahead = Math.max(0, daysBetween(today, date))
  return (BUSY[weekdayOf(date)] ?? 1) * (1 - ahead / 45)
}
