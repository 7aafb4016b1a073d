import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createOrderFeed, FeedFull } from '../../src/db/order-feed.ts'
import { serve } from '../http/serving.ts'
import { openBakery, slotId, STAFF } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { place, ZOE } from '../support/operations.ts'
import { connectAsApp } from '../support/pooler.ts'
import { layWire, type Line } from '../support/wire.ts'

test('watchers who come and go in the middle of a look leave one look behind them, not many', async () => {
  const bakery = await openBakery()
  let isSlow = false
  const wire = await layWire<Line>(bakery.url, {
    open: (line) => line,
    fromApp: (line, data) => {
      if (isSlow) setTimeout(() => line.postgres.write(data), 150)
      else line.postgres.write(data)
    },
    fromPostgres: (line, data) => void line.app.write(data),
  })
  let looks = 0
  const db = connectAsApp({
    url: wire.url,
    onStatement: (text) => void (text.includes('order_events') && looks++),
  })
  onTestFinished(async () => {
    await db.destroy()
    await wire.close()
  })
  const feed = createOrderFeed({ db, decideAt: (now) => now, onError: () => {}, everyMs: 100 })
  let watch = await feed.watch(() => true)
  for (let round = 0; round < 5; round++) {
    isSlow = true
    const before = looks
    await expect.poll(() => looks, { interval: 1 }).toBeGreaterThan(before)
    watch.leave()
    watch = await feed.watch(() => true)
    isSlow = false
    await sleep(300)
  }
  looks = 0
  await sleep(1_000)
  expect(looks).toBeLessThanOrEqual(11)
  watch.leave()
})

test('a watch that cannot look back is over, and nobody looks for it any more', async () => {
  const bakery = await openBakery()
  const { get } = serve(bakery.db, { deadlineMs: 300, watching: { everyMs: 50 } })
  const watchSince = (since: string) =>
    get('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: JSON.stringify(STAFF),
      },
      body: JSON.stringify({ query: `subscription { ordersChanged(date: "2026-12-01"${since}) { id } }` }),
    })
  const reader = (await watchSince('')).body!.getReader()
  await reader.read()
  const holder = new Client({ connectionString: bakery.url })
  await holder.connect()
  await holder.query('begin; lock table order_events')
  await (await watchSince(', since: "2026-11-23T00:00:00Z"')).text()
  await holder.end()
  await reader.cancel()
  await sleep(500)
  expect(await bakery.statementsOf(() => sleep(500))).toEqual([])
})

test('five may watch one order; with all of theirs the kitchen still sees what happens', async () => {
  const bakery = await openBakery()
  const feed = createOrderFeed({ db: bakery.db, decideAt: (now) => now, onError: () => {} })
  onTestFinished(() => feed.close())
  const watch = (orderId: string) => feed.watch(() => true, { orderId })
  for (let order = 0; order < 16; order++) {
    for (let count = 0; count < 5; count++) await watch(String(order))
    await expect(watch(String(order))).rejects.toThrow(FeedFull)
  }
  await expect(watch('another')).rejects.toThrow(FeedFull)
  for (let count = 0; count < 20; count++) await feed.watch(() => true, 'STAFF')
  await expect(feed.watch(() => true, 'STAFF')).rejects.toThrow(FeedFull)
})

test('an event may cost no more than an answer', async () => {
  const bakery = await openBakery()
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  const items = [{ variantId: variants[0] }]
  const { order, guestToken } = await place(bakery.visitor, {
    items,
    slotId: slotId('2026-11-25'),
    contact: ZOE,
  })
  const watching = await bakery.watch(
    null,
    `subscription { orderChanged(id: "${order.id}", guestToken: "${guestToken}") { items { cake { ...A } } } }
      fragment A on Cake { ${aliases('variants { cake { ...B } }')} } fragment B on Cake { ${aliases('variants { id }')} }`,
  )
  expect((await watching.next())?.errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX' } }])
})

const aliases = (inner: string): string => Array.from({ length: 15 }, (_, i) => `a${i}: ${inner}`).join(' ')
