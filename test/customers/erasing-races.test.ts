import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import { ADMIN, customer, openBakeryForFile, slotId, STAFF, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { after, erase, register, tracesIn, updateCustomer } from '../support/counter.ts'
import { openGate } from '../support/gate.ts'
import { change, place } from '../support/operations.ts'
import { brokenOrders, deadlocks, emptyOrderBook } from '../support/order-book.ts'
import { playInEveryOrder, type Action } from '../support/steps.ts'
import { customerRow } from '../support/stock.ts'
import { usageDifferences } from '../support/usage.ts'

const HOLD = /for update|insert into idempotency_keys|delete from "customers"|commit\0/
const EVA = customer('evacanary')

let bakery: TestBakery
let variantId: string
beforeAll(async () => {
  bakery = await openBakeryForFile({ isCompared: false })
  variantId = (await addCake(bakery.db, { slug: 'sponge' })).variants[0]!
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 1000 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 1000 }).where('units', '>', 0).execute()
})
afterAll(() => bakery.close())

/** Starts afresh, with Eva as the only customer. */
async function withEva(): Promise<string> {
  await emptyOrderBook(bakery.db)
  await bakery.db.deleteFrom('customer_words').execute()
  await bakery.db.deleteFrom('customers').execute()
  const row = customerRow('evacanary')
  await bakery.db.insertInto('customers').values(row).execute()
  return encodeId('Customer', row.id)
}

const erasing =
  (customerId: string): Action =>
  (as) =>
    erase(as(ADMIN), customerId)

// oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of the query
const told = (outcomes: PromiseSettledResult<any>[]): string =>
  outcomes.map((each) => (each.status === 'rejected' ? each.reason : each.value.__typename)).join()

async function expectNobodyHalfErased(isErased: boolean): Promise<void> {
  expect(await bakery.db.selectFrom('customers').select('id').execute()).toHaveLength(isErased ? 0 : 1)
  expect((await tracesIn(bakery.db, ['evacanary'])).length === 0).toBe(isErased)
  expect(await usageDifferences(bakery.db)).toEqual([])
}

test.each([
  ['the customer', EVA, 'InvalidInputError'],
  ['staff', STAFF, 'NotFoundError'],
])(
  'while a customer is erased %s cannot place for them: one of the two is refused',
  async (_, asker, refusal) => {
    const seen = new Set<string>()
    await playInEveryOrder(bakery, HOLD, async () => {
      const id = await withEva()
      const items = [{ variantId, inscription: 'EvaCanary' }]
      const order = { items, slotId: slotId('2026-11-25'), customerId: asker === STAFF ? id : undefined }
      return {
        actions: [erasing(id), (as) => place(as(asker), order)],
        async check(outcomes) {
          seen.add(told(outcomes))
          await expectNobodyHalfErased(told(outcomes).startsWith('EraseCustomerSuccess'))
          expect(await brokenOrders(bakery.db)).toEqual([])
        },
      }
    })
    expect([...seen].toSorted()).toEqual([
      `EraseCustomerSuccess,${refusal}`,
      'InvalidInputError,PlaceOrderSuccess',
    ])
  },
)

test('who is changed and erased at once is gone in the end, search words and all', async () => {
  const seen = new Set<string>()
  await playInEveryOrder(bakery, HOLD, async () => {
    const customerId = await withEva()
    return {
      actions: [
        erasing(customerId),
        (as) => updateCustomer(as(STAFF), { customerId, name: 'EvaCanary the Great' }),
      ],
      async check(outcomes) {
        seen.add(told(outcomes))
        await expectNobodyHalfErased(true)
      },
    }
  })
  expect([...seen].toSorted()).toEqual([
    'EraseCustomerSuccess,NotFoundError',
    'EraseCustomerSuccess,UpdateCustomerSuccess',
  ])
})

test('who is erased twice at once is erased once', async () => {
  const played = await playInEveryOrder(bakery, HOLD, async () => {
    const id = await withEva()
    return {
      actions: [erasing(id), erasing(id)],
      async check(outcomes) {
        expect(told(outcomes).split(',').toSorted()).toEqual(['EraseCustomerSuccess', 'NotFoundError'])
        await expectNobodyHalfErased(true)
      },
    }
  })
  expect(played.length).toBeGreaterThan(1)
})

test(
  'in thirty races of placing, cancelling and erasing no order is left that names somebody who was erased',
  { timeout: 120_000 },
  async () => {
    await withEva()
    await bakery.db.deleteFrom('customers').execute()
    const eva = bakery.as(EVA)
    const items = [{ variantId, inscription: 'EvaCanary' }]
    const seen = new Set<string>()
    for (let round = 0; round < 30; round++) {
      const { id } = (await register(eva, { name: 'EvaCanary' })).customer
      const wish = { items, note: 'for EvaCanary', slotId: slotId('2026-11-25') }
      const before = await place(eva, wish)
      const cancel = () =>
        change(eva, { orderId: before.order.id, version: 1, action: 'CANCEL', note: 'EvaCanary' })
      // Every other time nothing stands in the way of erasing but what comes meanwhile.
      const cancelled = round % 2 === 0 ? await cancel() : undefined
      const answers = await Promise.all([
        after(() => erase(bakery.admin, id)),
        // Late enough, often, to find her gone.
        after(() => place(eva, wish), 30),
        after(() => place(bakery.staff, { ...wish, customerId: id }), 30),
        cancelled ?? after(cancel, 4),
      ])
      const isErased = answers[0].__typename === 'EraseCustomerSuccess'
      seen.add(answers.map(({ __typename }) => __typename).join())
      // What stands is handed over, and then whoever was not erased can be.
      const standing = bakery.db.updateTable('orders').where('customer_id', 'is not', null)
      await standing.set({ status: 'COMPLETED' }).execute()
      const again = isErased ? 'NotFoundError' : 'EraseCustomerSuccess'
      expect((await erase(bakery.admin, id)).__typename).toBe(again)
      expect(await tracesIn(bakery.db, ['evacanary'])).toEqual([])
    }
    expect(seen.size).toBeGreaterThan(1)
    expect(bakery.logged.filter(({ severity }) => severity === 'ERROR')).toEqual([])
    expect(await deadlocks(bakery.db)).toBe(0)
  },
)

test('placing sweeps old keys away, also those of a customer who is erased just then: neither waits in a circle', async () => {
  await bakery.db.deleteFrom('customers').execute()
  const [eva, created_at] = [bakery.as(EVA), Temporal.Instant.from('2026-09-01T00:00:00Z')]
  const old = { principal: EVA.subject, operation: 'placeOrder', input_hash: 'x', created_at }
  const wish = { items: [{ variantId }], slotId: slotId('2026-11-25') }
  for (let round = 0; round < 10; round++) {
    const { id } = (await register(eva, { name: 'EvaCanary' })).customer
    const key = { ...old, key: `old ${round}`, order_id: randomUUIDv7() }
    await bakery.db.insertInto('idempotency_keys').values(key).execute()
    // A process that has not swept yet.
    const gate = await openGate(bakery)
    await Promise.all([after(() => erase(bakery.admin, id), 12), place(gate.as(EVA), wish)])
    await emptyOrderBook(bakery.db)
    await erase(bakery.admin, id)
  }
  expect(await deadlocks(bakery.db)).toBe(0)
})
