import { encodeId } from '../src/domain/ids.ts'
import { encodeSlotId } from '../src/domain/slot-id.ts'
import { DOCUMENTS, KEY, type Basket, type Name, type Stock } from './questions.ts'

/** How a contestant is asked, and what its answers come to: everybody's the same. */
export interface Dialect {
  path: string
  bodies: (name: Name, stock: Stock) => Body[]
  plain: (name: Name, data: Record<string, unknown>) => unknown
}

export interface Body {
  authorization?: string
  body: object
}

/** Who has signed in, for those who look. */
export interface Tokens {
  staff: string
  customer: (email: string) => string
}

const FIRST = { Q1: 50, Q2: 20 }

export function ours(tokens: Tokens): Dialect {
  return {
    path: '/graphql',
    bodies: (name, { orderIds, baskets }) => {
      if (name === 'Q4') return baskets.map((basket) => placing(basket, tokens))
      const query = DOCUMENTS[name]
      if (name === 'Q1') return [{ body: { query, variables: { first: FIRST.Q1 } } }]
      if (name === 'Q5') return [{ body: { query } }]
      const authorization = tokens.staff
      if (name === 'Q2') return [{ authorization, body: { query, variables: { first: FIRST.Q2 } } }]
      return orderIds.map((id) => ({
        authorization,
        body: { query, variables: { id: encodeId('Order', id) } },
      }))
    },
    plain: (name, data) => {
      const plain = withPlainIds(data) as { placeOrder: { order: object } }
      return name === 'Q4' ? { placeOrder: plain.placeOrder.order } : plain
    },
  }
}

function placing({ customer, date, start, lines }: Basket, tokens: Tokens): Body {
  const input = {
    idempotencyKey: KEY,
    items: lines.map(({ variantId, quantity }) => ({
      variantId: encodeId('CakeVariant', variantId),
      quantity,
    })),
    slotId: encodeSlotId({ method: 'PICKUP', date, startTime: start }),
    expectedTotal: lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
  }
  return {
    authorization: tokens.customer(customer.email),
    body: { query: DOCUMENTS.ours, variables: { input } },
  }
}

function withPlainIds(value: unknown, key = ''): unknown {
  if (key === 'id' && typeof value === 'string')
    return Buffer.from(value, 'base64url').toString().split(':')[1]
  if (Array.isArray(value)) return value.map((each) => withPlainIds(each))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withPlainIds(each, name)]))
}

export const theirs: Dialect = {
  path: '/graphql',
  bodies: (name, { orderIds, baskets }) => {
    if (name === 'Q4')
      return baskets.map((basket) => ({
        body: { query: DOCUMENTS.theirs, variables: { input: inputOf(basket) } },
      }))
    const query = DOCUMENTS[name]
    if (name === 'Q5') return [{ body: { query } }]
    if (name === 'Q3') return orderIds.map((id) => ({ body: { query, variables: { id } } }))
    return [{ body: { query, variables: { first: FIRST[name] } } }]
  },
  plain: (_name, data) => data,
}

const inputOf = ({ customer, date, start, lines }: Basket) => ({
  customerId: customer.id,
  slotDate: date,
  slotStart: start,
  items: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
})

/** Of the one without GraphQL. */
export const bare: Dialect = {
  path: '/',
  bodies: (name, { orderIds, baskets }) => {
    if (name === 'Q3') return orderIds.map((id) => ({ body: { name, values: [id] } }))
    if (name === 'Q4') return baskets.map((basket) => ({ body: { name, values: valuesOf(basket) } }))
    return [{ body: { name, values: name === 'Q5' ? [] : [FIRST[name]] } }]
  },
  plain: (_name, data) => data,
}

export const valuesOf = ({ customer, lines, date, start }: Basket) => [
  customer.id,
  lines.map(({ variantId }) => variantId),
  lines.map(({ quantity }) => quantity),
  date,
  start,
]

/** A whole request, as it goes over the wire. */
export function requestOf({ path }: Dialect, { authorization, body }: Body): string {
  const text = JSON.stringify(body)
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    'accept: application/graphql-response+json, application/json;q=0.9',
    ...(authorization ? [`authorization: ${authorization}`] : []),
    `content-length: ${Buffer.byteLength(text)}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${text}`
}
