import { useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../gql/gql.ts'
import { Failure, Notice } from '../parts/notice.tsx'
import type { OrderViewProps } from './order-view.tsx'

const CHANGE_ORDER = graphql(`
  mutation ChangeOrder($input: ChangeOrderInput!) {
    changeOrder(input: $input) {
      __typename
      ... on ChangeOrderSuccess {
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

export function Cancel({ order, guestToken, update, close }: StepProps) {
  const [note, setNote] = useState('')
  const [{ data, error, fetching }, change] = useMutation(CHANGE_ORDER)
  const refusal = data?.changeOrder
  const cancel = async () => {
    const input = {
      action: 'CANCEL',
      orderId: order.id,
      version: order.version,
      guestToken,
      note: note || null,
    } as const
    const result = (await change({ input })).data?.changeOrder
    if (result && 'order' in result) update(result.order)
    if (result?.__typename === 'ChangeOrderSuccess') close()
  }
  return (
    <>
      {error && <Failure error={error} />}
      {refusal && 'message' in refusal && <Notice title={refusal.message} />}
      <label className="field">
        Why, if you want to tell us
        <input value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <div className="buttons">
        <button type="button" className="second" onClick={close}>
          Keep it
        </button>
        <button type="button" disabled={fetching} onClick={() => void cancel()}>
          Yes, cancel it
        </button>
      </div>
    </>
  )
}
