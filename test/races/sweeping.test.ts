import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { customer, openBakery, slotId } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { register } from '../support/counter.ts'
import { openGate } from '../support/gate.ts'
import { place } from '../support/operations.ts'

const ANNA = customer('anna')
const LONG_AGO = Temporal.Instant.from('2026-10-01T00:00:00Z')

test('orders sweep away keys that are past their 30 days, five each, and look for no more where none was left', async () => {
  const bakery = await openBakery()
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  await register(bakery.as(ANNA), { name: 'Anna' })
  const anna = (await openGate(bakery)).as(ANNA)
  const order = async (startTime: string) => {
    const items = [{ variantId: variants[0] }]
    const wish = { idempotencyKey: randomUUID(), items, slotId: slotId('2026-11-25', startTime) }
    expect(await place(anna, wish)).toMatchObject({ replayed: false })
  }
  const keep = (key: string) => {
    const old = { principal: 'old', operation: 'placeOrder', key, input_hash: 'x', order_id: randomUUID() }
    return bakery.db
      .insertInto('idempotency_keys')
      .values({ ...old, created_at: LONG_AGO })
      .execute()
  }
  const kept = async () => {
    const old = bakery.db.selectFrom('idempotency_keys').where('principal', '=', 'old')
    return (await old.select('key').execute()).length
  }
  for (let key = 0; key < 10; key++) await keep(`old ${key}`)
  const left: number[] = []
  for (const startTime of ['10:00', '11:00', '12:00']) {
    await order(startTime)
    left.push(await kept())
  }
  expect(left).toEqual([5, 0, 0])
  await keep('another')
  await order('13:00')
  expect(await kept()).toBe(1)
})
