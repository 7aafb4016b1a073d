import { commitMutation, graphql, type Environment } from 'relay-runtime'
import { unforeseen } from '../common/unforeseen.ts'
import type {
  placeOrderMutation,
  placeOrderMutation$data,
  PlaceOrderInput,
} from './__generated__/placeOrderMutation.graphql.ts'

const PLACE_ORDER = graphql`
  mutation placeOrderMutation($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on PlaceOrderSuccess {
        replayed
        guestToken
        order {
          id
          number
          status
          slot {
            date
            startTime
          }
        }
      }
      ... on InvalidInputError {
        fields {
          path
          code
          message
        }
      }
      ... on PriceChangedError {
        total {
          formatted
        }
      }
      ... on SlotUnavailableError {
        alternatives {
          slot {
            id
            date
            startTime
          }
        }
      }
      ... on UnavailableItemError {
        items {
          itemIndex
          message
        }
      }
      ... on IdempotencyConflictError {
        message
      }
      ... on NotFoundError {
        message
      }
    }
  }
`

type PlaceOrderResult = NonNullable<placeOrderMutation$data['placeOrder']>

/** @throws Trouble for an answer with errors, and what fetch throws where none came */
export const placeOrder = (environment: Environment, input: PlaceOrderInput): Promise<PlaceOrderResult> =>
  new Promise((resolve, reject) =>
    commitMutation<placeOrderMutation>(environment, {
      mutation: PLACE_ORDER,
      variables: { input },
      onCompleted: ({ placeOrder: result }) => (result ? resolve(result) : reject(new Error('No answer.'))),
      onError: reject,
    }),
  )

/** What the page says. A refusal that the schema gets later fails to compile here, at `unforeseen`. */
export function tell(result: PlaceOrderResult): string {
  switch (result.__typename) {
    case 'PlaceOrderSuccess':
      return `Thank you! ${result.order.number} is for ${result.order.slot.date}, ${result.order.slot.startTime}.`
    case 'InvalidInputError':
      return result.fields.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n')
    case 'PriceChangedError':
      return `It costs ${result.total.formatted} now. Shall we go on?`
    case 'SlotUnavailableError':
      return `Somebody was faster. Still free: ${result.alternatives.map(({ slot }) => slot.startTime).join(', ')}`
    case 'UnavailableItemError':
      return result.items.map(({ message }) => message).join('\n')
    case 'IdempotencyConflictError':
    case 'NotFoundError':
      return result.message
    // Relay knows the members that are named above; whatever else comes is this one.
    case '%other':
      return 'This page is too old to show that. Please load it again.'
    default:
      return unforeseen(result)
  }
}
