import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertAll } from '../src/db/rows.ts'
import { batchesOf, type BakeLine, type Batch } from '../src/domain/production.ts'
import { always } from './domain/arbitraries.ts'
import {
  customer,
  openBakery,
  openBakeryForFile,
  slotId,
  type Answer,
  type TestBakery,
} from './support/bakery.ts'
import {
  FAR_MONDAY_MORNING,
  FAR_THURSDAY,
  FAR_WEDNESDAY,
  sent,
  setSpecialDay,
  updateBakery,
  updateCake,
} from './support/back-office.ts'
import { addCake } from './support/catalogue.ts'
import { emptyOrderBook } from './support/order-book.ts'
import { change, place, ZOE } from './support/operations.ts'
import { statementsFor } from './support/statements.ts'
import { cakeRow, itemRow, orderRow } from './support/stock.ts'

const PLAN = `query ($date: Date!) { productionPlan(date: $date) {
  date capacity booked
  batches { cakeName variantName composition quantity allergens inscriptions }
  orders { id number status slot { startTime } items { cakeName options { name } } history { status } }
} }`

const planOf = ({ staff }: TestBakery, date = FAR_WEDNESDAY): Promise<Answer['data']> =>
  sent(staff, PLAN, { date })

async function openWithCakes() {
  const bakery = await openBakery({ now: FAR_MONDAY_MORNING })
  const sponge = await addCake(bakery.db, {
    slug: 'sponge',
    name: 'Sponge',
    allergens: ['EGGS'],
    variants: [{}, { production_units: 3 }],
    groups: [
      { name: 'Filling', options: [{ name: 'Plum' }, { name: 'Nuts', allergens: ['TREE_NUTS'] }] },
      { name: 'Frosting', options: [{ name: 'Butter', allergens: ['MILK'] }] },
    ],
  })
  const tart = await addCake(bakery.db, { slug: 'tart', name: 'A tart', allergens: [] })
  const order = async (startTime: string, ...items: object[]) =>
    (await place(bakery.staff, { items, slotId: slotId(FAR_WEDNESDAY, startTime), contact: ZOE })).order
  const [small, large] = sponge.variants
  return { bakery, sponge, small, large, tart: tart.variants[0], order, options: sponge.options }
}

const booked = ({ db }: TestBakery) =>
  db.selectFrom('day_usage').select('booked').where('date', '=', FAR_WEDNESDAY).executeTakeFirst()

test('the kitchen makes alike cakes together, by cake, size and composition', async () => {
  const { bakery, small, large, tart, order, options } = await openWithCakes()
  const { Plum, Nuts, Butter } = options
  await order(
    '12:00',
    { variantId: small, optionIds: [Plum], quantity: 2, inscription: 'Zoë' },
    { variantId: large, optionIds: [Plum] },
    { variantId: tart, quantity: 3 },
  )
  await order('09:00', { variantId: small, optionIds: [Plum], inscription: 'Bo' })
  await order(
    '10:00',
    { variantId: small, optionIds: [Plum] },
    { variantId: small, optionIds: [Butter, Nuts] },
  )
  const plan = await planOf(bakery)
  expect(plan).toMatchObject({ date: FAR_WEDNESDAY, capacity: 20, booked: 11 })
  expect(await booked(bakery)).toEqual({ booked: 11 })
  const batch = {
    cakeName: 'Sponge',
    variantName: '20 cm',
    quantity: 1,
    allergens: ['EGGS'],
    inscriptions: [],
  }
  expect(plan.batches).toEqual([
    { ...batch, cakeName: 'A tart', composition: '', quantity: 3, allergens: [] },
    { ...batch, composition: 'Filling: Nuts; Frosting: Butter', allergens: ['EGGS', 'MILK', 'TREE_NUTS'] },
    { ...batch, composition: 'Filling: Plum', quantity: 4, inscriptions: expect.anything() },
    { ...batch, variantName: '24 cm', composition: 'Filling: Plum' },
  ])
  expect(plan.batches[2].inscriptions.toSorted()).toEqual(['Bo', 'Zoë', 'Zoë'])
  expect(plan.orders.map(({ slot }: Answer['data']) => slot.startTime)).toEqual(['09:00', '10:00', '12:00'])
})

test('cancelled and declined orders, and those of other days, are not made; handed over ones stay', async () => {
  const { bakery, small, order } = await openWithCakes()
  const line = { variantId: small }
  const cancelled = await order('09:00', line)
  const done = await order('10:00', line)
  const away = await order('11:00', line)
  const guests = await place(bakery.visitor, {
    items: [line],
    slotId: slotId(FAR_WEDNESDAY, '12:00'),
    contact: ZOE,
  })
  const steps = async (id: string, ...actions: string[]) => {
    for (const [index, action] of actions.entries()) {
      await change(bakery.staff, { orderId: id, version: index + 1, action })
    }
  }
  await steps(cancelled.id, 'CANCEL')
  await steps(guests.order.id, 'DECLINE')
  await steps(done.id, 'START_PRODUCTION', 'MARK_READY', 'COMPLETE')
  const input = { orderId: away.id, version: 1, slotId: slotId(FAR_THURSDAY) }
  const MOVE = 'mutation ($input: RescheduleOrderInput!) { rescheduleOrder(input: $input) { __typename } }'
  await bakery.staff(MOVE, { input })
  expect(await planOf(bakery)).toMatchObject({
    booked: 1,
    batches: [{ quantity: 1 }],
    orders: [{ id: done.id, status: 'COMPLETED' }],
  })
  expect(await booked(bakery)).toEqual({ booked: 1 })
  expect(await planOf(bakery, FAR_THURSDAY)).toMatchObject({ booked: 1, orders: [{ id: away.id }] })
})

test('a cake that was renamed is made under the name it was ordered by', async () => {
  const { bakery, sponge, small, order } = await openWithCakes()
  await order('09:00', { variantId: small })
  await updateCake(bakery.admin, { cakeId: sponge.id, name: 'Génoise' })
  await order('10:00', { variantId: small })
  expect((await planOf(bakery)).batches).toMatchObject([{ cakeName: 'Génoise' }, { cakeName: 'Sponge' }])
})

test('the capacity is that of the settings in force: the weekday’s, the day’s own, none when closed', async () => {
  const { bakery, small, order } = await openWithCakes()
  await order('09:00', { variantId: small })
  const capacity = async () => (await planOf(bakery)).capacity
  expect(await capacity()).toBe(20)
  await updateBakery(bakery.admin, { productionCapacity: [{ weekday: 'WEDNESDAY', units: 8 }] })
  expect(await capacity()).toBe(8)
  await setSpecialDay(bakery.admin, { date: FAR_WEDNESDAY, productionCapacity: 5 })
  expect(await capacity()).toBe(5)
  await setSpecialDay(bakery.admin, { date: FAR_WEDNESDAY, productionCapacity: 5, closed: true })
  expect(await planOf(bakery)).toMatchObject({
    capacity: 0,
    booked: 1,
    orders: [{ slot: { startTime: '09:00' } }],
  })
})

test('a day without orders has an empty plan, and only staff may look', async () => {
  const { bakery } = await openWithCakes()
  expect(await planOf(bakery)).toEqual({
    date: FAR_WEDNESDAY,
    capacity: 20,
    booked: 0,
    batches: [],
    orders: [],
  })
  expect(await sent(bakery.admin, PLAN, { date: FAR_WEDNESDAY })).toMatchObject({ booked: 0 })
  for (const [ask, code] of [
    [bakery.visitor, 'UNAUTHENTICATED'],
    [bakery.as(customer('eve')), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await ask(PLAN, { date: FAR_WEDNESDAY })
    expect(errors).toMatchObject([{ extensions: { code } }])
  }
})

let large: TestBakery
beforeAll(async () => {
  large = await openBakeryForFile()
})
afterAll(() => large.close())

test('the plan of fifty orders takes as many statements as that of one', async () => {
  const cake = cakeRow({ slug: 'sponge' })
  await large.db.transaction().execute((trx) => insertAll(trx, { cakes: [cake] }))
  const counts: number[] = []
  for (const size of [1, 10, 50]) {
    await emptyOrderBook(large.db)
    const orders = Array.from({ length: size }, () => orderRow())
    const items = orders.flatMap(({ id }) => [0, 1].map((position) => itemRow(id, position, cake.id)))
    const options = items.map(({ id }) => ({
      order_item_id: id,
      position: 0,
      option_id: crypto.randomUUID(),
      group_name: 'Filling',
      name: 'Plum',
      surcharge: 0,
    }))
    await large.db
      .transaction()
      .execute((trx) => insertAll(trx, { orders, order_items: items, order_item_options: options }))
    const plan = await planOf(large, '2026-11-25')
    expect(plan).toMatchObject({ booked: size, batches: [{ quantity: 2 * size }] })
    expect(plan.orders).toHaveLength(size)
    counts.push((await statementsFor(large, large.staff, PLAN, { date: '2026-11-25' })).length)
  }
  expect(new Set(counts).size).toBe(1)
  expect(counts[0]).toBeLessThanOrEqual(8)
})

const anyLine: fc.Arbitrary<BakeLine> = fc.record({
  cakeName: fc.constantFrom('Sponge', 'Tart', 'Sponge 20 cm'),
  variantName: fc.constantFrom('20 cm', '24 cm', ''),
  options: fc.subarray([
    { groupName: 'Filling', name: 'Plum' },
    { groupName: 'Filling', name: 'Nuts' },
    { groupName: 'Frosting', name: 'Butter' },
  ]),
  inscription: fc.option(fc.constantFrom('Zoë', 'Bo')),
  quantity: fc.integer({ min: 1, max: 99 }),
  allergens: fc.subarray(['EGGS', 'MILK'] as const).map((allergens) => [...allergens]),
})
const anyLines = fc.array(anyLine, { maxLength: 20 })
const quantityOf = (list: { quantity: number }[]) => list.reduce((sum, { quantity }) => sum + quantity, 0)

test('batches hold every cake and every inscription once', () => {
  always(300, anyLines, (lines) => {
    const batches = batchesOf(lines)
    expect(quantityOf(batches)).toBe(quantityOf(lines))
    const texts = lines.flatMap(({ inscription, quantity }) =>
      Array<string | null>(quantity).fill(inscription),
    )
    expect(batches.flatMap(({ inscriptions }) => inscriptions).toSorted()).toEqual(
      texts.filter((text) => text !== null).toSorted(),
    )
    for (const { inscriptions, quantity } of batches)
      expect(inscriptions.length).toBeLessThanOrEqual(quantity)
    expect(new Set(batches.flatMap(({ allergens }) => allergens))).toEqual(
      new Set(lines.flatMap(({ allergens }) => allergens)),
    )
  })
})

const kindOf = ({ cakeName, variantName, composition, quantity }: Batch) =>
  JSON.stringify([cakeName, variantName, composition, quantity])

test('no two batches are alike, and neither their order nor their size depends on the order of the lines', () => {
  always(300, anyLines, (lines) => {
    const kinds = batchesOf(lines).map(kindOf)
    const wishes = lines.map(({ cakeName, variantName, options }) =>
      JSON.stringify([cakeName, variantName, options]),
    )
    expect(kinds).toHaveLength(new Set(wishes).size)
    expect(batchesOf(lines.toReversed()).map(kindOf)).toEqual(kinds)
  })
})

test('a composition reads group by group, its options together', () => {
  const options = [
    { groupName: 'Filling', name: 'Plum' },
    { groupName: 'Filling', name: 'Nuts' },
    { groupName: 'Frosting', name: 'Butter' },
  ]
  const line = { cakeName: 'Sponge', variantName: '', options, inscription: null, quantity: 1, allergens: [] }
  expect(batchesOf([line])).toMatchObject([{ composition: 'Filling: Plum, Nuts; Frosting: Butter' }])
})
