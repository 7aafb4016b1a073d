import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { explain } from '../api.ts'
import { sayDay, useToday } from '../dates.ts'
import { Paper } from '../dialog.tsx'
import { graphql } from '../gql/index.ts'
import type { OrderCardFragment } from '../gql/graphql.ts'
import { tell } from '../notice.tsx'
import { useBakery } from '../session.ts'
import { lastDayFrom } from '../slots/offers.ts'
import { SlotPicker } from '../slots/slot-picker.tsx'
import { sayReason, sayStatus } from '../words.ts'

const NEW_SLOT = graphql(`
  query NewSlot($id: ID!, $from: Date!, $to: Date!, $day: Date!) {
    order(id: $id) {
      id
      days: availability(from: $from, to: $to) {
        __typename
        ...DayOffers
      }
      slots: availability(from: $day, to: $day) {
        __typename
        ...SlotOffers
      }
    }
  }
`)

const RESCHEDULE_ORDER = graphql(`
  mutation RescheduleOrder($input: RescheduleOrderInput!) {
    rescheduleOrder(input: $input) {
      __typename
      ... on RescheduleOrderSuccess {
        order {
          ...OrderCard
        }
      }
      ... on StaleVersionError {
        order {
          ...OrderCard
        }
      }
      ... on SlotUnavailableError {
        reason
      }
      ... on UserError {
        message
      }
    }
  }
`)

interface Props {
  order: OrderCardFragment
  onClose: () => void
  onMoved: () => void
}

export function Reschedule({ order, onClose, onMoved }: Props) {
  const today = useToday()
  const { locale } = useBakery()
  const [day, setDay] = useState(order.slot.date)
  const [slotId, setSlotId] = useState<string>()
  const [isManaged, setManaged] = useState(false)
  const [problem, setProblem] = useState('')
  const [{ data, error }, look] = useQuery({
    query: NEW_SLOT,
    variables: { id: order.id, from: today, to: lastDayFrom(today), day },
    requestPolicy: 'cache-and-network',
  })
  const [{ fetching }, reschedule] = useMutation(RESCHEDULE_ORDER)
  const { days, slots } = data?.order ?? {}

  async function move() {
    const { data: moved, error: failure } = await reschedule({
      input: { orderId: order.id, version: order.version, slotId: slotId!, overrideLeadTime: isManaged },
    })
    const result = moved?.rescheduleOrder
    if (result?.__typename === 'RescheduleOrderSuccess') {
      const { date, startTime } = result.order.slot
      tell('good', `${order.number} is moved to ${sayDay(date, locale)}, ${startTime}.`)
    } else if (result?.__typename === 'StaleVersionError') {
      tell('bad', `Somebody else was faster. ${order.number} is now: ${sayStatus(result.order.status)}.`)
    } else if (result?.__typename === 'SlotUnavailableError') {
      setProblem(`That slot is gone (${sayReason(result.reason)}). Take another.`)
      setSlotId(undefined)
      return look({ requestPolicy: 'network-only' })
    } else tell('bad', failure ? explain(failure) : (result?.message ?? 'That did not work.'))
    onClose()
    onMoved()
  }

  return (
    <Paper title={`Move order ${order.number} to another time`} onClose={onClose} isWide>
      {error && <p role="alert">{explain(error)}</p>}
      {days?.__typename === 'Availability' && (
        <SlotPicker
          days={days.days}
          slots={(slots?.__typename === 'Availability' && slots.days[0]?.slots) || []}
          day={day}
          slotId={slotId}
          isManaged={isManaged}
          onDay={(date) => {
            setDay(date)
            setSlotId(undefined)
          }}
          onSlot={setSlotId}
          onManage={setManaged}
        />
      )}
      <p role="alert" className="problem">
        {problem}
      </p>
      <p className="choices-row">
        <button className="quiet" onClick={onClose}>
          Leave it as it is
        </button>
        <button className="primary" disabled={!slotId || fetching} onClick={() => void move()}>
          Move the order
        </button>
      </p>
    </Paper>
  )
}
