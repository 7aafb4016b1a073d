import type { Client } from '@urql/core'
import { unforeseen } from '../common/unforeseen.ts'
import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'

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

type PlaceOrderInput = VariablesOf<typeof PLACE_ORDER>['input']
type PlaceOrderResult = NonNullable<ResultOf<typeof PLACE_ORDER>['placeOrder']>

/** @throws CombinedError where no answer came, or one with errors */
export async function placeOrder(client: Client, input: PlaceOrderInput): Promise<PlaceOrderResult> {
  const { data, error } = await client.mutation(PLACE_ORDER, { input })
  if (error) throw error
  return data!.placeOrder!
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
