import type { Example } from './example-values.ts'

export const CUSTOMER_EXAMPLES: readonly Example[] = [
  {
    name: 'MyOrders',
    about: 'Who I am and what I ordered',
    role: 'customer',
    query: `query MyOrders($first: Int!, $after: String) {
  viewer {
    role
    customer { name allergies }
  }
  orders(first: $first, after: $after) {
    totalCount
    nodes {
      id
      number
      status
      slot { date startTime }
      total { formatted }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: () => ({ first: 5 }),
  },
  {
    name: 'MyOrder',
    about: 'One order, with its lines and history',
    role: 'customer',
    query: `query MyOrder($id: ID!) {
  order(id: $id) {
    number
    status
    version
    availableActions
    method
    slot { date startTime endTime }
    items {
      quantity
      cakeName
      variantName
      options { groupName name }
      inscription
      total { formatted }
    }
    total { formatted }
    allergens
    history {
      at
      action
      status
      byRole
      note
    }
  }
}
`,
    variables: ({ myOrderId }) => ({ id: myOrderId }),
  },
  {
    name: 'WatchMyOrder',
    about: 'An order as it stands, and each change of it',
    role: 'customer',
    query: `# Comes over server-sent events, for 55 seconds.
subscription WatchMyOrder($id: ID!) {
  orderChanged(id: $id) {
    number
    status
    version
    availableActions
  }
}
`,
    variables: ({ myOrderId }) => ({ id: myOrderId }),
  },
]
