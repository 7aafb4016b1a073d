import { randomUUID } from 'node:crypto'
import type { Ask, Answer } from './bakery.ts'

/** Every member of every result union that refuses, with all it says. */
export const REFUSALS = /* GraphQL */ `
  fragment Refused on UserError {
    __typename
    message
    ... on InvalidInputError {
      fields {
        code
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
    ... on SlotUnavailableError {
      reason
      alternatives {
        available
        remaining
        slot {
          id
          date
          startTime
        }
      }
    }
    ... on PriceChangedError {
      total {
        amount
      }
    }
    ... on StaleVersionError {
      order {
        version
        status
      }
    }
    ... on IllegalTransitionError {
      status
      availableActions
    }
    ... on NotFoundError {
      id
    }
  }
`

export const PLACE_ORDER = /* GraphQL */ `
  mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on PlaceOrderSuccess {
        replayed
        guestToken
        order {
          id
          number
          status
          version
          total {
            amount
          }
          items {
            inscription
            quantity
          }
        }
      }
      ...Refused
    }
  }
  ${REFUSALS}
`

export const CHANGE_ORDER = /* GraphQL */ `
  mutation ($input: ChangeOrderInput!) {
    changeOrder(input: $input) {
      __typename
      ... on ChangeOrderSuccess {
        order {
          id
          status
          version
        }
      }
      ...Refused
    }
  }
  ${REFUSALS}
`

/** Places an order and gives what placeOrder answered; the key is new unless the input names one. */
export async function place(ask: Ask, input: object): Promise<Answer['data']> {
  const answer = await ask(PLACE_ORDER, { input: { idempotencyKey: randomUUID(), ...input } })
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data.placeOrder
}

export async function change(ask: Ask, input: object): Promise<Answer['data']> {
  const answer = await ask(CHANGE_ORDER, { input })
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data.changeOrder
}

export const ZOE = { name: 'Zoë', email: 'zoe@example.com' }
