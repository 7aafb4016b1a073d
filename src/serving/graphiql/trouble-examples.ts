import type { Example } from './example-values.ts'

/** What it looks like when something is not to be had. */
export const TROUBLE_EXAMPLES: readonly Example[] = [
  {
    name: 'Refused',
    about: 'What a refusal looks like, field by field',
    role: 'guest',
    query: `# What the bakery refuses is data: a member of
# the union, with what to mend in fields.
mutation Refused($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    __typename
    ... on InvalidInputError {
      fields { path code message }
    }
    ... on UserError { message }
  }
}
`,
    variables: ({ key, items, slotId }) => ({
      input: {
        idempotencyKey: `refused-${key}`,
        items: items.map((item) => ({ ...item, quantity: 0 })),
        slotId,
        contact: { name: 'Ada Lovelace' },
      },
    }),
  },
  {
    name: 'NotSignedIn',
    about: 'What an error looks like, with its code',
    role: 'guest',
    query: `# What is wrong with the request stands in errors:
# extensions.code says UNAUTHENTICATED here.
# Ask as staff, and it is answered.
query NotSignedIn($date: Date!) {
  productionPlan(date: $date) {
    booked
    capacity
  }
}
`,
    variables: ({ day }) => ({ date: day }),
  },
]
