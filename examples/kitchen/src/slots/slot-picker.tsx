import { parseDate } from '@internationalized/date'
import { Button, Calendar, CalendarCell, CalendarGrid, Heading } from 'react-aria-components'
import { sayDay } from '../dates.ts'
import type { DayOffersFragment, SlotOffersFragment } from '../gql/graphql.ts'
import { useBakery } from '../session.ts'
import { sayReason } from '../words.ts'
import { canBeHad } from './offers.ts'

interface Props {
  days: DayOffersFragment['days']
  /** Those of the chosen day. */
  slots: SlotOffersFragment['days'][number]['slots']
  day: string | undefined
  slotId: string | undefined
  /** Whether lead time and horizon are set aside. */
  isManaged: boolean
  onDay: (date: string) => void
  onSlot: (id: string) => void
  onManage: (isManaged: boolean) => void
}

export function SlotPicker({ days, slots, day, slotId, isManaged, onDay, onSlot, onManage }: Props) {
  const { locale } = useBakery()
  const offers = new Map(days.map((offer) => [offer.date, offer]))
  const isOut = (date: string) => !canBeHad(offers.get(date) ?? { available: false }, isManaged)
  return (
    <div className="slot-picker">
      <Calendar
        lang={locale}
        aria-label="Day"
        value={day ? parseDate(day) : null}
        onChange={(date) => onDay(date.toString())}
        minValue={days[0] && parseDate(days[0].date)}
        maxValue={days.at(-1) && parseDate(days.at(-1)!.date)}
        isDateUnavailable={(date) => isOut(date.toString())}
      >
        <header>
          <Button slot="previous">‹</Button>
          <Heading />
          <Button slot="next">›</Button>
        </header>
        <CalendarGrid weekdayStyle="short">
          {(date) => {
            const reason = offers.get(date.toString())?.reason
            const why = reason && isOut(date.toString()) ? sayReason(reason) : ''
            return (
              <CalendarCell
                date={date}
                data-why={why}
                // Who does not see why a day is out hears it.
                render={(props) => (
                  <div {...props} aria-label={[props['aria-label'], why].filter(Boolean).join(': ')} />
                )}
              />
            )
          }}
        </CalendarGrid>
      </Calendar>
      <label className="check">
        <input type="checkbox" checked={isManaged} onChange={(event) => onManage(event.target.checked)} />
        We’ll manage: set the lead time aside
      </label>
      {day && (
        <fieldset className="slots">
          <legend lang={locale}>{sayDay(day, locale)}</legend>
          {slots.map((offer) => (
            <label key={offer.slot.id} className="slot">
              <input
                type="radio"
                name="slot"
                value={offer.slot.id}
                checked={offer.slot.id === slotId}
                disabled={!canBeHad(offer, isManaged)}
                onChange={() => onSlot(offer.slot.id)}
              />
              <b>{offer.slot.startTime}</b>
              <small>{sayRoom(offer, isManaged)}</small>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}

function sayRoom(offer: Props['slots'][number], isManaged: boolean): string {
  if (!canBeHad(offer, isManaged)) return sayReason(offer.reason ?? '')
  return offer.remaining == null ? '' : `${offer.remaining} left`
}
