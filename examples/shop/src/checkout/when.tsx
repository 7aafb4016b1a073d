import { useQuery } from 'urql'
import { graphql } from '../gql/gql.ts'
import type { DayPartsFragment, FulfilmentMethod, OrderItemInput } from '../gql/graphql.ts'
import { Failure } from '../parts/notice.tsx'
import { DayPicker } from './day-picker.tsx'
import { changeDraft, type ChosenSlot } from './draft.ts'
import { SlotPicker } from './slot-picker.tsx'

const SLOTS = graphql(`
  query Slots($items: [OrderItemInput!]!, $method: FulfilmentMethod!, $date: Date!) {
    availability(items: $items, method: $method, from: $date, to: $date) {
      ... on Availability {
        days {
          ...DayParts
          slots {
            ...OfferParts
          }
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

interface WhenProps {
  items: OrderItemInput[]
  method: FulfilmentMethod
  days: DayPartsFragment[]
  earliest: string | null
  last: string
  waiting: boolean
  date: string | null
  slot: ChosenSlot | null
  setDate: (date: string) => void
  onMonth: (first: string) => void
}

/** First the day, then the time. */
export function When({ items, method, date, slot, setDate, ...calendar }: WhenProps) {
  const [{ data, error }, again] = useQuery({
    query: SLOTS,
    variables: { items, method, date: date ?? '' },
    pause: date === null,
    requestPolicy: 'cache-and-network',
  })
  const result = data?.availability
  const day = result && 'days' in result ? result.days.find((each) => each.date === date) : undefined
  return (
    <>
      <DayPicker {...calendar} value={date} choose={setDate} />
      {error && <Failure error={error} again={again} />}
      {date !== null && (
        <div aria-live="polite">
          {day ? (
            <SlotPicker
              offers={day.slots}
              value={slot?.id ?? null}
              choose={(chosen) => changeDraft({ slot: chosen })}
            />
          ) : (
            <p className="wait">Looking for times …</p>
          )}
        </div>
      )}
    </>
  )
}
