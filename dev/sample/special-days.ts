import {
  addDays,
  weekdayOf,
  type LocalDate,
  type SpecialDay,
  type Weekday,
  type Window,
} from '../../src/domain/calendar.ts'
import { delivery, pickup } from './windows.ts'

type Rule = Omit<SpecialDay, 'date'>

const closed = (reason: string): Rule => ({ closed: true, reason, windows: null, capacity: null })

const open = (reason: string, windows: Window[] | null, capacity: number): Rule => ({
  closed: false,
  reason,
  windows,
  capacity,
})

const EVERY_YEAR: Record<string, Rule> = {
  '01-01': closed('New Year’s Day'),
  '02-14': open('Valentine’s Day: open all day, whatever the weekday', [pickup('08:00', '19:00', 3)], 60),
  '04-27': closed('King’s Day'),
  '12-24': open(
    'Christmas Eve: until 14:00',
    [pickup('08:00', '14:00', 4), delivery('09:00', '13:00', 3)],
    72,
  ),
  '12-25': closed('Christmas Day'),
  '12-26': closed('Second day of Christmas'),
  '12-31': open(
    'New Year’s Eve: until 16:00, with oliebollen in front of the shop',
    [pickup('08:00', '16:00', 3)],
    48,
  ),
}
const MOTHERS_DAY = open('Mother’s Day: open until 15:00', [pickup('08:30', '15:00', 4)], 60)
const OVEN_SERVICE = open('The big oven is being serviced', null, 12)
const OUTING = closed('We are out together, and back tomorrow')

const DAYS_BACK = 75
const DAYS_AHEAD = 365

/** Holidays from well before today until a year from now, and two days of the bakery's own in the next weeks. */
export function specialDaysAround(today: LocalDate): Map<LocalDate, SpecialDay> {
  const days = new Map<LocalDate, SpecialDay>()
  const put = (date: LocalDate, rule: Rule) => days.set(date, { date, ...rule })
  for (let offset = -DAYS_BACK; offset <= DAYS_AHEAD; offset++) {
    const date = addDays(today, offset)
    const rule = isMothersDay(date) ? MOTHERS_DAY : EVERY_YEAR[date.slice(5)]
    if (rule) put(date, rule)
  }
  const firstPlain = (offset: number, weekdays: readonly Weekday[]): LocalDate => {
    const date = addDays(today, offset)
    return !days.has(date) && weekdays.includes(weekdayOf(date)) ? date : firstPlain(offset + 1, weekdays)
  }
  put(firstPlain(4, ['WEDNESDAY', 'THURSDAY', 'FRIDAY']), OVEN_SERVICE)
  put(firstPlain(19, ['TUESDAY', 'WEDNESDAY']), OUTING)
  return days
}

const isMothersDay = (date: LocalDate): boolean =>
  date.slice(5) >= '05-08' && date.slice(5) <= '05-14' && weekdayOf(date) === 'SUNDAY'
