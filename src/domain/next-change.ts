import {
  FULFILMENT_METHODS,
  slotsOn,
  today,
  type Calendar,
  type LocalDate,
  type LocalTime,
} from './calendar.ts'

/**
 * When the catalogue may look different next without anybody having changed it: at midnight, where dates and seasons
 * turn, after a cutoff, once the last slot of the day begins, or when the clocks change. Until then it does not.
 */
export function nextChange(
  calendar: Calendar,
  cutoffs: readonly LocalTime[],
  now: Temporal.Instant,
): Temporal.Instant {
  const date = today(calendar, now)
  const midnight = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(calendar.timeZone)
  const clockChange = now.toZonedDateTimeISO(calendar.timeZone).getTimeZoneTransition('next')
  const moments = [
    midnight.toInstant(),
    ...(clockChange ? [clockChange.toInstant()] : []),
    ...cutoffs.flatMap((cutoff) => momentsPast(calendar, date, cutoff)),
    ...FULFILMENT_METHODS.flatMap((method) => lastStart(calendar, date, method)),
  ]
  return moments.filter((moment) => isLater(moment, now)).reduce((a, b) => (isLater(a, b) ? b : a))
}

// Sharp at a cutoff an order still makes it. A time that the clocks show twice passes twice.
function momentsPast({ timeZone }: Calendar, date: LocalDate, cutoff: LocalTime): Temporal.Instant[] {
  const time = Temporal.PlainDateTime.from(`${date}T${cutoff}`)
  return (['earlier', 'later'] as const).map((disambiguation) =>
    time.toZonedDateTime(timeZone, { disambiguation }).toInstant().add({ nanoseconds: 1 }),
  )
}

function lastStart(
  calendar: Calendar,
  date: LocalDate,
  method: (typeof FULFILMENT_METHODS)[number],
): Temporal.Instant[] {
  const last = slotsOn(calendar, date, method).findLast(({ capacity }) => capacity > 0)
  return last ? [last.startsAt] : []
}

const isLater = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) > 0
