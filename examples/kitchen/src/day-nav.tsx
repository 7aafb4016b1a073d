import { addDays, nameDay, sayDay } from './dates.ts'
import { useBakery } from './session.ts'

/** The day of a page, and the ways to the days beside it. */
export function DayNav({
  page,
  title,
  date,
  today,
}: {
  page: string
  title: string
  date: string
  today: string
}) {
  const { locale } = useBakery()
  const tomorrow = addDays(today, 1)
  return (
    <header className="day">
      <h1>
        {title} <DayName date={date} today={today} />
      </h1>
      <nav aria-label="Days">
        <a
          href={`/${page}/${addDays(date, -1)}`}
          aria-label={`The day before: ${sayDay(addDays(date, -1), locale)}`}
        >
          ‹
        </a>
        <a href={`/${page}/${today}`} aria-current={date === today ? 'date' : undefined}>
          Today
        </a>
        <a href={`/${page}/${tomorrow}`} aria-current={date === tomorrow ? 'date' : undefined}>
          Tomorrow
        </a>
        <a
          href={`/${page}/${addDays(date, 1)}`}
          aria-label={`The day after: ${sayDay(addDays(date, 1), locale)}`}
        >
          ›
        </a>
      </nav>
    </header>
  )
}

export function DayName({ date, today }: { date: string; today: string }) {
  const { locale } = useBakery()
  const name = nameDay(date, today)
  return (
    <span className="day-name">
      {name && <b>{name}</b>}
      <time dateTime={date} lang={locale}>
        {sayDay(date, locale)}
      </time>
    </span>
  )
}
