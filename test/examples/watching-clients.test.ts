import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openBakery, slotId } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { built } from './support/clients.ts'

interface Seen {
  status: string
}
type Watch = (
  address: string,
  order: object,
  told: (order: Seen) => void,
  failed: (error: unknown) => void,
) => void

const WATCHES: Record<'plain' | 'urql', Watch> = {
  plain: async (address, order, told, failed) => {
    const api = (await built('plain/api'))['connect']!(address)
    const { watchOrder } = await built('plain/watch-order')
    const leaving = new AbortController()
    onTestFinished(() => leaving.abort())
    try {
      for await (const seen of watchOrder!(api, order, leaving.signal) as AsyncGenerator<Seen>) told(seen)
    } catch (error) {
      failed(error)
    }
  },
  urql: async (address, order, told, failed) => {
    const client = (await built('urql/client'))['connect']!(address)
    const { watchOrder } = await built('urql/watch-order')
    onTestFinished(watchOrder!(client, order, told, failed) as () => void)
  },
}

test.for(['plain', 'urql'] as const)(
  'a guest sees an order move with %s, over several connections',
  async (name) => {
    const bakery = await openBakery({ watching: { everyMs: 50, lifetimeMs: 300 } })
    const { variants } = await addCake(bakery.db, { slug: 'sponge' })
    const { order, guestToken } = await place(bakery.visitor, {
      idempotencyKey: randomUUID(),
      items: [{ variantId: variants[0] }],
      slotId: slotId('2026-11-27'),
      contact: ZOE,
    })
    let connections = 0
    const server = createServer((request, response) => {
      connections++
      bakery.listener(request, response)
    }).listen(0)
    onTestFinished(() => void server.close())
    const seen: string[] = []
    const failures: unknown[] = []
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    WATCHES[name](
      address,
      { id: order.id, guestToken },
      ({ status }) => seen.push(status),
      (error) => failures.push(error),
    )
    await expect.poll(() => connections, { timeout: 20_000 }).toBeGreaterThan(2)
    await change(bakery.staff, { orderId: order.id, version: order.version, action: 'CONFIRM' })
    await expect.poll(() => seen.at(-1), { timeout: 20_000 }).toBe('CONFIRMED')
    expect(seen[0]).toBe('PENDING')
    expect(failures).toEqual([])
  },
)

test.for(['plain', 'urql'] as const)('who may not see an order is told so by %s', async (name) => {
  const bakery = await openBakery()
  const server = createServer(bakery.listener).listen(0)
  onTestFinished(() => void server.close())
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const failures: unknown[] = []
  const id = Buffer.from(`Order:${randomUUID()}`).toString('base64url')
  WATCHES[name](
    address,
    { id },
    () => {},
    (error) => failures.push(error),
  )
  await expect
    .poll(() => failures, { timeout: 20_000 })
    .toEqual([expect.objectContaining({ message: expect.stringContaining('order') })])
})
