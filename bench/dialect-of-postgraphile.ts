import { valuesOf, type Dialect } from './dialects.ts'
import type { Name } from './questions.ts'

// PostGraphile makes its schema out of the tables: amounts are plain numbers there, and every list has nodes.

const CAKE = 'id: rowId slug name'
const ITEMS = (cake: string) => `items: orderItemsByOrderId(orderBy: [POSITION_ASC]) {
    nodes { id: rowId quantity cakeName variantName total ${cake} }
  }`
const ORDER = `id: rowId number status placedAt slotDate slotStart total
  customer: customerByCustomerId { id: rowId name email }
  ${ITEMS(`cake: cakeByCakeId { ${CAKE} }`)}`

const QUERIES: Record<Name, string> = {
  Q1: `query Cakes($first: Int!) {
  cakes: allCakes(first: $first, condition: { status: "ACTIVE" }, orderBy: [NAME_KEY_ASC, ROW_ID_ASC]) {
    nodes {
      ${CAKE} allergens priceFrom
      variants: cakeVariantsByCakeId(orderBy: [PRICE_ASC, ROW_ID_ASC]) { nodes { id: rowId name servings price } }
    }
  }
}`,
  Q2: `query Orders($first: Int!) {
  orders: allOrders(first: $first, orderBy: [PLACED_AT_DESC, ROW_ID_DESC]) { nodes { ${ORDER} } }
}`,
  Q3: `query Order($id: UUID!) { order: orderByRowId(rowId: $id) { ${ORDER} } }`,
  Q4: `mutation Place($input: PlaceOrderInput!) {
  placeOrder(input: $input) { result { id: rowId number status total ${ITEMS('').replace('variantName ', '')} } }
}`,
  Q5: '{ __typename }',
}

export const postgraphileDialect: Dialect = {
  path: '/graphql',
  bodies: (name, { orderIds, baskets }) => {
    const query = QUERIES[name]
    if (name === 'Q5') return [{ body: { query } }]
    if (name === 'Q3') return orderIds.map((id) => ({ body: { query, variables: { id } } }))
    if (name !== 'Q4') return [{ body: { query, variables: { first: name === 'Q1' ? 50 : 20 } } }]
    return baskets.map((basket) => {
      const [customerId, variantIds, quantities, slotDate, slotStart] = valuesOf(basket)
      const input = { customerId, variantIds, quantities, slotDate, slotStart }
      return { body: { query, variables: { input } } }
    })
  },
  plain: (name, data) => {
    const plain = {
      Q1: () => ({ cakes: { nodes: nodesOf(data['cakes']).map(cakeOf) } }),
      Q2: () => ({ orders: { nodes: nodesOf(data['orders']).map(orderOf) } }),
      Q3: () => ({ order: orderOf(data['order'] as Row) }),
      Q4: () => ({ placeOrder: placedOf((data['placeOrder'] as Row)['result'] as Row) }),
      Q5: () => data,
    }
    return plain[name]()
  },
}

type Row = Record<string, unknown>

const nodesOf = (connection: unknown): Row[] => (connection as { nodes: Row[] }).nodes

const cakeOf = ({ priceFrom, variants, ...cake }: Row) => ({
  ...cake,
  priceFrom: { amount: priceFrom },
  variants: nodesOf(variants).map(({ price, ...variant }) => ({ ...variant, price: { amount: price } })),
})

const placedOf = ({ total, items, ...order }: Row) => ({
  ...order,
  total: { amount: total },
  items: nodesOf(items).map(({ total: amount, ...item }) => ({ ...item, total: { amount } })),
})

const orderOf = ({ placedAt, slotDate, slotStart, ...order }: Row) => ({
  ...placedOf(order),
  placedAt: new Date(String(placedAt)).toISOString(),
  slot: { date: slotDate, startTime: String(slotStart).slice(0, 5) },
})
