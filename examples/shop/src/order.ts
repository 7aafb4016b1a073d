import { graphql } from './gql/gql.ts'
import type { OrderPartsFragment } from './gql/graphql.ts'

graphql(`
  fragment OrderParts on Order {
    id
    number
    version
    status
    method
    availableActions
    allergens
    note
    slot {
      id
      date
      startTime
      endTime
    }
    total {
      formatted
    }
    deliveryFee {
      amount
      formatted
    }
    deliveryAddress {
      line1
      postalCode
      city
    }
    items {
      id
      quantity
      cakeName
      variantName
      inscription
      options {
        name
      }
      total {
        formatted
      }
    }
    history {
      at
      action
      status
      note
    }
  }
`)

export type Order = OrderPartsFragment

/** Of two answers about one order the later one stands, in whatever order they came. */
export const newer = (one: Order | undefined, other: Order | undefined): Order | undefined =>
  !one || (other && other.version >= one.version) ? other : one

/** The way of an order that all goes well with. */
export const wayOf = ({ method }: Order): Order['status'][] => [
  'PENDING',
  'CONFIRMED',
  'IN_PRODUCTION',
  'READY',
  ...(method === 'DELIVERY' ? (['OUT_FOR_DELIVERY'] as const) : []),
  'COMPLETED',
]

export const isOver = ({ status }: Order): boolean =>
  ['COMPLETED', 'CANCELLED', 'DECLINED', 'NO_SHOW'].includes(status)
