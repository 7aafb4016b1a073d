import '../style/calendar.css'
import { parseDate, type CalendarDate } from '@internationalized/date'
import { useState, type MouseEvent } from 'react'
import { Button } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { useDates } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import type { DayPartsFragment } from '../gql/graphql.ts'
import { reason, reasonInShort } from '../words.ts'

graphql(`
  fragment DayParts on AvailabilityDay {
    date
    available
    reason
  }
`)

interface DayPickerProps {
  days: DayPartsFragment[]
  /** Where to begin. */
  earliest: string | null
  last: string
  value: string | null
  waiting: boolean
  choose: (date: string) => void
  /** Told as one turns the leaves: the month from its first day on. */
  onMonth: (first: string) => void
}

/** A month, each day with whether it can be had, and why not. */
export function DayPicker({ days, earliest, last, value, waiting, choose, onMonth }: DayPickerProps) {
  const dates = useDates()
  const [focused, setFocused] = useState(value ?? earliest ?? dates.today())
  const known = new Map(days.map((day) => [day.date, day]))
  const about = known.get(focused)
  const focus = (date: CalendarDate) => {
    setFocused(date.toString())
    onMonth(date.set({ day: 1 }).toString())
  }
  // A day that cannot be had takes no press, but a finger may still ask about it.
  const tellWhyNot = ({ target }: MouseEvent) => {
    const date = (target as Element).closest<HTMLElement>('.day[data-unavailable]')?.dataset['date']
    if (date && known.has(date)) setFocused(date)
  }
  return (
    <I18nProvider locale={dates.locale}>
      <Calendar
        className="calendar"
        lang={dates.locale}
        aria-label="The day of your order"
        aria-busy={waiting}
        minValue={parseDate(dates.today())}
        maxValue={parseDate(last)}
        value={value === null ? null : parseDate(value)}
        focusedValue={parseDate(focused)}
        onFocusChange={focus}
        onChange={(date) => choose(date.toString())}
        onClick={tellWhyNot}
        isDateUnavailable={(date) => known.get(date.toString())?.available !== true}
      >
        <header>
          <Button slot="previous">‹</Button>
          <CalendarHeading />
          <Button slot="next">›</Button>
        </header>
        <CalendarGrid weekdayStyle="short">
          <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
          <CalendarGridBody>
            {(date) => <Day date={date} why={noteOf(known.get(date.toString()))} />}
          </CalendarGridBody>
        </CalendarGrid>
      </Calendar>
      <p className="about-day" aria-live="polite">
        <time lang={dates.locale}>{dates.long(focused)}</time>:{' '}
        {about?.available ? 'can be had.' : about?.reason ? reason(about.reason) : 'looking …'}
      </p>
    </I18nProvider>
  )
}

/** Why not is part of its name, and drawn below the number by the style sheet. */
function Day({ date, why }: { date: CalendarDate; why: string }) {
  return (
    <CalendarCell
      date={date}
      className="day"
      data-date={date.toString()}
      data-why={why}
      render={(props) => (
        <div {...props} aria-label={[props['aria-label'], why].filter(Boolean).join(', ')} />
      )}
    />
  )
}

const noteOf = (day: DayPartsFragment | undefined): string =>
  !day || day.available || !day.reason ? '' : reasonInShort(day.reason)
