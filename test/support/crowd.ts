import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { openBakery, slotId, type Answer, type Ask } from './bakery.ts'
import { addCake } from './catalogue.ts'
import { nextOpenDay } from './house.ts'
import { PLACE_ORDER } from './operations.ts'

const CLIENTS = 8

/** Room for as many orders as anybody can place. */
export async function openRoomyBakery() {
  const bakery = await openBakery()
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 10_000 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 10_000 }).execute()
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  return { ...bakery, variantId: variants[0]! }
}

/** Customers who look at cakes and order them all the time, each on a connection that it keeps. */
export function startCrowd(port: number, variantId: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const [failed, acknowledged]: [string[], string[]] = [[], []]
  let asked = 0
  const closing = new AbortController()
  const ask: Ask = async (query, variables) => {
    asked++
    const headers = { 'content-type': 'application/json' }
    const call = request({ agent, port, path: '/graphql', method: 'POST', headers })
    call.end(JSON.stringify({ query, variables }))
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    const body = await text(response)
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${body}`)
    return JSON.parse(body) as Answer
  }
  const order = async (): Promise<void> => {
    const contact = { name: 'Zoë', email: `zoe-${randomUUID()}@example.com` }
    const items = [{ variantId }]
    const input = { idempotencyKey: randomUUID(), contact, items, slotId: slotId(nextOpenDay()) }
    const { data } = await ask(PLACE_ORDER, { input })
    acknowledged.push(data.placeOrder.order.number as string)
  }
  const look = async (): Promise<void> => {
    const { data } = await ask('{ cakes(first: 1) { totalCount } }')
    expect(data).toEqual({ cakes: { totalCount: 1 } })
  }
  const come = async (nth: number): Promise<void> => {
    for (let turn = nth; !closing.signal.aborted; turn++) {
      await (turn % 2 === 0 ? order() : look()).catch((error: unknown) => failed.push(String(error)))
      // A person reads for a moment, and two processors are few.
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const crowd = Array.from({ length: CLIENTS }, (_, nth) => come(nth))
  return {
    async goHome() {
      closing.abort()
      await Promise.all(crowd)
      agent.destroy()
      return { failed, asked, acknowledged }
    },
  }
}
