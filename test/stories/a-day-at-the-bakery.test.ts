import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, openBakeryForFile, type Answer, type Ask, type TestBakery } from '../support/bakery.ts'
import { usageDifferences } from '../support/usage.ts'
import * as operations from './operations.ts'

// One bakery from its first day on; each test goes on where the one before it stopped. docs/a-day-at-the-bakery.md
// tells the same story.

let bakery: TestBakery
const MONDAY = '2026-11-23'
const FRIDAY = '2026-11-27'
const SATURDAY = '2026-11-28'

beforeAll(async () => {
  bakery = await openBakeryForFile({ now: `${MONDAY}T09:00:00Z`, settings: 'closed' })
})
afterAll(() => bakery.close())

test('on its first day the bakery is closed and sells nothing', async () => {
  const { data } = await ask(bakery.visitor, '{ bakery { openingHours { weekday } } cakes { totalCount } }')
  expect(data).toEqual({ bakery: { openingHours: [] }, cakes: { totalCount: 0 } })
})

test('an admin sets hours, capacity and a delivery zone', async () => {
  const input = {
    taxRateBasisPoints: 900,
    openingHours: [
      {
        weekday: 'FRIDAY',
        method: 'PICKUP',
        opens: '09:00',
        closes: '17:00',
        slotMinutes: 60,
        ordersPerSlot: 4,
      },
      {
        weekday: 'SATURDAY',
        method: 'PICKUP',
        opens: '09:00',
        closes: '13:00',
        slotMinutes: 60,
        ordersPerSlot: 4,
      },
      {
        weekday: 'FRIDAY',
        method: 'DELIVERY',
        opens: '13:00',
        closes: '17:00',
        slotMinutes: 120,
        ordersPerSlot: 3,
      },
    ],
    productionCapacity: ['TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'].map((weekday) => ({
      weekday,
      units: 60,
    })),
    deliveryZones: [{ name: 'Town', postalCodePrefixes: ['1011'], fee: 450, minimumSubtotal: 2000 }],
  }
  const { data } = await ask(bakery.admin, operations.UPDATE_BAKERY, { input })
  expect(data.updateBakery).toMatchObject({ __typename: 'UpdateBakerySuccess' })
  expect(data.updateBakery.bakery.openingHours).toHaveLength(3)
})

const cakes: Record<string, { id: string; variantId: string; options: Record<string, string> }> = {}

test('two cakes are written, and one of them is put on sale only when it can be sold', async () => {
  const sponge = {
    slug: 'sponge',
    name: 'Victoria Sponge',
    status: 'ACTIVE',
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    inscriptionMaxLength: 20,
    variants: [{ sku: 'SPO-20', name: '20 cm', servings: 10, price: 3000, productionUnits: 1 }],
    optionGroups: [
      {
        name: 'Filling',
        minChoices: 1,
        maxChoices: 1,
        options: [{ name: 'Raspberry' }, { name: 'Hazelnut', surcharge: 300, allergens: ['TREE_NUTS'] }],
      },
    ],
  }
  await keepCake(sponge)
  const draft = { slug: 'tart', name: 'Lemon Tart', variants: [], leadDays: 2 }
  await keepCake(draft)
  const withdrawn = await ask(bakery.admin, operations.UPDATE_CAKE, {
    input: { cakeId: cakes['tart']!.id, status: 'ACTIVE' },
  })
  expect(withdrawn.data.updateCake).toMatchObject({ fields: [{ code: 'REQUIRED', path: ['variants'] }] })
  const size = { sku: 'TAR-24', name: '24 cm', servings: 12, price: 2600, productionUnits: 2 }
  const onSale = { cakeId: cakes['tart']!.id, status: 'ACTIVE', variants: [size] }
  const { data } = await ask(bakery.admin, operations.UPDATE_CAKE, { input: onSale })
  cakes['tart']!.variantId = data.updateCake.cake.variants[0].id
  const listed = await ask(bakery.visitor, '{ cakes { nodes { slug priceFrom { amount } } } }')
  expect(listed.data.cakes.nodes).toEqual([
    { slug: 'tart', priceFrom: { amount: 2600 } },
    { slug: 'sponge', priceFrom: { amount: 3000 } },
  ])
})

const placed: Answer['data'][] = []
const anna = customer('anna')

test('thirty orders come in: from guests, from a registered customer and over the counter', async () => {
  await ask(bakery.as(anna), operations.REGISTER, { input: { name: 'Anna', allergies: ['TREE_NUTS'] } })
  const walkIn = await ask(bakery.staff, operations.CREATE_CUSTOMER, {
    input: { name: 'Bo', phone: '06 1234' },
  })
  const customerId = walkIn.data.createCustomer.customer.id
  for (let index = 0; index < 30; index++) {
    const isTart = index % 3 === 2
    const items = [
      isTart
        ? { variantId: cakes['tart']!.variantId }
        : {
            variantId: cakes['sponge']!.variantId,
            optionIds: [cakes['sponge']!.options[index % 2 ? 'Hazelnut' : 'Raspberry']],
            inscription: index % 2 ? `Nr ${index}` : undefined,
          },
    ]
    const slotId = await freeSlot(items, index)
    const contact = { name: `Guest ${index}`, email: `guest-${index}@example.com` }
    const by: [Ask, object][] = [
      [bakery.visitor, { contact }],
      [bakery.as(anna), {}],
      [bakery.staff, { customerId }],
    ]
    const [asker, extra] = by[index % 3]!
    const input = { idempotencyKey: randomUUID(), items, slotId, ...extra }
    const { data } = await ask(asker, operations.PLACE_ORDER, { input })
    expect(data.placeOrder).toMatchObject({ __typename: 'PlaceOrderSuccess' })
    placed.push(data.placeOrder.order)
  }
  expect(new Set(placed.map(({ status }) => status))).toEqual(new Set(['PENDING', 'CONFIRMED']))
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('the kitchen sees what to make on Friday, and moves each order along until it is handed over', async () => {
  const { data } = await ask(bakery.staff, operations.PLAN, { date: FRIDAY })
  const plan = data.productionPlan
  const made = plan.batches.reduce((sum: number, batch: { quantity: number }) => sum + batch.quantity, 0)
  expect(made).toBe(plan.orders.length)
  expect(plan.booked).toBeLessThanOrEqual(plan.capacity)
  expect(plan.batches).toContainEqual(expect.objectContaining({ composition: 'Filling: Hazelnut' }))
  bakery.setNow(`${FRIDAY}T07:00:00Z`)
  for (const order of plan.orders) {
    for (const action of ['CONFIRM', 'START_PRODUCTION', 'MARK_READY', 'COMPLETE']) await step(order, action)
  }
  const after = await ask(bakery.staff, operations.PLAN, { date: FRIDAY })
  expect(new Set(after.data.productionPlan.orders.map(({ status }: { status: string }) => status))).toEqual(
    new Set(['COMPLETED']),
  )
})

test('Saturday has to close: the orders that stand on it are named, moved and none is lost', async () => {
  const input = { date: SATURDAY, closed: true, reason: 'The oven is broken' }
  const { data } = await ask(bakery.admin, operations.SET_SPECIAL_DAY, { input })
  const affected = data.setSpecialDay.affectedOrders
  expect(affected.length).toBeGreaterThan(0)
  for (const order of affected) {
    const { days } = (await ask(bakery.staff, operations.WHEN_ELSE, { id: order.id })).data.order.availability
    const slot = days
      .flatMap((day: Answer['data']) => day.slots)
      .find((offer: Answer['data']) => offer.available)
    const moved = await ask(bakery.staff, operations.RESCHEDULE, {
      input: { orderId: order.id, version: order.version, slotId: slot.slot.id },
    })
    expect(moved.data.rescheduleOrder).toMatchObject({ __typename: 'RescheduleOrderSuccess' })
  }
  const plan = await ask(bakery.staff, operations.PLAN, { date: SATURDAY })
  expect(plan.data.productionPlan).toMatchObject({ capacity: 0, booked: 0, orders: [] })
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('Anna asks to be forgotten: first her open orders end, then nothing names her any more', async () => {
  const { data } = await ask(
    bakery.as(anna),
    '{ viewer { customer { id orders(first: 100) { nodes { id version status } } } } }',
  )
  const { id, orders } = data.viewer.customer
  const refused = await ask(bakery.admin, operations.ERASE, { id })
  expect(refused.data.eraseCustomer).toMatchObject({ fields: [{ code: 'NOT_ALLOWED' }] })
  for (const order of orders.nodes) if (order.status !== 'COMPLETED') await step(order, 'CANCEL')
  const erased = await ask(bakery.admin, operations.ERASE, { id })
  expect(erased.data.eraseCustomer).toEqual({ __typename: 'EraseCustomerSuccess', erasedId: id })
  const found = await ask(
    bakery.staff,
    '{ orders(filter: { search: "anna" }) { totalCount } customers(search: "anna") { totalCount } }',
  )
  expect(found.data).toEqual({ orders: { totalCount: 0 }, customers: { totalCount: 0 } })
  expect((await ask(bakery.staff, '{ orders { totalCount } }')).data.orders.totalCount).toBe(30)
})

async function keepCake(input: object): Promise<void> {
  const { data } = await ask(bakery.admin, operations.CREATE_CAKE, { input })
  expect(data.createCake).toMatchObject({ __typename: 'CreateCakeSuccess' })
  const { id, slug, variants, optionGroups } = data.createCake.cake
  const options = optionGroups.flatMap((group: Answer['data']) => group.options)
  cakes[slug] = {
    id,
    variantId: variants[0]?.id,
    options: Object.fromEntries(options.map((option: Answer['data']) => [option.name, option.id])),
  }
}

async function freeSlot(items: object[], index: number): Promise<string> {
  const { data } = await ask(bakery.visitor, operations.WHEN, { items, from: MONDAY, to: '2026-12-20' })
  const slots = data.availability.days
    .flatMap((day: Answer['data']) => day.slots)
    .filter((offer: Answer['data']) => offer.available)
  return slots[(index * 7) % Math.min(slots.length, 14)].slot.id
}

async function step(order: { id: string }, action: string): Promise<void> {
  const { data } = await ask(
    bakery.staff,
    'query ($id: ID!) { order(id: $id) { version availableActions } }',
    {
      id: order.id,
    },
  )
  if (!data.order.availableActions.includes(action)) return
  const input = { orderId: order.id, version: data.order.version, action }
  const changed = await ask(bakery.staff, operations.CHANGE_ORDER, { input })
  expect(changed.data.changeOrder).toMatchObject({ __typename: 'ChangeOrderSuccess' })
}

async function ask(asker: Ask, query: string, variables?: object): Promise<Answer> {
  const answer = await asker(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer
}
