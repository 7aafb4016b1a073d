import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBakeryForFile, slotId, STAFF, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { brokenOrders, emptyOrderBook } from '../support/order-book.ts'
import { playInEveryOrder, type Action } from '../support/steps.ts'
import { usageDifferences } from '../support/usage.ts'

// Which statements are the steps of a scene.
const CHANGE = /for update|update "orders"|update (day|slot)_usage|commit\0/
const CLAIM = /left join idempotency_keys|insert into idempotency_keys|commit\0/
const TAKE = /(insert into|update) (day|slot)_usage|commit\0/
const COUNT = /pg_advisory_xact_lock|insert into "orders"|commit\0/

let bakery: TestBakery
let variantId: string

beforeAll(async () => {
  bakery = await openBakeryForFile()
  const sponge = await addCake(bakery.db, { slug: 'sponge' })
  variantId = sponge.variants[0]!
})
afterAll(() => bakery.close())

const anOrder = (own: object = {}) => ({
  idempotencyKey: randomUUID(),
  items: [{ variantId }],
  slotId: slotId('2026-11-25'),
  contact: ZOE,
  ...own,
})

const changing =
  (orderId: string, action: string, version = 1): Action =>
  (as) =>
    change(as(STAFF), { orderId, version, action })

const placing =
  (order: object): Action =>
  (as) =>
    place(as(null), order)

/** Starts afresh, with one order in a slot for two, of a guest who may have two. */
async function withOneOrder(): Promise<string> {
  await emptyOrderBook(bakery.db)
  return (await place(bakery.visitor, anOrder())).order.id
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of the query
function answersOf(outcomes: PromiseSettledResult<any>[]) {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  })
}

/** What was answered: the names of the types, and whether an order was there already. */
const told = (outcomes: PromiseSettledResult<unknown>[]): string[] =>
  answersOf(outcomes).map(({ __typename, replayed }) => `${__typename}${replayed ? ' again' : ''}`)

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
        const answers = told(outcomes)
        const [confirmed] = answers
        expect(answers.toSorted()).toEqual(['ChangeOrderSuccess', 'StaleVersionError'])
        expect(await statuses()).toEqual([confirmed === 'ChangeOrderSuccess' ? 'CONFIRMED' : 'CANCELLED'])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(8)
})

test('one confirms an order and one cancels what comes of that: it ends cancelled, or the second came too early', async () => {
  const seen = new Set<string>()
  await playInEveryOrder(bakery, CHANGE, async () => {
    const id = await withOneOrder()
    return {
      actions: [changing(id, 'CONFIRM'), changing(id, 'CANCEL', 2)],
      async check(outcomes) {
        const [confirmed, cancelled] = told(outcomes)
        expect(confirmed).toBe('ChangeOrderSuccess')
        seen.add(`${cancelled} ${(await statuses())[0]}`)
        await expectTrueBooks()
      },
    }
  })
  expect([...seen].toSorted()).toEqual(['ChangeOrderSuccess CANCELLED', 'StaleVersionError CONFIRMED'])
})

test.each(['CANCEL', 'DECLINE'])(
  'one cancels an order and another does too, by %s: its capacity is given back once',
  async (action) => {
    const played = await playInEveryOrder(bakery, CHANGE, async () => {
      const id = await withOneOrder()
      return {
        actions: [changing(id, 'CANCEL'), changing(id, action)],
        async check(outcomes) {
          expect(told(outcomes).toSorted()).toEqual(['ChangeOrderSuccess', 'StaleVersionError'])
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
    const order = anOrder()
    return {
      actions: [placing(order), placing(order)],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['PlaceOrderSuccess', 'PlaceOrderSuccess again'])
        const [one, two] = answersOf(outcomes)
        expect(one.order).toEqual(two.order)
        expect(await statuses()).toEqual(['PENDING'])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(14)
})

test('two claim one key for different orders: one places its own, the other is refused', async () => {
  const played = await playInEveryOrder(bakery, CLAIM, async () => {
    await emptyOrderBook(bakery.db)
    const order = anOrder()
    return {
      actions: [placing(order), placing({ ...order, note: 'Candles, please' })],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['IdempotencyConflictError', 'PlaceOrderSuccess'])
        expect(await statuses()).toEqual(['PENDING'])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(14)
})

test('two want the last place of a slot: one has it', async () => {
  const played = await playInEveryOrder(bakery, TAKE, async () => {
    await withOneOrder()
    const ofAnother = anOrder({ contact: { name: 'Bo', email: 'bo@example.com' } })
    return {
      actions: [placing(anOrder()), placing(ofAnother)],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['PlaceOrderSuccess', 'SlotUnavailableError'])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(4)
})

test('one takes a place while another gives one of the same slot back: neither waits for the other in a circle', async () => {
  const played = await playInEveryOrder(bakery, TAKE, async () => {
    const id = await withOneOrder()
    return {
      actions: [placing(anOrder()), changing(id, 'CANCEL')],
      async check(outcomes) {
        expect(told(outcomes)).toEqual(['PlaceOrderSuccess', 'ChangeOrderSuccess'])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(5)
})

test('a guest who may have one more order places two: one stands', async () => {
  const played = await playInEveryOrder(bakery, COUNT, async () => {
    await withOneOrder()
    const [one, two] = ['2026-11-26', '2026-11-27'].map((date) => anOrder({ slotId: slotId(date) }))
    return {
      actions: [placing(one!), placing(two!)],
      async check(outcomes) {
        expect(told(outcomes).toSorted()).toEqual(['InvalidInputError', 'PlaceOrderSuccess'])
        await expectTrueBooks()
      },
    }
  })
  expect(played).toHaveLength(6)
})
