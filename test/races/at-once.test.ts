import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { renew } from '../../src/db/catalogue.ts'
import { customer, openBakeryForFile, slotId, STAFF, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { erase, register, updateCustomer } from '../support/counter.ts'
import { openGate } from '../support/gate.ts'
import { place } from '../support/operations.ts'
import { brokenOrders, deadlocks, emptyOrderBook, setRoom } from '../support/order-book.ts'
import { playInEveryOrder, waitingForLocks, type Action } from '../support/steps.ts'
import { usageDifferences } from '../support/usage.ts'

// An order that is written by one statement, and what can come between its look and that.

const WEDNESDAY = '2026-11-25'
const ANNA = customer('anna')
const BO = { name: 'Bo', email: 'bo@example.com' }

let bakery: TestBakery
let annaId: string
/** Of one unit, and of all that a day can make. */
let small: string
let large: string

beforeAll(async () => {
  bakery = await openBakeryForFile()
  const variants = [{}, { production_units: 20 }]
  ;[small, large] = (await addCake(bakery.db, { slug: 'sponge', variants })).variants as [string, string]
})
afterAll(() => bakery.close())
beforeEach(async () => {
  await emptyOrderBook(bakery.db)
  await bakery.db.updateTable('cake_variants').set({ price: 3000 }).execute()
  await renew(bakery.db)
  annaId = (await register(bakery.as(ANNA), { name: 'Anna' })).customer.id
  await updateCustomer(bakery.staff, { customerId: annaId, name: 'Anna' })
})

const anOrder = (own: object = {}) => ({
  idempotencyKey: randomUUID(),
  items: [{ variantId: small }],
  slotId: slotId(WEDNESDAY),
  ...own,
})

const ofGuest = (own: object = {}) => anOrder({ contact: BO, ...own })

/** Everything that stands is whole, and nothing is left of what does not. */
async function expectTrueBooks(orders: number): Promise<void> {
  expect(await bakery.db.selectFrom('orders').select('id').execute()).toHaveLength(orders)
  for (const table of ['idempotency_keys', 'outbox', 'order_events', 'order_items'] as const)
    expect(
      await bakery.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('rows'))
        .execute(),
    ).toEqual([{ rows: orders }])
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(await brokenOrders(bakery.db)).toEqual([])
}

const KINDS = /left join idempotency_keys|a whole transaction|^begin|pg_advisory|^commit|^rollback/
const kindsOf = (sent: string[]) => sent.flatMap((text) => KINDS.exec(text)?.[0] ?? [])
const [LOOK, WHOLE] = ['left join idempotency_keys', 'a whole transaction']

describe('an order of a customer, or of staff, is a look and one statement', () => {
  test.each([
    ['a customer', ANNA, {}],
    ['staff, for a customer', STAFF, { customer: true }],
    ['staff, for somebody in the shop', STAFF, { contact: BO }],
    ['staff, for nobody known', STAFF, {}],
  ])('%s', async (_, viewer, { customer: isFor, ...own }: { customer?: boolean; contact?: object }) => {
    const gate = await openGate(bakery)
    const order = anOrder({ ...own, ...(isFor && { customerId: annaId }) })
    expect(await place(gate.as(viewer), order)).toMatchObject({ replayed: false })
    expect(kindsOf(gate.sent)).toEqual([LOOK, WHOLE])
    expect(await place(gate.as(viewer), order)).toMatchObject({ replayed: true })
    await expectTrueBooks(1)
  })

  test('but a guest, whose open orders are counted, is served by a transaction', async () => {
    const gate = await openGate(bakery)
    await place(gate.as(null), ofGuest())
    expect(kindsOf(gate.sent)).toEqual([LOOK, 'begin', 'pg_advisory', 'commit'])
    await expectTrueBooks(1)
  })
})

/** Anna orders, something happens, and a transaction has to find out; what she is told. */
async function placeWhile(happens: () => Promise<unknown>, own: object = {}, viewer = ANNA) {
  const gate = await openGate(bakery)
  gate.meanwhile(happens)
  const answer = await place(gate.as(viewer), anOrder(own))
  expect(kindsOf(gate.sent).slice(0, 3)).toEqual([LOOK, WHOLE, 'begin'])
  return answer
}

const raise = async () => {
  await bakery.db.updateTable('cake_variants').set({ price: 4000 }).execute()
  await renew(bakery.db)
}

const takeTheDay = () =>
  place(bakery.staff, anOrder({ items: [{ variantId: large }], slotId: slotId(WEDNESDAY, '12:00') }))

describe('between the look and the write', () => {
  test('a price is raised: the new one counts, or is told where another was agreed to', async () => {
    expect(await placeWhile(raise)).toMatchObject({ order: { total: { amount: 4000 } } })
    await raise()
    const told = { __typename: 'PriceChangedError', total: { amount: 4000 } }
    await bakery.db.updateTable('cake_variants').set({ price: 3000 }).execute()
    await renew(bakery.db)
    expect(await placeWhile(raise, { expectedTotal: 3000 })).toMatchObject(told)
    await expectTrueBooks(1)
  })

  test('the customer gives another name and phone: the order bears them', async () => {
    await placeWhile(() =>
      updateCustomer(bakery.staff, { customerId: annaId, name: 'Anna B.', phone: '020 123' }),
    )
    const kept = bakery.db.selectFrom('orders').select(['contact_name', 'contact_phone'])
    expect(await kept.execute()).toEqual([{ contact_name: 'Anna B.', contact_phone: '020 123' }])
    await updateCustomer(bakery.staff, { customerId: annaId, phone: null })
    await expectTrueBooks(1)
  })

  test('the customer is erased: they are a stranger, and staff do not find them', async () => {
    const gone = () => erase(bakery.admin, annaId)
    expect(await placeWhile(gone)).toMatchObject({ fields: [{ code: 'REQUIRED', path: ['contact'] }] })
    annaId = (await register(bakery.as(ANNA), { name: 'Anna' })).customer.id
    const refused = await placeWhile(gone, { customerId: annaId }, STAFF)
    expect(refused.__typename).toBe('NotFoundError')
    await expectTrueBooks(0)
  })

  test('the same order comes by another process: it is placed once, and given twice', async () => {
    const order = anOrder()
    const rival = () => place(bakery.as(ANNA), order)
    expect(await placeWhile(rival, order)).toMatchObject({ replayed: true })
    await expectTrueBooks(1)
  })

  test('the key is used for another order: that is a conflict', async () => {
    const order = anOrder()
    const rival = () => place(bakery.as(ANNA), { ...order, note: 'Candles, please' })
    expect(await placeWhile(rival, order)).toMatchObject({ __typename: 'IdempotencyConflictError' })
    await expectTrueBooks(1)
  })

  test('somebody takes all that the bakery makes that day: nothing of the order is left', async () => {
    const refused = { __typename: 'SlotUnavailableError', reason: 'DAY_FULL' }
    expect(await placeWhile(takeTheDay)).toMatchObject(refused)
    await expectTrueBooks(1)
  })

  test('somebody takes the last place of the slot: nothing of the order is left, and the day has its units', async () => {
    await place(bakery.staff, anOrder())
    const refused = await placeWhile(() => place(bakery.staff, anOrder()))
    expect(refused).toMatchObject({ __typename: 'SlotUnavailableError', reason: 'SLOT_FULL' })
    await expectTrueBooks(2)
  })
})

const STEP =
  /left join idempotency_keys|a whole transaction|insert into (idempotency_keys|day_usage)|for update|commit\0/

const placing =
  (viewer: typeof ANNA | null, order: object): Action =>
  (as) =>
    place(as(viewer), order)

// oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of the query
const told = (outcomes: PromiseSettledResult<any>[]): string[] =>
  outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    const { __typename, replayed, reason } = outcome.value
    return [__typename, ...(replayed ? ['again'] : []), ...(reason ? [reason] : [])].join(' ')
  })

/** All that is told of two orders, in whatever order their steps are taken; one of them stands. */
async function inEveryOrder(actions: () => [Action, Action]): Promise<string[]> {
  const seen = new Set<string>()
  const played = await playInEveryOrder(bakery, STEP, async () => {
    await emptyOrderBook(bakery.db)
    return {
      actions: actions(),
      async check(outcomes) {
        seen.add(told(outcomes).toSorted(alphabetically).join())
        await expectTrueBooks(1)
      },
    }
  })
  expect(played.length).toBeGreaterThan(5)
  return [...seen]
}

const alphabetically = (a: string, b: string): number => (a < b ? -1 : 1)

const twice = (): [Action, Action] => {
  const order = anOrder()
  return [placing(ANNA, order), placing(ANNA, order)]
}

const twoWithOneKey = (): [Action, Action] => {
  const order = anOrder()
  return [placing(ANNA, order), placing(ANNA, { ...order, note: 'Candles, please' })]
}

describe('whatever happens at the same time', () => {
  test('a customer sends an order twice: it is placed once', async () => {
    expect(await inEveryOrder(twice)).toEqual(['PlaceOrderSuccess,PlaceOrderSuccess again'])
  })

  test('a customer uses a key for two orders: one is placed', async () => {
    expect(await inEveryOrder(twoWithOneKey)).toEqual(['IdempotencyConflictError,PlaceOrderSuccess'])
  })

  test.each([
    ['a guest', null],
    ['staff', STAFF],
  ])('%s and a customer want what a day makes, in two slots: one has it', async (_, viewer) => {
    const items = [{ variantId: large }]
    const later = slotId(WEDNESDAY, '12:00')
    const seen = await inEveryOrder(() => [
      placing(viewer, ofGuest({ items })),
      placing(ANNA, anOrder({ items, slotId: later })),
    ])
    expect(seen).toEqual(['PlaceOrderSuccess,SlotUnavailableError DAY_FULL'])
  })

  test.each([
    ['a guest', null],
    ['staff', STAFF],
  ])('%s and a customer want the only place of a slot: one has it', async (_, viewer) => {
    await setRoom(bakery.db, { ordersPerSlot: 1, unitsPerDay: 20 })
    onTestFinished(() => setRoom(bakery.db, { ordersPerSlot: 2, unitsPerDay: 20 }))
    const seen = await inEveryOrder(() => [placing(viewer, ofGuest()), placing(ANNA, anOrder())])
    expect(seen).toEqual(['PlaceOrderSuccess,SlotUnavailableError SLOT_FULL'])
  })

  test('a customer takes another name while ordering: the order bears one that was theirs', async () => {
    const names = new Set<string | null>()
    await playInEveryOrder(bakery, STEP, async () => {
      await emptyOrderBook(bakery.db)
      await updateCustomer(bakery.staff, { customerId: annaId, name: 'Anna' })
      const rename: Action = (as) => updateCustomer(as(STAFF), { customerId: annaId, name: 'Anna B.' })
      return {
        actions: [rename, placing(ANNA, anOrder())],
        async check(outcomes) {
          expect(told(outcomes)).toEqual(['UpdateCustomerSuccess', 'PlaceOrderSuccess'])
          const [order] = await bakery.db.selectFrom('orders').select('contact_name').execute()
          names.add(order!.contact_name)
          await expectTrueBooks(1)
        },
      }
    })
    expect(names).toEqual(new Set(['Anna', 'Anna B.']))
  })

  test('who holds the customer is waited for before the day is taken, as everywhere', async () => {
    const held = await bakery.db.startTransaction().execute()
    await sql`select from customers where subject = ${ANNA.subject} for update`.execute(held)
    const placed = place(bakery.as(ANNA), anOrder())
    await expect.poll(() => waitingForLocks(bakery.db), { timeout: 2_500, interval: 10 }).toBe(1)
    await sql`insert into day_usage values (${WEDNESDAY}, 0)`.execute(held)
    await held.rollback().execute()
    expect(await placed).toMatchObject({ replayed: false })
    await expectTrueBooks(1)
  })

  test('and in all that nobody deadlocked', async () => {
    expect(await deadlocks(bakery.db)).toBe(0)
  })
})
