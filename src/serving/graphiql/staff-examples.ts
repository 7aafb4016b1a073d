import { OPEN, type Example } from './example-values.ts'

export const STAFF_EXAMPLES: readonly Example[] = [
  {
    name: 'OrdersOfTheDay',
    about: 'The open orders of a day, by slot',
    role: 'staff',
    query: `query OrdersOfTheDay($filter: OrderFilter!) {
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
    variables: ({ day }) => ({
      filter: {
        slotFrom: day,
        slotTo: day,
        status: OPEN,
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
    name: 'MoveOrder',
    about: 'Another slot for an order, or nothing',
    role: 'staff',
    query: `# Order.availability offers the slots.
mutation MoveOrder($input: RescheduleOrderInput!) {
  rescheduleOrder(input: $input) {
    ... on RescheduleOrderSuccess {
      order {
        number
        version
        slot { date startTime }
      }
    }
    ... on SlotUnavailableError {
      reason
      alternatives {
        slot { id date startTime }
      }
    }
    ... on UserError { message }
  }
}
`,
    variables: ({ otherOrder, otherSlotId }) => ({
      input: { orderId: otherOrder.id, version: otherOrder.version, slotId: otherSlotId },
    }),
  },
  {
    name: 'FindCustomer',
    about: 'Who is on the telephone?',
    role: 'staff',
    query: `query FindCustomer($search: String) {
  customers(first: 5, search: $search) {
    totalCount
    nodes {
      id
      name
      phone
      allergies
      orders(first: 3) {
        nodes { number status }
      }
    }
  }
}
`,
    variables: ({ customerName }) => ({ search: customerName }),
  },
  {
    name: 'BakingPlan',
    about: 'What the kitchen has to make',
    role: 'staff',
    query: `query BakingPlan($date: Date!) {
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
    variables: ({ day }) => ({ date: day }),
  },
  {
    name: 'WatchTheDay',
    about: 'Every change of the day, as it happens',
    role: 'staff',
    query: `# Leave it running, and change an order
# of that day in another window.
subscription WatchTheDay($date: Date!) {
  ordersChanged(date: $date) {
    number
    status
    version
    slot { startTime }
  }
}
`,
    variables: ({ day }) => ({ date: day }),
  },
]
