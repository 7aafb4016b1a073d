import { beforeEach, expect, test } from 'vitest'
import { customer, openBakery, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
import { register, reschedule } from '../support/counter.ts'
import { change, place, ZOE } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'

const [TUESDAY, WEDNESDAY, THURSDAY] = ['2026-11-24', '2026-11-25', '2026-11-26'] as const

let bakery: TestBakery
let sponge: TestCake
let order: { items: object[]; slotId: string; contact: object }
beforeEach(async () => {
  bakery = await openBakery()
  const groups = [{ options: [{ name: 'Hazelnut', surcharge: 300, allergens: ['TREE_NUTS' as const] }] }]
  sponge = await addCake(bakery.db, { slug: 'sponge', groups })
  const items = [{ variantId: sponge.variants[0], optionIds: [sponge.options['Hazelnut']], quantity: 2 }]
  order = { items, slotId: slotId(WEDNESDAY), contact: ZOE }
})

test('at midnight of the bakery, not of UTC, the lead time counts from another day', async () => {
  bakery.setNow(`${TUESDAY}T22:59:59Z`)
  expect(await place(bakery.visitor, order)).toHaveProperty('order')
  bakery.setNow(`${TUESDAY}T23:00:00Z`)
  const refused = await place(bakery.visitor, { ...order, slotId: slotId(WEDNESDAY, '16:00') })
  expect(refused).toMatchObject({
    reason: 'LEAD_TIME',
    alternatives: [{ slot: { date: THURSDAY, startTime: '09:00' } }, {}, {}],
  })
})

test('an order of a day off counts as that of the next working day', async () => {
  const mondays = ['2026-11-22T23:00:00Z', '2026-11-23T12:00:00Z', '2026-11-23T22:59:59Z']
  for (const [index, now] of mondays.entries()) {
    bakery.setNow(now)
    const tooSoon = await place(bakery.visitor, { ...order, slotId: slotId(TUESDAY) })
    expect(tooSoon).toMatchObject({ reason: 'LEAD_TIME' })
    const slot = slotId(WEDNESDAY, `1${index}:00`)
    expect(await place(bakery.visitor, { ...order, slotId: slot })).toHaveProperty('order')
  }
})

test('who was quoted a price that changed since is told the new one, and pays what they then agree to', async () => {
  const QUOTE = `query ($items: [OrderItemInput!]!) { quote(items: $items, method: PICKUP) {
    ... on OrderQuote { total { amount } } } }`
  const quoted = async () => (await bakery.visitor(QUOTE, { items: order.items })).data.quote.total.amount
  const expectedTotal = await quoted()
  expect(expectedTotal).toBe(6600)
  await bakery.db.updateTable('cake_options').set({ surcharge: 450 }).execute()
  const refused = await place(bakery.visitor, { ...order, expectedTotal })
  expect(refused).toMatchObject({ __typename: 'PriceChangedError', total: { amount: 6900 } })
  expect(await usageDifferences(bakery.db)).toEqual([])
  const placed = await place(bakery.visitor, { ...order, expectedTotal: await quoted() })
  expect(placed.order.total.amount).toBe(6900)
})

test.each([
  ['withdrawn', { status: 'ARCHIVED' as const }],
  ['taken back to a draft', { status: 'DRAFT' as const }],
  ['out of season for good', { season_until: '2026-11-22' }],
  ['not in season before the horizon', { season_from: '2027-01-23' }],
])(
  'a cake that is %s meanwhile is unavailable, but an order that was placed is given again',
  async (_title, changed) => {
    const sent = { ...order, idempotencyKey: 'key-of-zoe-000001' }
    const first = await place(bakery.visitor, sent)
    await bakery.db.updateTable('cakes').set(changed).execute()
    expect(await place(bakery.visitor, sent)).toEqual({ ...first, replayed: true })
    expect(await place(bakery.visitor, order)).toMatchObject({
      __typename: 'UnavailableItemError',
      items: [{ itemIndex: 0 }],
    })
  },
)

test('a season holds its first and its last day, and is sold before it begins', async () => {
  await bakery.db
    .updateTable('cakes')
    .set({ season_from: WEDNESDAY, season_until: THURSDAY, lead_days: 0 })
    .execute()
  const told: string[] = []
  for (const date of [TUESDAY, WEDNESDAY, THURSDAY, '2026-11-27']) {
    const answer = await place(bakery.staff, { ...order, slotId: slotId(date), overrideLeadTime: true })
    told.push(answer.reason ?? 'placed')
  }
  expect(told).toEqual(['OUT_OF_SEASON', 'placed', 'placed', 'OUT_OF_SEASON'])
})

test('an order keeps names, prices, taxes, allergens and the end of its slot, whatever changes later', async () => {
  const AGREED = `query ($id: ID!) { order(id: $id) {
    total { amount } tax { amount } subtotal { amount } pricesIncludeTax allergens slot { date startTime endTime endsAt }
    items { cakeName variantName unitPrice { amount } total { amount } allergens options { groupName name surcharge { amount } } } } }`
  const { id } = (await place(bakery.staff, order)).order
  const agreed = (await bakery.staff(AGREED, { id })).data.order
  expect(agreed).toMatchObject({
    total: { amount: 6600 },
    allergens: ['EGGS', 'GLUTEN', 'MILK', 'TREE_NUTS'],
    slot: { startTime: '10:00', endTime: '11:00' },
    items: [{ cakeName: 'sponge', unitPrice: { amount: 3300 } }],
  })
  const { db } = bakery
  await db
    .updateTable('cakes')
    .set({ name: 'Brick', allergens: ['LUPIN'], tax_rate_basis_points: 2100, status: 'ARCHIVED' })
    .execute()
  await db.updateTable('cake_variants').set({ name: 'Huge', price: 1, production_units: 9 }).execute()
  await db.updateTable('option_groups').set({ name: 'Mortar', pricing: 'HIGHEST' }).execute()
  await db.updateTable('cake_options').set({ name: 'Sand', surcharge: 9, allergens: [] }).execute()
  await db.updateTable('bakery').set({ prices_include_tax: false, tax_rate_basis_points: 0 }).execute()
  await db.updateTable('opening_hours').set({ slot_minutes: 30, orders_per_slot: 1 }).execute()
  expect((await bakery.staff(AGREED, { id })).data.order).toEqual(agreed)

  const moved = await reschedule(bakery.staff, { orderId: id, version: 1, slotId: slotId(THURSDAY) })
  expect(moved.order.slot).toEqual({ date: THURSDAY, startTime: '10:00', endTime: '10:30' })
  const { slot: _, ...rest } = (await bakery.staff(AGREED, { id })).data.order
  expect(agreed).toMatchObject(rest)
  expect(await usageDifferences(db)).toEqual([])
  await change(bakery.staff, { orderId: id, version: 2, action: 'CANCEL' })
  expect(await usageDifferences(db)).toEqual([])
})

test('who cancels twice is told that it changed, and who cancels what is cancelled that it cannot be', async () => {
  const zoe = bakery.as(customer('zoe'))
  await register(zoe, { name: 'Zoë' })
  const { id } = (await place(zoe, order)).order
  const cancel = (version: number) => change(zoe, { orderId: id, version, action: 'CANCEL' })
  expect(await cancel(1)).toMatchObject({ order: { status: 'CANCELLED', version: 2 } })
  expect(await cancel(1)).toMatchObject({ __typename: 'StaleVersionError', order: { status: 'CANCELLED' } })
  expect(await cancel(2)).toMatchObject({ __typename: 'IllegalTransitionError', availableActions: [] })
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('a customer who cancels what was confirmed meanwhile reads it again, and then can', async () => {
  const placed = await place(bakery.visitor, order)
  const { id } = placed.order
  await change(bakery.staff, { orderId: id, version: 1, action: 'CONFIRM' })
  const input = { orderId: id, action: 'CANCEL', guestToken: placed.guestToken }
  const stale = await change(bakery.visitor, { ...input, version: 1 })
  expect(stale).toMatchObject({ order: { status: 'CONFIRMED', version: 2 } })
  expect(await change(bakery.visitor, { ...input, version: 2 })).toMatchObject({
    order: { status: 'CANCELLED' },
  })
  expect(await usageDifferences(bakery.db)).toEqual([])
})
