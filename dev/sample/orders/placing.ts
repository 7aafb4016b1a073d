import { addDays, isWorkingDay, type LocalDate } from '../../../src/domain/calendar.ts'
import type { OrderStatus } from '../../../src/domain/order-status.ts'
import type { Buyer } from './buyers.ts'
import type { Shop } from './draft.ts'

const DAYS_EARLIER_AT_MOST = 26
const DAYS_UNANSWERED_AT_MOST = 3

/** When an order for a day was placed, or undefined where nobody would have taken it then. */
export function drawPlacing(
  { chance, calendar, today }: Pick<Shop, 'chance' | 'calendar' | 'today'>,
  slotDate: LocalDate,
  status: OrderStatus,
  { placedBy }: Buyer,
): Temporal.Instant | undefined {
  const yesterday = addDays(today, -1)
  const last = slotDate < today ? slotDate : yesterday
  const days = status === 'PENDING' ? chance.below(DAYS_UNANSWERED_AT_MOST) : earlier(chance.next())
  const date = addDays(last, -days)
  const isForStaff = placedBy === 'STAFF'
  if (isForStaff && !isWorkingDay(calendar, date)) return undefined
  const [opens, closes] = isForStaff ? [8, 18] : [7, 23]
  const time = {
    minutes: chance.between(opens * 60, closes * 60 - 1),
    seconds: chance.below(60),
    milliseconds: chance.below(1000),
  }
  return Temporal.PlainDate.from(date)
    .toPlainDateTime()
    .add(time)
    .toZonedDateTime(calendar.timeZone)
    .toInstant()
}

const earlier = (draw: number): number => Math.floor(draw ** 2 * DAYS_EARLIER_AT_MOST)
