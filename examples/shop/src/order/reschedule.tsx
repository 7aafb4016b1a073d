import { parseDate } from '@internationalized/date'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { BY_POST } from '../api/client.ts'
import { useDates } from '../bakery.ts'
import { DayPicker } from '../checkout/day-picker.tsx'
import type { ChosenSlot } from '../checkout/draft.ts'
import { SlotPicker } from '../checkout/slot-picker.tsx'
import { graphql } from '../gql/gql.ts'
import { Failure, Notice } from '../parts/notice.tsx'
import type { OrderViewProps } from './order-view.tsx'

const OTHER_TIMES = graphql(`
  query OtherTimes($id: ID!, $guestToken: String!, $guest: Boolean!, $from: Date!, $to: Date!) {
    guestOrder(token: $guestToken) @include(if: $guest) {
      ...TimesParts
    }
    order(id: $id) @skip(if: $guest) {
      ...TimesParts
    }
  }

  fragment TimesParts on Order {
    id
    availability(from: $from, to: $to) {
      ... on Availability {
        days {
          ...DayParts
          slots {
            ...OfferParts
          }
        }
      }
    }
  }
`)

const RESCHEDULE = graphql(`
  mutation Reschedule($input: RescheduleOrderInput!) {
    rescheduleOrder(input: $input) {
      __typename
      ... on RescheduleOrderSuccess {
        order {
          ...OrderParts
        }
      }
      ... on StaleVersionError {
        order {
          ...OrderParts
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

interface StepProps extends OrderViewProps {
  close: () => void
}

export function Reschedule({ order, guestToken, update, close }: StepProps) {
  const dates = useDates()
  const [from, setFrom] = useState(dates.today())
  const [date, setDate] = useState<string | null>(order.slot.date)
  const [slot, setSlot] = useState<ChosenSlot>()
  const to = parseDate(from).add({ days: 61 }).toString()
  const [{ data, error, fetching }, again] = useQuery({
    query: OTHER_TIMES,
    variables: { id: order.id, guestToken: guestToken ?? '', guest: guestToken !== null, from, to },
    context: BY_POST,
    requestPolicy: 'cache-and-network',
  })
  const [moved, move] = useMutation(RESCHEDULE)
  const refusal = moved.data?.rescheduleOrder
  const times = (data?.guestOrder ?? data?.order)?.availability
  const days = times && 'days' in times ? times.days : []
  const offers = days.find((day) => day.date === date)?.slots ?? []

  const take = async () => {
    const input = { orderId: order.id, version: order.version, guestToken, slotId: slot?.id ?? '' }
    const result = (await move({ input })).data?.rescheduleOrder
    if (result && 'order' in result) update(result.order)
    if (result?.__typename === 'RescheduleOrderSuccess') close()
    else again()
  }

  return (
    <>
      {error && <Failure error={error} again={again} />}
      {moved.error && <Failure error={moved.error} />}
      {refusal && 'message' in refusal && <Notice title={refusal.message} />}
      <DayPicker
        days={days}
        earliest={order.slot.date}
        last={parseDate(dates.today()).add({ years: 2 }).toString()}
        value={date}
        waiting={fetching}
        choose={setDate}
        onMonth={(first) => {
          if (parseDate(first).add({ months: 1 }).toString() > to) setFrom(first)
          else if (first < from) setFrom(first < dates.today() ? dates.today() : first)
        }}
      />
      <SlotPicker offers={offers} value={slot?.id ?? null} choose={setSlot} />
      <div className="buttons">
        <button type="button" className="second" onClick={close}>
          Leave it as it is
        </button>
        <button type="button" disabled={!slot || moved.fetching} onClick={() => void take()}>
          {slot ? `Move it to ${dates.short(slot.date)}, ${dates.time(slot.startTime)}` : 'Choose a time'}
        </button>
      </div>
    </>
  )
}
