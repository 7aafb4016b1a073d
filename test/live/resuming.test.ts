import { describe, expect, test } from 'vitest'
import type { Viewer } from '../../src/domain/viewer.ts'
import { customer, openBakery, slotId, STAFF, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { erase, register } from '../support/counter.ts'
import { change, place, ZOE } from '../support/operations.ts'
import type { Watching } from '../support/watching.ts'

const ORDER =
  'subscription ($id: ID!, $token: String) { orderChanged(id: $id, guestToken: $token) { version status contact { name } } }'
const DAY =
  'subscription ($date: Date!, $since: DateTime) { ordersChanged(date: $date, since: $since) { id version updatedAt } }'
const WEDNESDAY = '2026-11-25'
const STEPS = ['CONFIRM', 'START_PRODUCTION', 'MARK_READY', 'COMPLETE']

async function openWithOrder(viewer: Viewer | null, watching = { everyMs: 50, lifetimeMs: 300 }) {
  const bakery = await openBakery({ watching })
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  const items = [{ variantId: variants[0] }]
  const asker = bakery.as(viewer)
  if (viewer) await register(asker, { name: 'Eve' })
  const placed = await place(asker, { items, slotId: slotId(WEDNESDAY), ...(!viewer && { contact: ZOE }) })
  return { bakery, order: placed.order as { id: string }, token: placed.guestToken as string | undefined }
}

/** What all answers say, to the end of the connection. */
async function rest<Seen>(watching: Watching, read: (data: never) => Seen): Promise<Seen[]> {
  const seen: Seen[] = []
  for (let answer = await watching.next(); answer; answer = await watching.next()) {
    if (answer.errors) throw new Error(JSON.stringify(answer.errors))
    seen.push(read(answer.data as never))
  }
  return seen
}

/** Takes an order through the bakery, step by step. */
async function bake(bakery: TestBakery, orderId: string, pause: number): Promise<void> {
  for (const [index, action] of STEPS.entries()) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    await change(bakery.staff, { orderId, version: index + 1, action })
  }
}

describe('whoever comes back after the end of a connection has missed nothing', () => {
  test('of an order: it is told as it stands, whenever the change was', async () => {
    const { bakery, order, token } = await openWithOrder(null)
    // Some changes come between two connections, some within one.
    const baking = bake(bakery, order.id, 190)
    const connections: number[][] = []
    do {
      const watching = await bakery.watch(null, ORDER, { id: order.id, token })
      connections.push(
        await rest(watching, (data: { orderChanged: { version: number } }) => data.orderChanged.version),
      )
      await new Promise((resolve) => setTimeout(resolve, 60))
    } while (connections.at(-1)!.at(-1) !== 5 && connections.length < 20)
    await baking
    for (const versions of connections) {
      expect(versions.length).toBeGreaterThan(0)
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
    }
    expect(connections.length).toBeGreaterThan(1)
    expect(connections.at(-1)!.at(-1)).toBe(5)
  })

  test('of a day: what changed since its last answer comes first', async () => {
    const { bakery, order } = await openWithOrder(null)
    const baking = bake(bakery, order.id, 190)
    const seen = new Set<number>()
    let since = '2026-11-23T08:00:00Z'
    for (let connection = 0; connection < 20 && !seen.has(5); connection++) {
      const watching = await bakery.watch(STAFF, DAY, { date: WEDNESDAY, since })
      const told = await rest(
        watching,
        (data: { ordersChanged: { version: number; updatedAt: string } }) => data.ordersChanged,
      )
      for (const { version } of told) seen.add(version)
      since = told.at(-1)?.updatedAt ?? since
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
    await baking
    expect(seen).toContain(5)
  })
})

describe('what somebody may see is looked at again for every answer', () => {
  const eve = customer('eve')

  /** Calls the order off and erases its customer, both before anybody who watches is told. */
  async function eraseMeanwhile(viewer: Viewer) {
    const { bakery, order } = await openWithOrder(eve, { everyMs: 1_000, lifetimeMs: 5_000 })
    const watching = await bakery.watch(viewer, ORDER, { id: order.id })
    expect((await watching.next())?.data.orderChanged).toMatchObject({ version: 1, contact: { name: 'Eve' } })
    const { viewer: known } = (await bakery.as(eve)('{ viewer { customer { id } } }')).data
    await change(bakery.staff, { orderId: order.id, version: 1, action: 'CANCEL' })
    expect(await erase(bakery.admin, known.customer.id)).toMatchObject({ erasedId: known.customer.id })
    return watching
  }

  test('whoever was erased is told once that there is no such order, and nothing after that', async () => {
    const watching = await eraseMeanwhile(eve)
    const told = await watching.next()
    expect(told?.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    expect(JSON.stringify(told)).not.toMatch(/CANCELLED|Eve/)
    expect(await watching.next()).toBeUndefined()
  })

  test('staff go on, and see the same order without a name', async () => {
    const watching = await eraseMeanwhile(STAFF)
    expect((await watching.next())?.data.orderChanged).toEqual({
      version: 2,
      status: 'CANCELLED',
      contact: null,
    })
    await watching.leave()
  })
})
