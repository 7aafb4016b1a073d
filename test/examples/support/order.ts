import type { Stage } from './stage.ts'

const FIND = `query Find($number: String!) {
  orders(first: 1, filter: { search: $number }) { nodes { id number version status method slot { id date startTime } } }
}`
const CHANGE = `mutation Change($input: ChangeOrderInput!) {
  changeOrder(input: $input) { ... on ChangeOrderSuccess { order { status } } ... on UserError { message } }
}`

export interface FoundOrder {
  id: string
  number: string
  version: number
  status: string
  method: string
  slot: { id: string; date: string; startTime: string }
}

export async function orderOf(stage: Stage, number: string): Promise<FoundOrder> {
  return (await stage.ask('staff', FIND, { number })).data.orders.nodes[0]
}

/** As the kitchen does. */
export async function moveAlong(stage: Stage, number: string, action: string): Promise<void> {
  const { id, version } = await orderOf(stage, number)
  const answer = await stage.ask('staff', CHANGE, { input: { orderId: id, version, action } })
  const { order, message } = answer.data.changeOrder
  if (!order) throw new Error(`${action}: ${message}`)
}

/** Whether a query goes by GET under this address. */
export const asking = (operation: string) => (address: URL) =>
  address.searchParams.get('query')?.includes(`query ${operation}(`) === true
