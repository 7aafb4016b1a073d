import { patiently } from '../common/trouble.ts'
import { unforeseen } from '../common/unforeseen.ts'
import { ask, type Api } from './api.ts'
import { graphql } from './graphql/gql.ts'
import type { PlaceOrderInput, PlaceOrderMutation } from './graphql/graphql.ts'

const PLACE_ORDER = graphql(`
  mutation PlaceOrder($input: PlaceOrderInput!) {
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
      ... on UserError {
        message
      }
    }
  }
`)

type PlaceOrderResult = NonNullable<PlaceOrderMutation['placeOrder']>

/** Goes on asking while no answer comes: with the same `idempotencyKey` that makes one order. */
export async function placeOrder(api: Api, input: PlaceOrderInput): Promise<PlaceOrderResult> {
  const data = await patiently(() => ask(api, PLACE_ORDER, { input }))
  return data.placeOrder!
}

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
    default:
      return unforeseen(result)
  }
}
