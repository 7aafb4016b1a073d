import type { Example } from './example-values.ts'

export const GUEST_EXAMPLES: readonly Example[] = [
  {
    name: 'BrowseCakes',
    about: 'What the bakery sells, cheapest first',
    role: 'guest',
    query: `# Welcome! Run this with Ctrl-Enter.
# The tabs are a tour; those that need a
# token take one of the sample people.
query BrowseCakes {
  bakery { name timeZone }
  cakes(first: 6, sort: PRICE_ASC) {
    totalCount
    nodes {
      slug
      name
      priceFrom { formatted }
      diets
      allergens
      earliestDate
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    name: 'OneCake',
    about: 'A cake with its sizes and choices',
    role: 'guest',
    query: `query OneCake($slug: String!) {
  cake(slug: $slug) {
    name
    description
    images { url alt }
    leadDays
    cutoff
    inscriptionMaxLength
    variants {
      id
      name
      servings
      price { amount formatted }
    }
    optionGroups {
      name
      minChoices
      maxChoices
      options {
        id
        name
        available
        surcharge { formatted }
        allergens
      }
    }
  }
}
`,
    variables: ({ slug }) => ({ slug }),
  },
  {
    name: 'FreeSlots',
    about: 'When a basket can be picked up, and why not',
    role: 'guest',
    query: `# What cannot be booked says why.
# A slot's id goes into placeOrder.
query FreeSlots($items: [OrderItemInput!]!, $from: Date!, $to: Date!) {
  availability(items: $items, method: PICKUP, from: $from, to: $to) {
    ... on Availability {
      days {
        date
        available
        reason
        slots {
          slot { id startTime endTime }
          available
          reason
          remaining
        }
      }
    }
    ... on UserError { message }
  }
}
`,
    variables: ({ items, from, to }) => ({ items, from, to }),
  },
  {
    name: 'PriceBasket',
    about: 'A price, with nothing reserved',
    role: 'guest',
    query: `query PriceBasket($items: [OrderItemInput!]!) {
  quote(items: $items) {
    ... on OrderQuote {
      items {
        cake { name }
        quantity
        total { formatted }
      }
      total { amount formatted }
      tax { formatted }
      allergens
      allergyConflicts
      earliestDate
    }
    ... on UserError { message }
  }
}
`,
    variables: ({ items }) => ({ items }),
  },
  {
    name: 'PlaceOrder',
    about: 'An order as a guest; safe to send again',
    role: 'guest',
    query: `# Sent again with the same key, it gives
# the same order: replayed is true then.
mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    ... on PlaceOrderSuccess {
      replayed
      guestToken
      order {
        id
        number
        status
        slot { date startTime }
        total { formatted }
      }
    }
    ... on SlotUnavailableError {
      reason
      alternatives {
        slot { id date startTime }
      }
    }
    ... on InvalidInputError {
      fields { code path message }
    }
    ... on UserError { message }
  }
}
`,
    variables: ({ key, items, slotId }) => ({
      input: {
        idempotencyKey: `example-${key}`,
        items,
        slotId,
        contact: { name: 'Ada Lovelace', email: `ada.${key.slice(0, 6)}@example.com` },
        note: 'Candles, please',
      },
    }),
  },
  {
    name: 'GuestOrder',
    about: 'How a guest sees the order again',
    role: 'guest',
    query: `# The token is what PlaceOrder gave as guestToken.
# One that opens nothing is answered with null.
query GuestOrder($token: String!) {
  guestOrder(token: $token) {
    number
    status
    availableActions
    slot { date startTime endTime }
    items {
      quantity
      cakeName
      variantName
      inscription
    }
    total { formatted }
    history { at status }
  }
}
`,
    variables: () => ({ token: 'the guestToken from PlaceOrder' }),
  },
]
