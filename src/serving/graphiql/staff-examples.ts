import type { Example } from './example-values.ts'

export const STAFF_EXAMPLES: readonly Example[] = [
  {
    name: 'OrdersOfToday',
    about: "Today's open orders, by slot",
    role: 'staff',
    query: `query OrdersOfToday($filter: OrderFilter!) {
  orders(first: 20, filter: $filter, sort: SLOT_ASC) {
    totalCount
    nodes {
      id
      number
      version
      status
      availableActions
      slot { startTime }
      contact { name phone }
      items {
        quantity
        cakeName
        variantName
        inscription
      }
      total { formatted }
    }
  }
}
`,
    variables: ({ today }) => ({
      filter: {
        slotFrom: today,
        slotTo: today,
        status: ['PENDING', 'CONFIRMED', 'IN_PRODUCTION', 'READY', 'OUT_FOR_DELIVERY'],
      },
    }),
  },
  {
    name: 'ChangeOrder',
    about: 'Confirms the next order that waits',
    role: 'staff',
    query: `# A change names the version that was read.
# Run it twice: the second time it is stale.
mutation ChangeOrder($input: ChangeOrderInput!) {
  changeOrder(input: $input) {
    ... on ChangeOrderSuccess {
      order {
        number
        status
        version
        availableActions
      }
    }
    ... on StaleVersionError {
      order { version status }
    }
    ... on IllegalTransitionError {
      status
      availableActions
    }
    ... on UserError { message }
  }
}
`,
    variables: ({ pendingOrder }) => ({
      input: { orderId: pendingOrder.id, version: pendingOrder.version, action: 'CONFIRM' },
    }),
  },
  {
    name: 'BakingToday',
    about: 'What the kitchen has to make',
    role: 'staff',
    query: `query BakingToday($date: Date!) {
  productionPlan(date: $date) {
    date
    capacity
    booked
    batches {
      quantity
      cakeName
      variantName
      composition
      allergens
      inscriptions
    }
  }
}
`,
    variables: ({ today }) => ({ date: today }),
  },
  {
    name: 'WatchToday',
    about: 'Every change of the day, as it happens',
    role: 'staff',
    query: `# Leave it running, and change an order
# of today in another window.
subscription WatchToday($date: Date!) {
  ordersChanged(date: $date) {
    number
    status
    version
    slot { startTime }
  }
}
`,
    variables: ({ today }) => ({ date: today }),
  },
]
