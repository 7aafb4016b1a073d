import type { ApolloClient } from '@apollo/client'
import { unforeseen } from '../common/unforeseen.ts'
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

/** @throws CombinedGraphQLErrors for an answer with errors, and what fetch throws where none came */
export async function placeOrder(client: ApolloClient, input: PlaceOrderInput): Promise<PlaceOrderResult> {
  const { data } = await client.mutate({ mutation: PLACE_ORDER, variables: { input } })
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
