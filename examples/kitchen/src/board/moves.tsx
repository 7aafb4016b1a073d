import { useState } from 'react'
import { useMutation } from 'urql'
import { explain } from '../api.ts'
import { graphql } from '../gql/index.ts'
import type { ChangeOrderMutation, OrderAction, OrderCardFragment, OrderTransition } from '../gql/graphql.ts'
import { tell } from '../notice.tsx'
import { sayAction, sayStatus } from '../words.ts'
import { Reschedule } from './reschedule.tsx'
import { SayWhy } from './say-why.tsx'

const CHANGE_ORDER = graphql(`
  mutation ChangeOrder($input: ChangeOrderInput!) {
    changeOrder(input: $input) {
      __typename
      ... on ChangeOrderSuccess {
        order {
          ...OrderCard
        }
      }
      ... on StaleVersionError {
        order {
          ...OrderCard
        }
      }
      ... on IllegalTransitionError {
        status
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Steps that lead on; the others lead away and are shown smaller. */
const ONWARDS: readonly OrderAction[] = ['CONFIRM', 'START_PRODUCTION', 'MARK_READY', 'DISPATCH', 'COMPLETE']
/** Steps that the customer should hear a reason for. */
const TO_EXPLAIN: readonly OrderAction[] = ['CANCEL', 'DECLINE']

/** What may be done to an order now: the API says what, and nothing else is offered. */
export function Moves({ order, onMoved }: { order: OrderCardFragment; onMoved: (id: string) => void }) {
  const [{ fetching }, changeOrder] = useMutation(CHANGE_ORDER)
  const [asking, setAsking] = useState<OrderAction>()

  async function move(action: OrderTransition, note?: string) {
    setAsking(undefined)
    const { data, error } = await changeOrder({
      input: { orderId: order.id, version: order.version, action, note: note || null },
    })
    if (error) tell('bad', explain(error))
    else if (data?.changeOrder) tell(...outcome(order.number, data.changeOrder))
    onMoved(order.id)
  }
  function start(action: OrderAction) {
    if (action === 'RESCHEDULE' || TO_EXPLAIN.includes(action)) setAsking(action)
    else void move(action)
  }

  return (
    <>
      <div className="moves">
        {order.availableActions.map((action) => (
          <button
            key={action}
            data-action={action}
            className={ONWARDS.includes(action) ? 'primary' : 'quiet'}
            disabled={fetching}
            onClick={() => start(action)}
            aria-label={`${sayAction(action)}: ${order.number}`}
          >
            {sayAction(action)}
          </button>
        ))}
      </div>
      {asking === 'RESCHEDULE' && (
        <Reschedule order={order} onClose={() => setAsking(undefined)} onMoved={() => onMoved(order.id)} />
      )}
      {asking && asking !== 'RESCHEDULE' && (
        <SayWhy
          title={`${sayAction(asking)} order ${order.number}?`}
          onClose={() => setAsking(undefined)}
          onSaid={(note) => void move(asking, note)}
        />
      )}
    </>
  )
}

function outcome(
  number: string,
  result: NonNullable<ChangeOrderMutation['changeOrder']>,
): ['good' | 'bad', string] {
  switch (result.__typename) {
    case 'ChangeOrderSuccess':
      return ['good', `${number}: ${sayStatus(result.order.status)}.`]
    case 'StaleVersionError':
      return ['bad', `Somebody else was faster. ${number} is now: ${sayStatus(result.order.status)}.`]
    case 'IllegalTransitionError':
      return ['bad', `That cannot be done. ${number} is: ${sayStatus(result.status)}.`]
    default:
      return ['bad', result.message]
  }
}
