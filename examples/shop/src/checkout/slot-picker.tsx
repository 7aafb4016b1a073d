import { useDates } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import type { OfferPartsFragment } from '../gql/graphql.ts'
import { reason } from '../words.ts'
import type { ChosenSlot } from './draft.ts'

graphql(`
  fragment OfferParts on SlotOffer {
    available
    reason
    remaining
    slot {
      id
      date
      startTime
      endTime
    }
  }
`)

interface SlotPickerProps {
  offers: OfferPartsFragment[]
  value: string | null
  choose: (slot: ChosenSlot) => void
}

/** The times of a day, the taken ones too, with how many places are left where few are. */
export function SlotPicker({ offers, value, choose }: SlotPickerProps) {
  const dates = useDates()
  const date = offers[0]?.slot.date
  return (
    <fieldset className="slots">
      <legend>
        At what time{date && ' on '}
        {date && <time lang={dates.locale}>{dates.long(date)}</time>}
      </legend>
      {offers.map(({ slot, available, reason: why, remaining }) => (
        <label key={slot.id} title={why ? reason(why) : undefined}>
          <input
            type="radio"
            name="slot"
            checked={slot.id === value}
            disabled={!available}
            onChange={() => choose(slot)}
          />
          <span>
            <time lang={dates.locale}>
              {dates.time(slot.startTime)}–{dates.time(slot.endTime)}
            </time>
            <small>{available ? sayRemaining(remaining ?? null) : why && reason(why)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const sayRemaining = (remaining: number | null): string =>
  remaining === null ? '' : remaining === 1 ? 'last place' : `${remaining} places left`
