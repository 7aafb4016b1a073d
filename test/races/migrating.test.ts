import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { customer, openBakery, slotId } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'

const TABLES = [
  'bakery',
  'cakes',
  'cake_variants',
  'customers',
  'orders',
  'order_items',
  'order_events',
  'outbox',
]

test('a migration that adds columns disturbs nobody who orders meanwhile from the version before it', async () => {
  const bakery = await openBakery({ poolMax: 3 })
  const cake = await addCake(bakery.db, { slug: 'sponge' })
  await bakery.as(customer('anna'))('mutation { registerCustomer(input: { name: "Anna" }) { __typename } }')
  const order = { items: [{ variantId: cake.variants[0] }], contact: ZOE }
  const buy = async (time: string) => {
    const slot = { slotId: slotId('2026-11-25', time) }
    const placed = await Promise.all([
      place(bakery.staff, { ...order, ...slot }),
      place(bakery.as(customer('anna')), { ...order, ...slot }),
    ])
    for (const { order: own } of placed) {
      await change(bakery.staff, { orderId: own.id, version: 1, action: 'CANCEL' })
    }
    return placed.map(({ __typename }) => __typename)
  }
  const done = ['PlaceOrderSuccess', 'PlaceOrderSuccess']
  expect(await buy('10:00')).toEqual(done)
  for (const table of TABLES) {
    await sql`alter table ${sql.table(table)} add column colour text not null default 'none'`.execute(
      bakery.db,
    )
  }
  expect(await Promise.all(['11:00', '12:00', '13:00'].map(buy))).toEqual([done, done, done])
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(bakery.logged).toEqual([])
})
