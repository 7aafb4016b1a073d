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
