import { openBakeryForFile, type Ask, type TestBakery } from './bakery.ts'
import { addCake, type NewTestCake, type TestCake } from './catalogue.ts'
import { REFUSALS } from './operations.ts'

const FIGURES = /* GraphQL */ `
  subtotal {
    amount
  }
  deliveryFee {
    amount
  }
  tax {
    amount
  }
  total {
    amount
  }
  allergens
  items {
    quantity
    unitPrice {
      amount
    }
    total {
      amount
    }
    allergens
  }
`
export const QUOTE = /* GraphQL */ `
  query ($items: [OrderItemInput!]!, $method: FulfilmentMethod! = PICKUP, $postalCode: String, $customerId: ID) {
    quote(items: $items, method: $method, postalCode: $postalCode, customerId: $customerId) {
      ... on OrderQuote { ${FIGURES} allergyConflicts items { cake { slug } variant { name } options { name } } }
      ...Refused
    }
  }
  ${REFUSALS}
`
export const PLACE = /* GraphQL */ `
  mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { ... on PlaceOrderSuccess { order { ${FIGURES} } } ...Refused }
  }
  ${REFUSALS}
`

export const CAKES: NewTestCake[] = [
  { slug: 'sponge', allergens: ['MILK', 'EGGS'], variants: [{ price: 2399 }, { price: 3001 }] },
  { slug: 'low-tax', tax_rate_basis_points: 0, allergens: [], variants: [{ price: 1733 }] },
  { slug: 'high-tax', tax_rate_basis_points: 2100, allergens: ['GLUTEN'], variants: [{ price: 4999 }] },
  {
    slug: 'composed',
    allergens: ['MILK'],
    variants: [{ price: 2001 }],
    groups: [
      {
        name: 'Filling',
        pricing: 'HIGHEST',
        max_choices: 2,
        options: [
          { name: 'Almond', surcharge: 300, allergens: ['TREE_NUTS'] },
          { name: 'Peanut', surcharge: 299, allergens: ['PEANUTS'] },
        ],
      },
      {
        name: 'Toppings',
        options: [
          { name: 'Cherry', surcharge: 101 },
          { name: 'Sesame', surcharge: 57, allergens: ['SESAME'] },
        ],
      },
    ],
  },
]

export type Kitchen = TestBakery & { cakes: Record<string, TestCake> }

/** With room for every order, four more zones, and prices that hold the tax or do not. */
export async function openKitchen(pricesIncludeTax: boolean): Promise<Kitchen> {
  const settings = { prices_include_tax: pricesIncludeTax }
  const bakery = await openBakeryForFile({ settings, guestOrdersAtMost: 10_000 })
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 10_000 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 1_000_000 }).execute()
  const zone = { minimum_subtotal: null }
  const zones = [
    { ...zone, name: 'City', postal_code_prefixes: ['10 1', 'ab'], fee: 0 },
    { ...zone, name: 'Canals', postal_code_prefixes: ['1012', '1013'], fee: 350, minimum_subtotal: 5000 },
    { ...zone, name: 'Dam', postal_code_prefixes: ['1012js'], fee: 125 },
    { ...zone, name: 'Far', postal_code_prefixes: ['2'], fee: 1999, minimum_subtotal: 2399 },
  ]
  const rows = zones.map((each, index) => ({ ...each, id: crypto.randomUUID(), position: index + 1 }))
  await bakery.db.insertInto('delivery_zones').values(rows).execute()
  const cakes: Record<string, TestCake> = {}
  for (const cake of CAKES) cakes[cake.slug] = await addCake(bakery.db, cake)
  return { ...bakery, cakes }
}

/** A line of a basket: the smallest size of a cake with some of its options. */
export const line = (kitchen: Kitchen, slug: string, options: string[] = [], more: object = {}) => ({
  variantId: kitchen.cakes[slug]!.variants[0]!,
  optionIds: options.map((name) => kitchen.cakes[slug]!.options[name]!),
  ...more,
})

export async function quote(ask: Ask, args: object) {
  const { data, errors } = await ask(QUOTE, args)
  if (errors) throw new Error(JSON.stringify(errors))
  return data.quote
}

/** Subtotal, delivery fee, tax and total. */
export const amounts = (answer: Record<string, { amount: number }>) =>
  ['subtotal', 'deliveryFee', 'tax', 'total'].map((figure) => answer[figure]!.amount)
