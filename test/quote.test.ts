import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '../src/domain/ids.ts'
import { customer, slotId, type Ask } from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'
import { amounts, CAKES, line, openKitchen, PLACE, QUOTE, quote, type Kitchen } from './support/kitchen.ts'
import { ZOE } from './support/operations.ts'
import { customerRow } from './support/stock.ts'

const kitchens: Record<string, Kitchen> = {}
beforeAll(async () => {
  kitchens['inside'] = await openKitchen(true)
  kitchens['on top'] = await openKitchen(false)
})
afterAll(() => Promise.all(Object.values(kitchens).map((kitchen) => kitchen.close())))

describe.each(['inside', 'on top'])('where tax is %s', (where) => {
  test('what is quoted is what the order then costs', async () => {
    const kitchen = kitchens[where]!
    const anyLine = fc
      .record({
        slug: fc.constantFrom(...CAKES.map(({ slug }) => slug)),
        quantity: fc.integer({ min: 1, max: 20 }),
        size: fc.nat(),
        chosen: fc.subarray(['Almond', 'Peanut', 'Cherry', 'Sesame']),
      })
      .map(({ slug, quantity, size, chosen }) => {
        const { variants, options } = kitchen.cakes[slug]!
        const optionIds = slug === 'composed' ? chosen.map((name) => options[name]!) : []
        return { variantId: variants[size % variants.length]!, quantity, optionIds }
      })
    const anyCode = fc.constantFrom(null, '1011 AB', '1012 AB', '1012JS', '2000', '10', 'AB10 1XY')
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLine, { minLength: 1, maxLength: 10 }),
        anyCode,
        fc.boolean(),
        async (items, postalCode, asStaff) => {
          const ask = asStaff ? kitchen.staff : kitchen.visitor
          const method = postalCode === null ? 'PICKUP' : 'DELIVERY'
          const quoted = await quote(ask, { items, method, postalCode })
          const address = postalCode && { line1: 'Dam 1', city: 'Amsterdam', country: 'NL', postalCode }
          const input = {
            items,
            slotId: slotId('2026-11-26', '10:00', method),
            contact: ZOE,
            deliveryAddress: address,
          }
          const key = { idempotencyKey: crypto.randomUUID() }
          const expectedTotal = quoted.total?.amount
          const { data } = await ask(PLACE, { input: { ...input, ...key, expectedTotal } })
          const charged = data.placeOrder.order ?? data.placeOrder
          expect(amountsOrRefusal(charged)).toEqual(amountsOrRefusal(quoted))
          expect(linesOf(charged)).toEqual(linesOf(quoted))
        },
      ),
      { numRuns: 25 },
    )
  })
})

const linesOf = ({ allergens, items }: { allergens?: string[]; items?: Record<string, unknown>[] }) => ({
  allergens,
  items: items?.map(({ quantity, unitPrice, total, allergens: own }) => ({
    quantity,
    unitPrice,
    total,
    own,
  })),
})

const amountsOrRefusal = (answer: { fields?: { code: string }[] } & Record<string, never>) =>
  answer.fields ? answer.fields.map(({ code }) => code) : amounts(answer)

describe('a price', () => {
  // 9 % for the sponge and the fee, 21 % and 0 % for the others: once per rate, rounded half up.
  test.each([
    ['inside', [11_530, 125, 1274, 11_655]],
    ['on top', [11_530, 125, 1493, 13_148]],
  ])('tells the tax %s, per rate', async (where, expected) => {
    const kitchen = kitchens[where]!
    const items = [
      line(kitchen, 'sponge', [], { quantity: 2 }),
      line(kitchen, 'high-tax'),
      line(kitchen, 'low-tax'),
    ]
    const quoted = await quote(kitchen.visitor, { items, method: 'DELIVERY', postalCode: '1012 JS' })
    expect(amounts(quoted)).toEqual(expected)
  })

  test('adds every choice of one group, and the dearest of another, in the order of the cake', async () => {
    const kitchen = kitchens['inside']!
    const items = [line(kitchen, 'composed', ['Sesame', 'Cherry', 'Peanut', 'Almond'], { quantity: 3 })]
    expect(await quote(kitchen.visitor, { items })).toMatchObject({
      total: { amount: 3 * (2001 + 300 + 101 + 57) },
      allergens: ['MILK', 'PEANUTS', 'SESAME', 'TREE_NUTS'],
      items: [
        {
          unitPrice: { amount: 2459 },
          cake: { slug: 'composed' },
          variant: { name: '20 cm' },
          options: ['Almond', 'Peanut', 'Cherry', 'Sesame'].map((name) => ({ name })),
        },
      ],
    })
  })

  test('that no order can hold is refused', async () => {
    const kitchen = kitchens['inside']!
    const gold = await addCake(kitchen.db, { slug: 'gold', variants: [{ price: 2_147_483_647 }] })
    const one = { variantId: gold.variants[0] }
    expect(await quote(kitchen.visitor, { items: [one] })).toMatchObject({ total: { amount: 2_147_483_647 } })
    const tooDear = { fields: [{ code: 'OUT_OF_RANGE', path: ['items'] }] }
    expect(await quote(kitchen.visitor, { items: [{ ...one, quantity: 2 }] })).toMatchObject(tooDear)
    const delivered = { items: [one], method: 'DELIVERY', postalCode: '1012 JS' }
    expect(await quote(kitchen.visitor, delivered)).toMatchObject(tooDear)
  })
})

describe('a delivery', () => {
  test.each([
    ['1011AB', 0, 'City'],
    [' 10 11 ab', 0, 'City'],
    ['ab1', 0, 'City'],
    ['1012 JT', 350, 'Canals'],
    ['1012 js 5', 125, 'Dam'],
    ['1 0 1 2 J S', 125, 'Dam'],
    ['10', 500, 'Town'],
    ['2', 1999, 'Far'],
  ])('to %j costs %i, as %s lies nearest', async (postalCode, fee) => {
    const kitchen = kitchens['inside']!
    const items = [line(kitchen, 'sponge', [], { quantity: 3 })]
    const quoted = await quote(kitchen.visitor, { items, method: 'DELIVERY', postalCode })
    expect(amounts(quoted).slice(0, 2)).toEqual([3 * 2399, fee])
  })

  test.each([
    ['3000', 'NO_DELIVERY_ZONE'],
    ['1', 'NO_DELIVERY_ZONE'],
    ['1013', 'BELOW_MINIMUM'],
    [null, 'REQUIRED'],
    ['', 'REQUIRED'],
    ['   ', 'REQUIRED'],
    ['1012 JS 1012 JS 1', 'TOO_LONG'],
    ['10\0', 'NOT_ALLOWED'],
    ['10\ud800', 'MALFORMED'],
  ])('to %j is refused: %s', async (postalCode, code) => {
    const kitchen = kitchens['inside']!
    const items = [line(kitchen, 'sponge')]
    const refused = await quote(kitchen.visitor, { items, method: 'DELIVERY', postalCode })
    expect(refused.fields).toMatchObject([{ code, path: ['postalCode'] }])
    expect(refused.fields).toHaveLength(1)
  })

  test('is made from just the minimum on, and a pick-up needs no postal code', async () => {
    const kitchen = kitchens['inside']!
    const items = [line(kitchen, 'sponge')]
    const delivered = await quote(kitchen.visitor, { items, method: 'DELIVERY', postalCode: '2' })
    expect(amounts(delivered).slice(0, 2)).toEqual([2399, 1999])
    const cheaper = { items: [line(kitchen, 'low-tax')], method: 'DELIVERY', postalCode: '2' }
    expect((await quote(kitchen.visitor, cheaper)).fields).toMatchObject([{ code: 'BELOW_MINIMUM' }])
    for (const postalCode of [null, '', '3000']) {
      expect(amounts(await quote(kitchen.visitor, { items, postalCode }))[1]).toBe(0)
    }
  })
})

async function codesFor(kitchen: Kitchen, ask: Ask, customerId: string): Promise<string[] | undefined> {
  const { errors } = await ask(QUOTE, { items: [line(kitchen, 'sponge')], customerId })
  return errors?.map(({ extensions }) => extensions.code)
}

describe('allergies', () => {
  let kitchen: Kitchen
  let zoesId: string
  beforeAll(async () => {
    kitchen = kitchens['inside']!
    const rows = [
      customerRow('zoe', { allergies: ['TREE_NUTS', 'MILK', 'FISH'] }),
      customerRow('colleague', { subject: 'staff-1', allergies: ['SESAME'] }),
    ]
    await kitchen.db.insertInto('customers').values(rows).execute()
    zoesId = encodeId('Customer', rows[0]!.id)
  })
  const conflicts = async (ask: Ask, args: object = {}, options = ['Almond', 'Sesame']) =>
    (await quote(ask, { items: [line(kitchen, 'composed', options), line(kitchen, 'low-tax')], ...args }))
      .allergyConflicts

  test('of whoever asks are told, choices included, and of visitors and strangers none', async () => {
    expect(await conflicts(kitchen.as(customer('zoe')))).toEqual(['MILK', 'TREE_NUTS'])
    expect(await conflicts(kitchen.as(customer('zoe')), {}, [])).toEqual(['MILK'])
    expect(await conflicts(kitchen.staff)).toEqual(['SESAME'])
    for (const ask of [kitchen.visitor, kitchen.as(customer('max'))]) {
      expect(await conflicts(ask)).toEqual([])
    }
  })

  test('of a customer are told to staff who name them, in place of their own', async () => {
    expect(await conflicts(kitchen.staff, { customerId: zoesId })).toEqual(['MILK', 'TREE_NUTS'])
    expect(await conflicts(kitchen.admin, { customerId: zoesId })).toEqual(['MILK', 'TREE_NUTS'])
    expect(await conflicts(kitchen.staff, { customerId: null })).toEqual(['SESAME'])
  })

  test('of a customer are nobody else’s to ask for, not even their own by id', async () => {
    for (const customerId of [zoesId, encodeId('Customer', crypto.randomUUID()), 'nonsense', '']) {
      expect(await codesFor(kitchen, kitchen.visitor, customerId)).toEqual(['UNAUTHENTICATED'])
      expect(await codesFor(kitchen, kitchen.as(customer('zoe')), customerId)).toEqual(['FORBIDDEN'])
    }
  })

  test('of nobody are not there to be told', async () => {
    const cases = [
      [encodeId('Customer', crypto.randomUUID()), 'UNKNOWN'],
      [kitchen.cakes['sponge']!.id, 'UNKNOWN'],
      ['nonsense', 'MALFORMED'],
      ['', 'MALFORMED'],
    ]
    for (const [customerId, code] of cases) {
      const refused = await quote(kitchen.staff, { items: [line(kitchen, 'sponge')], customerId })
      expect(refused).toMatchObject({ fields: [{ code, path: ['customerId'] }] })
    }
  })
})

test('a basket that cannot be composed is not priced: all its lines are told at once', async () => {
  const kitchen = kitchens['inside']!
  const draft = await addCake(kitchen.db, { slug: 'draft', status: 'DRAFT' })
  const items = [
    line(kitchen, 'sponge'),
    { variantId: draft.variants[0] },
    { variantId: encodeId('CakeVariant', crypto.randomUUID()) },
    { ...line(kitchen, 'sponge'), optionIds: [encodeId('CakeOption', crypto.randomUUID())] },
  ]
  for (const ask of [kitchen.visitor, kitchen.admin]) {
    const refused = await quote(ask, { items })
    expect(refused).toMatchObject({
      __typename: 'UnavailableItemError',
      items: [1, 2, 3].map((itemIndex) => ({ itemIndex })),
    })
  }
  const misfit = { ...line(kitchen, 'sponge'), optionIds: [kitchen.cakes['composed']!.options['Cherry']] }
  expect(await quote(kitchen.visitor, { items: [misfit] })).toMatchObject({
    fields: [{ code: 'NOT_ALLOWED', path: ['items', '0', 'optionIds', '0'] }],
  })
})
