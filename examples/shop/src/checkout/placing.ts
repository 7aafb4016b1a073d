import { useState } from 'react'
import { useClient, type Client, type CombinedError } from 'urql'
import { emptyBasket, randomId } from '../basket.ts'
import { graphql } from '../gql/gql.ts'
import type { PlaceOrderInput, PlaceOrderMutation } from '../gql/graphql.ts'
import { stored } from '../stored.ts'
import { forgetDraft } from './draft.ts'

const PLACE_ORDER = graphql(`
  mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on PlaceOrderSuccess {
        guestToken
        order {
          id
        }
      }
      ... on PriceChangedError {
        total {
          amount
          formatted
        }
      }
      ... on SlotUnavailableError {
        reason
        alternatives {
          ...OfferParts
        }
      }
      ... on InvalidInputError {
        fields {
          path
          message
        }
      }
      ... on UnavailableItemError {
        items {
          itemIndex
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

type Order = Omit<PlaceOrderInput, 'idempotencyKey'>
type Answer = NonNullable<PlaceOrderMutation['placeOrder']>
export type Outcome = Answer | { __typename: 'NoAnswer'; message: string }

/**
 * The one key of this checkout, and what was sent under it and not answered yet. It stands until an order is known to
 * be placed: whatever is sent again, after a lost answer or a reload, never makes a second one.
 */
const attempt = stored<{ key: string; sent: Order | null } | null>('attempt', null)

const PAUSES = [1_000, 2_000, 4_000]
const WORTH_ANOTHER_TRY = ['CONFLICT', 'UNAVAILABLE', 'INTERNAL']

export function usePlacing(onPlaced: (order: { id: string; guestToken: string | null }) => void) {
  const client = useClient()
  const [outcome, setOutcome] = useState<Outcome>()
  const [busy, setBusy] = useState(false)
  const unanswered = attempt.use()?.sent ?? null

  async function place(order: Order): Promise<void> {
    setBusy(true)
    setOutcome(undefined)
    const { key, sent: earlier } = attempt.get() ?? { key: randomId(), sent: null }
    attempt.set({ key, sent: order })
    let answer = await send(client, { ...order, idempotencyKey: key })
    // What was sent before did arrive, and differs: that is the order which stands.
    if (answer.__typename === 'IdempotencyConflictError' && earlier)
      answer = await send(client, { ...earlier, idempotencyKey: key })
    if (answer.__typename === 'PlaceOrderSuccess') {
      attempt.set(null)
      emptyBasket()
      forgetDraft()
      return onPlaced({ id: answer.order.id, guestToken: answer.guestToken ?? null })
    }
    if (answer.__typename === 'IdempotencyConflictError') attempt.set(null)
    else if (answer.__typename !== 'NoAnswer') attempt.set({ key, sent: null })
    setOutcome(answer)
    setBusy(false)
  }

  return { place, outcome, busy, unanswered, dismiss: () => setOutcome(undefined) }
}

/** Until there is an answer, or for a few seconds. */
async function send(client: Client, input: PlaceOrderInput): Promise<Outcome> {
  for (let tries = 0; ; tries++) {
    const { data, error } = await client.mutation(PLACE_ORDER, { input }).toPromise()
    if (data?.placeOrder) return data.placeOrder
    const pause = PAUSES[tries]
    if (pause === undefined || !isWorthAnotherTry(error))
      return { __typename: 'NoAnswer', message: error?.networkError ? '' : (error?.message ?? '') }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

const isWorthAnotherTry = (error: CombinedError | undefined): boolean =>
  error?.networkError !== undefined ||
  error?.graphQLErrors.some(({ extensions }) => WORTH_ANOTHER_TRY.includes(String(extensions.code))) === true
