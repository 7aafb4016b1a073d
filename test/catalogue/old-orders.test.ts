import { expect, test } from 'vitest'
import { customer, openBakery, slotId, type Answer, type Ask } from '../support/bakery.ts'
import {
  cakeInput,
  createCake,
  groupInput,
  groupsOf,
  sent,
  setSpecialDay,
  sizeInput,
  sizesOf,
  updateBakery,
  updateCake,
  FAR_MONDAY_MORNING,
  FAR_WEDNESDAY,
} from '../support/back-office.ts'
import { change, place } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'

/** All that was agreed. */
const AGREED = `query ($id: ID!) { order(id: $id) {
  number status version method pricesIncludeTax allergens note placedAt updatedAt
  subtotal { amount } deliveryFee { amount } tax { amount } total { amount }
  slot { date startTime endTime startsAt endsAt }
  items {
    id cakeName variantName inscription quantity allergens unitPrice { amount } total { amount }
    options { groupName name surcharge { amount } }
  }
  history { status action at }
} }`

const CAKES_OF = 'query ($id: ID!) { order(id: $id) { items { cake { name status } } } }'

const anna = customer('anna')

async function openWithOrder() {
  const bakery = await openBakery({ now: FAR_MONDAY_MORNING })
  await bakery.as(anna)('mutation { registerCustomer(input: { name: "Anna" }) { __typename } }')
  const { cake } = await createCake(
    bakery.admin,
    cakeInput({
      name: 'Sponge',
      inscriptionMaxLength: 20,
      variants: [sizeInput({ productionUnits: 3 })],
      optionGroups: [groupInput({ maxChoices: 2 })],
    }),
  )
  const items = [
    {
      variantId: cake.variants[0].id,
      optionIds: groupsOf(cake)[0].options.map(({ id }: { id: string }) => id),
      inscription: 'Zoë',
      quantity: 2,
    },
  ]
  const wish = { items, slotId: slotId(FAR_WEDNESDAY), note: 'Candles' }
  const { order } = await place(bakery.as(anna), wish)
  return { bakery, cake, order, wish }
}

const agreed = (ask: Ask, { id }: Answer['data']) => sent(ask, AGREED, { id })

test('an order keeps all that was agreed, whatever becomes of its cake', async () => {
  const { bakery, cake, order } = await openWithOrder()
  const before = await agreed(bakery.as(anna), order)
  expect(before).toMatchObject({
    total: { amount: 6600 },
    allergens: ['EGGS', 'GLUTEN', 'TREE_NUTS'],
    items: [
      { cakeName: 'Sponge', variantName: '20 cm', options: [{ name: 'Raspberry' }, { name: 'Hazelnut' }] },
    ],
  })
  const [size] = sizesOf(cake)
  const [filling] = groupsOf(cake)
  const [raspberry, hazelnut] = filling.options
  const fates: object[] = [
    { name: 'Renamed', allergens: ['FISH'], taxRateBasisPoints: 2100, slug: 'renamed' },
    { variants: [{ ...size, name: 'Huge', price: 9900, productionUnits: 9, servings: 99 }] },
    {
      optionGroups: [
        { ...filling, name: 'Inside', options: [{ ...raspberry, name: 'Plum', surcharge: 700 }, hazelnut] },
      ],
    },
    { optionGroups: [{ ...filling, options: [raspberry] }] },
    { optionGroups: [], inscriptionMaxLength: null },
    { variants: [sizeInput({ name: 'Another' })], leadDays: 300, seasonUntil: '2082-01-01' },
    { status: 'ARCHIVED', variants: [] },
  ]
  for (const fate of fates) {
    expect(await updateCake(bakery.admin, { cakeId: cake.id, ...fate })).toHaveProperty('cake')
    for (const ask of [bakery.as(anna), bakery.staff]) expect(await agreed(ask, order)).toEqual(before)
  }
  await updateBakery(bakery.admin, {
    taxRateBasisPoints: 2500,
    pricesIncludeTax: false,
    openingHours: [],
    productionCapacity: [],
    deliveryZones: [],
  })
  expect(await agreed(bakery.as(anna), order)).toEqual(before)
})

test('the customer sees the cake of an order while it is on sale, staff always', async () => {
  const { bakery, cake, order } = await openWithOrder()
  const cakesSeenBy = async (ask: Ask) =>
    (await sent(ask, CAKES_OF, { id: order.id })).items.map((item: Answer['data']) => item.cake)
  await updateCake(bakery.admin, { cakeId: cake.id, name: 'Renamed' })
  expect(await cakesSeenBy(bakery.as(anna))).toEqual([{ name: 'Renamed', status: 'ACTIVE' }])
  await updateCake(bakery.admin, { cakeId: cake.id, status: 'ARCHIVED' })
  expect(await cakesSeenBy(bakery.as(anna))).toEqual([null])
  expect(await cakesSeenBy(bakery.staff)).toEqual([{ name: 'Renamed', status: 'ARCHIVED' }])
})

test('cancelling gives back what was taken, not what the cake takes today', async () => {
  const { bakery, cake, order, wish } = await openWithOrder()
  const taken = () => bakery.db.selectFrom('day_usage').select('booked').execute()
  expect(await taken()).toEqual([{ booked: 6 }])
  const dearer = await updateCake(bakery.admin, {
    cakeId: cake.id,
    variants: [{ ...sizesOf(cake)[0], productionUnits: 5 }],
  })
  expect(dearer.cake.variants[0].productionUnits).toBe(5)
  await place(bakery.staff, wish)
  expect(await taken()).toEqual([{ booked: 16 }])
  await updateCake(bakery.admin, { cakeId: cake.id, status: 'ARCHIVED', variants: [] })
  await setSpecialDay(bakery.admin, { date: FAR_WEDNESDAY, closed: true })
  await change(bakery.as(anna), { orderId: order.id, version: 1, action: 'CANCEL' })
  expect(await taken()).toEqual([{ booked: 10 }])
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test('a retry shows the order that was placed, though its cake is gone', async () => {
  const { bakery, cake, wish } = await openWithOrder()
  const input = { ...wish, idempotencyKey: 'retry-after-the-end' }
  const first = await place(bakery.staff, input)
  await updateCake(bakery.admin, { cakeId: cake.id, status: 'ARCHIVED', variants: [] })
  expect(await place(bakery.staff, input)).toEqual({ ...first, replayed: true })
  expect(await place(bakery.staff, wish)).toMatchObject({ __typename: 'UnavailableItemError' })
})
