import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN, openBakeryForFile, slotId, STAFF, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { createCustomer, erase, reschedule } from '../support/counter.ts'
import { change, place } from '../support/operations.ts'
import { brokenOrders, emptyOrderBook } from '../support/order-book.ts'
import { playInEveryOrder, type Action } from '../support/steps.ts'
import { usageDifferences } from '../support/usage.ts'

// Which statements are the steps of a scene.
const MOVE = /for update|(insert into|update) (day|slot)_usage|commit\0/
const TAKE = /(insert into|update) (day|slot)_usage|commit\0/
const HOLD = /for update|commit\0/
const [WEDNESDAY, THURSDAY] = ['2026-11-25', '2026-11-26']

let bakery: TestBakery
let variantId: string

beforeAll(async () => {
  bakery = await openBakeryForFile()
  const sponge = await addCake(bakery.db, { slug: 'sponge' })
  variantId = sponge.variants[0]!
})
afterAll(() => bakery.close())

/** Starts afresh, with orders in these slots, each for two. */
async function withOrders(...slots: string[]): Promise<string[]> {
  await emptyOrderBook(bakery.db)
  const ids: string[] = []
  for (const slot of slots) {
    ids.push((await place(bakery.staff, { items: [{ variantId }], slotId: slot })).order.id)
  }
  return ids
}

const moving =
  (orderId: string, slot: string): Action =>
  (as) =>
    reschedule(as(STAFF), { orderId, version: 1, slotId: slot })

// oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of the query
function told(outcomes: PromiseSettledResult<any>[]): string[] {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value.__typename
  })
}

async function slotsTaken(): Promise<string[]> {
  const rows = await bakery.db
    .selectFrom('orders')
    .select(['slot_date', 'slot_start'])
    .orderBy('number')
    .execute()
  return rows.map((row) => slotId(row.slot_date, row.slot_start)).toSorted()
}

async function expectTrueBooks(): Promise<void> {
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(await brokenOrders(bakery.db)).toEqual([])
}

test('two orders change places, each to the other’s day: neither waits for the other in a circle', async () => {
  const [here, there] = [slotId(WEDNESDAY), slotId(THURSDAY)]
  const played = await playInEveryOrder(bakery, TAKE, async () => {
    const [one, two] = await withOrders(here, there)
    return {
      actions: [moving(one!, there), moving(two!, here)],
      async check(outcomes) {
        expect(told(outcomes)).toEqual(['RescheduleOrderSuccess', 'RescheduleOrderSuccess'])
        expect(await slotsTaken()).toEqual([here, there].toSorted())
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(8)
})

test('two move one order to different slots: it is in one of them, and took no room in the other', async () => {
  const seen = new Set<string>()
  const [one, two] = [slotId(THURSDAY), slotId(THURSDAY, '12:00')]
  await playInEveryOrder(bakery, MOVE, async () => {
    const [id] = await withOrders(slotId(WEDNESDAY))
    return {
      actions: [moving(id!, one), moving(id!, two)],
      async check(outcomes) {
        const answers = told(outcomes)
        const [first] = answers
        expect(answers.toSorted()).toEqual(['RescheduleOrderSuccess', 'StaleVersionError'])
        expect(await slotsTaken()).toEqual([first === 'RescheduleOrderSuccess' ? one : two])
        seen.add(first!)
        await expectTrueBooks()
      },
    }
  })
  expect(seen.size).toBe(2)
})

test('two orders want to move to the last place of a slot: one does, the other stays where it was', async () => {
  const [here, there] = [slotId(WEDNESDAY), slotId(THURSDAY)]
  const played = await playInEveryOrder(bakery, TAKE, async () => {
    const [one, two] = await withOrders(here, here, there)
    return {
      actions: [moving(one!, there), moving(two!, there)],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['RescheduleOrderSuccess', 'SlotUnavailableError'])
        expect(await slotsTaken()).toEqual([here, there, there].toSorted())
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(8)
})

test('one moves an order while another cancels it: the first to hold it wins', async () => {
  const played = await playInEveryOrder(bakery, MOVE, async () => {
    const [id] = await withOrders(slotId(WEDNESDAY))
    return {
      actions: [
        moving(id!, slotId(THURSDAY)),
        (as) => change(as(STAFF), { orderId: id, version: 1, action: 'CANCEL' }),
      ],
      async check(outcomes) {
        expect(told(outcomes)).toContain('StaleVersionError')
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(8)
})

test('one erases a customer while another places for them: no open order is left without its customer', async () => {
  const seen = new Set<string>()
  await playInEveryOrder(bakery, HOLD, async () => {
    await emptyOrderBook(bakery.db)
    const { customer } = await createCustomer(bakery.staff, { name: 'Anna', phone: '06 1234' })
    const order = { items: [{ variantId }], slotId: slotId(WEDNESDAY), customerId: customer.id }
    return {
      actions: [(as) => place(as(STAFF), order), (as) => erase(as(ADMIN), customer.id)],
      async check(outcomes) {
        seen.add(told(outcomes).join(', '))
        await expectTrueBooks()
      },
    }
  })
  expect([...seen].toSorted()).toEqual([
    'NotFoundError, EraseCustomerSuccess',
    'PlaceOrderSuccess, InvalidInputError',
  ])
})
