import { expect, test } from 'vitest'
import { openBakery, slotId, type Answer, type TestBakery } from '../support/bakery.ts'
import {
  cakeInput,
  createCake,
  groupInput,
  groupsOf,
  sent,
  sizeInput,
  sizesOf,
  updateCake,
} from '../support/back-office.ts'
import { place, ZOE } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'

const ORDERS = `{ orders(first: 100) { nodes {
  total { amount } allergens
  items { cakeName variantName unitPrice { amount } total { amount } allergens
    options { groupName name surcharge { amount } } }
} } }`

const placedOrders = async ({ staff }: TestBakery): Promise<Answer['data'][]> =>
  (await sent(staff, ORDERS)).nodes

/** The cake as it is in one of two times; each differs from the other in all that an order keeps. */
function times(cake: Answer['data']) {
  const [size] = sizesOf(cake)
  const [filling] = groupsOf(cake)
  const [option] = filling.options
  const inTime = (name: string, price: number, surcharge: number, allergens: string[]) => ({
    cakeId: cake.id,
    name: `${name} cake`,
    allergens,
    variants: [{ ...size, name: `${name} size`, price, productionUnits: price / 1000 }],
    optionGroups: [
      { ...filling, name: `${name} group`, options: [{ ...option, name: `${name} option`, surcharge }] },
    ],
  })
  return [inTime('Old', 1000, 100, ['EGGS']), inTime('New', 2000, 700, ['FISH'])] as const
}

async function openWithCake() {
  const bakery = await openBakery({ poolMax: 10, costAtMost: 1e9 })
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 1000 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 1000 }).execute()
  const optionGroups = [groupInput({ options: [{ name: 'Option' }] })]
  const { cake } = await createCake(bakery.admin, cakeInput({ variants: [sizeInput()], optionGroups }))
  const items = [
    { variantId: sizesOf(cake)[0].id, optionIds: [groupsOf(cake)[0].options[0].id], quantity: 3 },
  ]
  return { bakery, cake, wish: { items, slotId: slotId('2026-11-25'), contact: ZOE } }
}

const agreedIn = (name: string, unitPrice: number, surcharge: number, allergens: string[]) => ({
  total: { amount: 3 * unitPrice },
  allergens,
  items: [
    {
      cakeName: `${name} cake`,
      variantName: `${name} size`,
      unitPrice: { amount: unitPrice },
      total: { amount: 3 * unitPrice },
      allergens,
      options: [{ groupName: `${name} group`, name: `${name} option`, surcharge: { amount: surcharge } }],
    },
  ],
})

const OLD = agreedIn('Old', 1100, 100, ['EGGS'])
const NEW = agreedIn('New', 2700, 700, ['FISH'])

test(
  'an order that races a change of its cake is wholly of before or wholly of after',
  { timeout: 120_000 },
  async () => {
    const { bakery, cake, wish } = await openWithCake()
    const [before, after] = times(cake)
    for (let round = 0; round < 25; round++) {
      await updateCake(bakery.admin, before)
      await Promise.all([
        place(bakery.staff, wish),
        updateCake(bakery.admin, after),
        place(bakery.staff, wish),
      ])
    }
    const orders = await placedOrders(bakery)
    expect(orders).toHaveLength(50)
    for (const order of orders) expect([OLD, NEW]).toContainEqual(order)
    const units = orders.map(({ total }) => (total.amount === OLD.total.amount ? 3 : 6))
    const booked = units.reduce((sum, each) => sum + each, 0)
    expect(await bakery.db.selectFrom('day_usage').select('booked').execute()).toEqual([{ booked }])
    expect(await usageDifferences(bakery.db)).toEqual([])
  },
)

test('who told the total that was shown never pays another one', { timeout: 120_000 }, async () => {
  const { bakery, cake, wish } = await openWithCake()
  const [before, after] = times(cake)
  let placed = 0
  for (let round = 0; round < 25; round++) {
    await updateCake(bakery.admin, before)
    const orders = [1, 2].map(() => place(bakery.staff, { ...wish, expectedTotal: 3300 }))
    const [, ...answers] = await Promise.all([updateCake(bakery.admin, after), ...orders])
    const refused = answers.filter(({ order }) => !order)
    placed += answers.length - refused.length
    expect(refused).toMatchObject(
      refused.map(() => ({ __typename: 'PriceChangedError', total: { amount: 8100 } })),
    )
  }
  expect(await placedOrders(bakery)).toEqual(Array.from({ length: placed }, () => OLD))
})

test('orders that race the end of their cake are placed whole or not at all', async () => {
  const { bakery } = await openWithCake()
  for (let round = 0; round < 10; round++) {
    const { cake } = await createCake(bakery.admin, cakeInput({ optionGroups: [] }))
    const items = [{ variantId: cake.variants[0].id }]
    const [, ...answers] = await Promise.all([
      updateCake(bakery.admin, { cakeId: cake.id, status: 'ARCHIVED', variants: [] }),
      ...[1, 2, 3].map(() => place(bakery.staff, { items, slotId: slotId('2026-11-25'), contact: ZOE })),
    ])
    for (const { __typename, order } of answers) {
      const outcome = `${__typename} ${order?.total.amount}`
      expect(['PlaceOrderSuccess 3000', 'UnavailableItemError undefined']).toContain(outcome)
    }
  }
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(bakery.logged.filter(({ severity }) => severity === 'ERROR')).toEqual([])
})
