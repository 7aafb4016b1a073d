import { randomUUID } from 'node:crypto'
import { Agent, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { freePorts, findHaproxy, startBalancer } from '../support/balancer.ts'
import { openBakery, slotId, type Answer, type Ask } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { nextOpenDay, startHouseForFile, type House } from '../support/house.ts'
import { PLACE_ORDER } from '../support/operations.ts'

// `npm run test:rolling` takes 20.
const ROUNDS = Number(process.env['ROLLING_ROUNDS'] ?? 2)
const CLIENTS = 8
// HAProxy asks every 200 ms here.
const GRACE = '600'

// CI has it; elsewhere it may be missing.
test.skipIf(!process.env['CI'] && !findHaproxy())(
  'behind a balancer, instances are replaced one after the other and no customer notices',
  { timeout: 30_000 + ROUNDS * 10_000 },
  async () => {
    const { url, db, variantId } = await openRoomyBakery()
    const ports = await freePorts(2)
    const start = (port: number) =>
      startHouseForFile(url, { PORT: String(port), DRAIN_GRACE_MS: GRACE, DATABASE_POOL_MAX: '4' })
    const houses: House[] = await Promise.all(ports.map(start))
    onTestFinished(async () => void (await Promise.all(houses.map(({ server }) => server.kill()))))
    const balancer = await startBalancer(ports)
    await balancer.sees(2)

    const crowd = startCrowd(balancer.port, variantId)
    for (let round = 0; round < ROUNDS; round++) {
      const index = round % 2
      expect(await houses[index]!.server.send('SIGTERM')).toBe(0)
      houses[index] = await start(ports[index]!)
      await balancer.sees(2)
    }
    const { failed, asked, acknowledged } = await crowd.goHome()
    expect(failed).toEqual([])
    expect(asked).toBeGreaterThan(ROUNDS * 50)
    const kept = await db.selectFrom('orders').select('number').execute()
    expect(kept.map(({ number }) => number).toSorted()).toEqual(acknowledged.toSorted())
    expect(new Set(acknowledged).size).toBe(acknowledged.length)
  },
)

/** Room for as many orders as anybody can place. */
async function openRoomyBakery() {
  const bakery = await openBakery()
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 10_000 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 10_000 }).execute()
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  return { ...bakery, variantId: variants[0]! }
}

/** Customers who look at cakes and order them all the time, each on a connection that it keeps. */
function startCrowd(port: number, variantId: string) {
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
