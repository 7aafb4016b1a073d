import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { MONDAY_MORNING, openBakery, slotId, type Answer } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { PLACE_ORDER, ZOE } from '../support/operations.ts'
import { connectAsApp } from '../support/pooler.ts'
import { layWire, type Line } from '../support/wire.ts'
import { serve } from './serving.ts'

type Held = 'the answer to COMMIT' | 'everything after it'

/** A bakery at the other end of a wire that holds back what Postgres says from its COMMIT on. */
async function openFar(held: Held, deadlineMs: number) {
  const bakery = await openBakery()
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  let isCommitted = false
  const wire = await layWire<Line>(bakery.url, {
    open: (line) => line,
    fromApp: (line, data) => void line.postgres.write(data),
    fromPostgres: (line, data) => {
      const isCommit = String(data).includes('COMMIT')
      const isHeld = held === 'the answer to COMMIT' ? isCommit : isCommitted
      isCommitted ||= isCommit
      if (isHeld) setTimeout(() => line.app.write(data), 1_500)
      else line.app.write(data)
    },
  })
  const db = connectAsApp({ url: wire.url })
  onTestFinished(async () => {
    await Promise.race([db.destroy(), sleep(300)])
    await wire.close()
  })
  const now = Temporal.Instant.from(MONDAY_MORNING)
  const { get, logged } = serve(db, { deadlineMs, clock: { now: () => now, decideAt: () => now } })
  const input = {
    idempotencyKey: '00000000-0000-4000-8000-000000000001',
    slotId: slotId('2026-11-25'),
    items: [{ variantId: variants[0] }],
    contact: ZOE,
  }
  const place = (signal?: AbortSignal) =>
    get('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      // What may be done to it depends on the settings, which are looked at again after it was placed.
      body: JSON.stringify({
        query: PLACE_ORDER.replace('number', 'number availableActions'),
        variables: { input },
      }),
      signal,
    })
  const countOrders = async () => (await bakery.db.selectFrom('orders').select('id').execute()).length
  return { place, countOrders, logged }
}

test.for(['the answer to COMMIT', 'everything after it'] as const)(
  'whoever is cut off while %s is under way is never told that nothing was saved',
  async (held) => {
    const { place, countOrders } = await openFar(held, 700)
    const response = await place()
    const { errors } = (await response.json()) as Answer
    expect(errors).toMatchObject([
      { message: expect.stringContaining('look whether it was done'), extensions: { code: 'UNAVAILABLE' } },
    ])
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await countOrders()).toBe(1)
  },
)

test('a client that leaves while its order is committed leaves an order, and no alarm', async () => {
  const { place, countOrders, logged } = await openFar('the answer to COMMIT', 10_000)
  const leaving = new AbortController()
  const answer = place(leaving.signal).catch(() => {})
  await expect.poll(countOrders).toBe(1)
  leaving.abort()
  await answer
  await sleep(2_000)
  expect(logged).toEqual([])
})
