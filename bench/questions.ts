// What everybody is asked, in the words of our schema; peers/postgraphile.ts says the same in its own.

export const NAMES = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5'] as const
export type Name = (typeof NAMES)[number]

export const MEANINGS: Record<Name, string> = {
  Q1: '50 cakes with their sizes',
  Q2: '20 orders with customer, lines and cakes',
  Q3: 'one order by id, with the same',
  Q4: 'place an order of 3 lines',
  Q5: '{ __typename }',
}

/** What stands in every right answer. */
export const PROOFS: Record<Name, string> = {
  Q1: '"servings"',
  Q2: '"B-',
  Q3: '"B-',
  Q4: '"B-',
  Q5: '"Query"',
}

/** Stands where each request gets a key of its own. */
export const KEY = '{the key of one order; 36 letters..}'

const ORDER = `id number status placedAt
  slot { date startTime }
  total { amount }
  customer { id name email }
  items { id quantity cakeName variantName total { amount } cake { id slug name } }`

const PLACED = 'id number status total { amount } items { id quantity cakeName total { amount } }'

export const DOCUMENTS: Record<Exclude<Name, 'Q4'>, string> & { ours: string; theirs: string } = {
  Q1: `query Cakes($first: Int!) {
  cakes(first: $first) {
    nodes { id slug name allergens priceFrom { amount } variants { id name servings price { amount } } }
  }
}`,
  Q2: `query Orders($first: Int!) { orders(first: $first) { nodes { ${ORDER} } } }`,
  Q3: `query Order($id: ID!) { order(id: $id) { ${ORDER} } }`,
  Q5: '{ __typename }',
  // Q4: ours has a key, a price that was agreed to, rules, a history, and refusals.
  ours: `mutation Place($input: PlaceOrderInput!) {
  placeOrder(input: $input) { ... on PlaceOrderSuccess { order { ${PLACED} } } ... on UserError { message } }
}`,
  theirs: `mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { ${PLACED} } }`,
}

/** What is there to be asked for. */
export interface Stock {
  orderIds: string[]
  baskets: Basket[]
}

export interface Basket {
  customer: { id: string; email: string }
  date: string
  start: string
  lines: { variantId: string; quantity: number; price: number }[]
}

type Query = (text: string) => Promise<Record<string, unknown>[]>

const BASKETS = 500

/** Draws the same from the same database, each time. */
export async function takeStock(query: Query): Promise<Stock> {
  const orders = await query(
    `select id from orders where status = 'COMPLETED' order by md5(number) limit 1000`,
  )
  const customers = await query(`select id, email from customers order by created_at limit ${BASKETS}`)
  // Cakes for which nothing must be chosen, so that every contestant comes to the same price.
  const variants = await query(`
    select v.id, price from cake_variants v join cakes c on c.id = v.cake_id
    where tax_rate_basis_points is null
      and not exists (select 1 from option_groups g where g.cake_id = c.id and min_choices > 0) order by md5(sku)`)
  const today = Temporal.Now.plainDateISO()
  const baskets = customers.map((customer, index) => ({
    customer: customer as Basket['customer'],
    date: today.add({ days: 8 + (index % 60) }).toString(),
    start: `${String(8 + (index % 10)).padStart(2, '0')}:${index % 20 < 10 ? '00' : '30'}`,
    lines: [0, 1, 2].map((position) => {
      const variant = variants[(index * 3 + position) % variants.length]!
      return {
        variantId: String(variant['id']),
        quantity: 1 + ((index + position) % 3),
        price: Number(variant['price']),
      }
    }),
  }))
  return { orderIds: orders.map(({ id }) => String(id)), baskets }
}
