import type { Example } from './example-values.ts'

export const ADMIN_EXAMPLES: readonly Example[] = [
  {
    name: 'Settings',
    about: 'Hours, capacity and delivery zones',
    role: 'admin',
    query: `query Settings($from: Date!, $to: Date!) {
  bakery {
    name
    bookingHorizonDays
    confirmsAutomatically
    openingHours {
      weekday
      method
      opens
      closes
      slotMinutes
      ordersPerSlot
    }
    productionCapacity { weekday units }
    deliveryZones {
      name
      postalCodePrefixes
      fee { formatted }
    }
    specialDays(from: $from, to: $to) {
      date
      closed
      reason
    }
  }
}
`,
    variables: ({ today, closingDay }) => ({ from: today, to: closingDay }),
  },
  {
    name: 'NewCake',
    about: 'Writes a draft that only staff see',
    role: 'admin',
    query: `# updateCake with status: ACTIVE puts it on sale.
mutation NewCake($input: CreateCakeInput!) {
  createCake(input: $input) {
    ... on CreateCakeSuccess {
      cake {
        id
        slug
        status
        priceFrom { formatted }
      }
    }
    ... on InvalidInputError {
      fields { path code message }
    }
    ... on AlreadyExistsError { field }
    ... on UserError { message }
  }
}
`,
    variables: ({ key }) => ({
      input: {
        slug: `plum-tart-${key.slice(0, 6)}`,
        name: 'Plum Tart',
        allergens: ['EGGS', 'GLUTEN', 'MILK'],
        categories: ['Pies'],
        variants: [{ name: '24 cm round', servings: 8, price: 2650, sku: `PLUM-${key.slice(0, 6)}` }],
        optionGroups: [{ name: 'Whipped cream', options: [{ name: 'With cream', surcharge: 250 }] }],
      },
    }),
  },
  {
    name: 'CloseDay',
    about: 'Closes a day and names the orders it hits',
    role: 'admin',
    query: `# removeSpecialDay opens it again.
mutation CloseDay($input: SpecialDayInput!) {
  setSpecialDay(input: $input) {
    ... on SetSpecialDaySuccess {
      specialDay { date closed reason }
      affectedOrders { number status }
    }
    ... on InvalidInputError {
      fields { code path }
    }
    ... on UserError { message }
  }
}
`,
    variables: ({ closingDay }) => ({
      input: { date: closingDay, closed: true, reason: 'The oven is being serviced' },
    }),
  },
]
