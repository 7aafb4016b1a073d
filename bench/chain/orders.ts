import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { performance } from 'node:perf_hooks'
import { startServer, type ServerProcess } from '../../dev/server-process.ts'
import { send } from '../idle/server.ts'
import { quantile } from '../idle/trace.ts'

const CLIENTS = 16

export interface Rate {
  perSecond: number
  p50: number
  p95: number
}

const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { __typename ... on UserError { message } }
}`
const SLOTS = `query ($items: [OrderItemInput!]!, $from: Date!, $to: Date!) {
  availability(items: $items, method: PICKUP, from: $from, to: $to) {
    ... on Availability { days { slots { available slot { id } } } }
    ... on UserError { message }
  }
}`
const CAKE = '{ cake(slug: "lemon-drizzle") { variants { id } optionGroups { options { id } } } }'

export async function startServers(count: number, databaseUrl: string): Promise<ServerProcess[]> {
  return Promise.all(
    Array.from({ length: count }, () => startServer({ args: ['dist/server/server.cjs'], databaseUrl })),
  )
}

export async function ask<Data>(port: number, query: string, variables: object = {}): Promise<Data> {
  const agent = new Agent()
  return (JSON.parse(await send(port, agent, JSON.stringify({ query, variables }))) as { data: Data }).data
}

export interface Wish {
  item: { variantId: string; optionIds: string[] }
  /** Slots that take the order, a list for each day. */
  days: string[][]
}

/** Something that can be had on many days of the next weeks. */
export async function makeWish(port: number): Promise<Wish> {
  const { cake } = await ask<{
    cake: { variants: { id: string }[]; optionGroups: { options: { id: string }[] }[] }
  }>(port, CAKE)
  const optionIds = cake.optionGroups.map(({ options }) => options[0]!.id)
  const item = { variantId: cake.variants[0]!.id, optionIds }
  const today = Temporal.Now.plainDateISO()
  const range = { from: today.add({ days: 7 }).toString(), to: today.add({ days: 34 }).toString() }
  const { availability } = await ask<{
    availability: { days: { slots: { available: boolean; slot: { id: string } }[] }[] }
  }>(port, SLOTS, { items: [item], ...range })
  const days = availability.days.map(({ slots }) =>
    slots.flatMap(({ available, slot }) => (available ? slot.id : [])),
  )
  return { item, days: days.filter((slots) => slots.length > 0) }
}

/** So many guests, each ordering again as soon as the last order is placed, for any of these slots. */
export async function placeOrders(
  servers: readonly ServerProcess[],
  item: Wish['item'],
  slots: readonly string[],
  seconds: number,
): Promise<Rate> {
  const agent = new Agent({ keepAlive: true })
  let placed = 0
  const rate = await repeat(CLIENTS, seconds, async (client) => {
    const input = {
      idempotencyKey: randomUUID(),
      items: [item],
      slotId: slots[placed++ % slots.length],
      contact: { name: 'Zoë', email: `zoe-${randomUUID()}@example.com` },
    }
    const { port } = servers[client % servers.length]!
    const answer = await send(port, agent, JSON.stringify({ query: PLACE, variables: { input } }))
    if (!answer.includes('PlaceOrderSuccess')) throw new Error(answer)
  })
  agent.destroy()
  return rate
}

/** Does something again and again, so many at a time; how often, and how long each took. */
export async function repeat(
  many: number,
  seconds: number,
  work: (nth: number) => Promise<unknown>,
): Promise<Rate> {
  const took: number[] = []
  const from = performance.now()
  const until = from + seconds * 1_000
  await Promise.all(
    Array.from({ length: many }, async (_, nth) => {
      for (let before = performance.now(); before < until; before = performance.now()) {
        await work(nth)
        took.push(performance.now() - before)
      }
    }),
  )
  const sorted = Float64Array.from(took).toSorted()
  const perSecond = (took.length * 1_000) / (performance.now() - from)
  return { perSecond, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) }
}
