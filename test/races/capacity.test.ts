import { expect, test, beforeAll, afterAll } from 'vitest'
import { sql } from 'kysely'
import { openBakeryForFile, slotId } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { startServers } from '../support/processes.ts'
import { place } from '../support/operations.ts'

test('probe', async () => {
  const bakery = await openBakeryForFile()
  const cake = await addCake(bakery.db, { slug: 'sponge' })
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 50 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 1000 }).execute()
  let t = performance.now()
  const servers = await startServers(3, { url: bakery.url })
  setGlobalDispatcher(new Agent({connections: 30}))
  console.log('start', performance.now() - t)
  for (let seed = 0; seed < 8; seed++) {
    t = performance.now()
    const cpu = process.cpuUsage()
    const answers = await Promise.all(Array.from({ length: 500 }, (_, i) =>
      place(servers[i % 3]!.visitor, { items: [{ variantId: cake.variants[0] }], slotId: slotId('2026-11-25'), contact: { name: 'x', email: `x${i}@example.com` } })))
    console.log(Object.entries(Object.groupBy(answers, (a) => a.__typename)).map(([k, v]) => [k, v!.length]), performance.now() - t, process.cpuUsage(cpu).user / 1000)
    t = performance.now()
    await sql`truncate orders, order_items, order_item_options, order_events, order_event_notes, order_words, day_usage, slot_usage, guest_contacts, idempotency_keys, outbox`.execute(bakery.db)
    console.log('truncate', performance.now() - t)
  }
  await Promise.all(servers.map((s) => s.kill()))
  await bakery.close()
}, 120_000)
