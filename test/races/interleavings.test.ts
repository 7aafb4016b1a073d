import { randomUUID } from 'node:crypto'
import { createOrderFeed } from '../../src/db/order-feed.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext, type Context } from '../../src/context.ts'
import { changeOrder } from '../../src/resolvers/change-order.ts'
import { placeOrder, type NewOrder, type PlacedOrder } from '../../src/resolvers/place-order.ts'
import type { OrderTransition } from '../../src/domain/order-status.ts'
import type { Asker } from '../../src/domain/viewer.ts'
import { encodeId } from '../../src/domain/ids.ts'
import { MONDAY_MORNING, openBakeryForFile, slotId, STAFF, type TestBakery } from '../support/bakery.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
import { ZOE } from '../support/operations.ts'
import { brokenOrders, emptyOrderBook } from '../support/order-book.ts'
import { playInEveryOrder, type Action } from '../support/steps.ts'
import { usageDifferences } from '../support/usage.ts'

const CHANGE = /for update|update "orders"|update (day|slot)_usage|commit\0/
const CLAIM = /from "idempotency_keys"|insert into idempotency_keys|commit\0/
const TAKE = /(insert into|update) (day|slot)_usage|commit\0/
const COUNT = /insert into guest_contacts|insert into "orders"|commit\0/

let bakery: TestBakery
let sponge: TestCake

beforeAll(async () => {
  bakery = await openBakeryForFile()
  sponge = await addCake(bakery.db, { slug: 'sponge' })
})
afterAll(() => bakery.close())

const now = Temporal.Instant.from(MONDAY_MORNING)

const asking = (db: Parameters<Action>[0], asker: Asker, guestOrdersAtMost = 5): Context =>
  createContext({
    db,
    asker,
    clock: { now: () => now, decideAt: () => now },
    guestSecrets: [{ keyId: 'test', secret: 'x'.repeat(32) }],
    guestOrdersAtMost,
    feed: createOrderFeed({ db, decideAt: () => now, onError: () => {} }),
    isGet: false,
    origin: 'http://bakery.test',
  })

const order = (own: Partial<NewOrder> = {}): NewOrder => ({
  idempotencyKey: randomUUID(),
  items: [{ variantId: sponge.variants[0]!, quantity: 1, optionIds: [] }],
  slotId: slotId('2026-11-25'),
  contact: ZOE,
  overrideLeadTime: false,
  ...own,
})

const placing =
  (input: NewOrder, asker: Asker = STAFF, guestOrdersAtMost?: number): Action =>
  (db) =>
    placeOrder(asking(db, asker, guestOrdersAtMost), input)

const changing =
  (orderId: string, action: OrderTransition, version = 1): Action =>
  (db) =>
    changeOrder(asking(db, STAFF), { orderId: encodeId('Order', orderId), version, action })

/** Starts afresh, with one order by a guest. */
async function withOneOrder(): Promise<string> {
  await emptyOrderBook(bakery.db)
  const placed = (await placing(order(), null)(bakery.db)) as PlacedOrder
  return placed.order.id
}

/** What each of the two gave: a status, a name of a refusal, or how it was placed. */
function told(outcomes: PromiseSettledResult<unknown>[]): string[] {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') return (outcome.reason as Error).name
    const { order: given, replayed } = outcome.value as PlacedOrder
    return replayed === undefined ? given.status : replayed ? 'replayed' : 'placed'
  })
}

async function statuses(): Promise<string[]> {
  const rows = await bakery.db.selectFrom('orders').select('status').orderBy('id').execute()
  return rows.map(({ status }) => status)
}

async function expectTrueBooks(): Promise<void> {
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(await brokenOrders(bakery.db)).toEqual([])
}

test('one confirms and one cancels an order: the first to hold it wins, the other is told that it changed', async () => {
  const played = await playInEveryOrder(bakery, CHANGE, async () => {
    const id = await withOneOrder()
    return {
      actions: [changing(id, 'CONFIRM'), changing(id, 'CANCEL')],
      async check(outcomes) {
        const [confirmed, cancelled] = told(outcomes)
        expect([
          ['CONFIRMED', 'StaleVersionError'],
          ['StaleVersionError', 'CANCELLED'],
        ]).toContainEqual([confirmed, cancelled])
        expect(await statuses()).toEqual([confirmed === 'CONFIRMED' ? 'CONFIRMED' : 'CANCELLED'])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(8)
})

test('one confirms an order and one cancels what comes of that: it ends cancelled, or the second came too early', async () => {
  const played = await playInEveryOrder(bakery, CHANGE, async () => {
    const id = await withOneOrder()
    return {
      actions: [changing(id, 'CONFIRM'), changing(id, 'CANCEL', 2)],
      async check(outcomes) {
        const [confirmed, cancelled] = told(outcomes)
        expect(['CANCELLED', 'StaleVersionError']).toContain(cancelled)
        // Read again at the end, and so after both.
        expect(await statuses()).toEqual([cancelled === 'CANCELLED' ? 'CANCELLED' : confirmed])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(4)
})

test.each(['CANCEL', 'DECLINE'] as const)(
  'one cancels an order and another does too, by %s: its capacity is given back once',
  async (action) => {
    const played = await playInEveryOrder(bakery, CHANGE, async () => {
      const id = await withOneOrder()
      return {
        actions: [changing(id, 'CANCEL'), changing(id, action)],
        async check(outcomes) {
          expect(told(outcomes).toSorted()[1]).toBe('StaleVersionError')
          expect((await statuses())[0]).toMatch(/^(CANCELLED|DECLINED)$/)
          expect(await bakery.db.selectFrom('slot_usage').select('booked').execute()).toEqual([{ booked: 0 }])
          await expectTrueBooks()
        },
      }
    })
    expect(played).toHaveLength(10)
  },
)

test('two claim one key for the same order: one places it, the other is given it', async () => {
  const played = await playInEveryOrder(bakery, CLAIM, async () => {
    await emptyOrderBook(bakery.db)
    const input = order()
    return {
      actions: [placing(input, null), placing(input, null)],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['placed', 'replayed'])
        const [one, two] = outcomes.map((outcome) => (outcome as PromiseFulfilledResult<PlacedOrder>).value)
        expect(one!.order.id).toBe(two!.order.id)
        expect(await statuses()).toEqual(['PENDING'])
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(10)
})

test('two claim one key for different orders: one places its own, the other is refused', async () => {
  const played = await playInEveryOrder(bakery, CLAIM, async () => {
    await emptyOrderBook(bakery.db)
    const input = order()
    return {
      actions: [placing(input, null), placing({ ...input, note: 'Candles, please' }, null)],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['IdempotencyConflictError', 'placed'])
        expect(await statuses()).toEqual(['PENDING'])
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(10)
})

test('two want the last place: one has it', async () => {
  const played = await playInEveryOrder(bakery, TAKE, async () => {
    await withOneOrder()
    return {
      actions: [placing(order()), placing(order())],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['SlotUnavailableError', 'placed'])
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(5)
})

test('one takes a place while another gives one of the same slot back: neither waits for the other in a circle', async () => {
  const played = await playInEveryOrder(bakery, TAKE, async () => {
    const id = await withOneOrder()
    return {
      actions: [placing(order()), changing(id, 'CANCEL')],
      async check(outcomes) {
        expect(told(outcomes)).toEqual(['placed', 'CANCELLED'])
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(5)
})

test('a guest who may have one order places two: one stands', async () => {
  const played = await playInEveryOrder(bakery, COUNT, async () => {
    await emptyOrderBook(bakery.db)
    const later = order({ slotId: slotId('2026-11-26') })
    return {
      actions: [placing(order(), null, 1), placing(later, null, 1)],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['InvalidInputError', 'placed'])
        await expectTrueBooks()
      },
    }
  })
  expect(played.length).toBeGreaterThan(5)
})
