import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/schema/index.ts'
import { placesOf } from './places.ts'
import { openShop, type Shop } from './shop.ts'
import { besiege } from './siege.ts'

describe('customers who send nonsense are told so, and nothing comes of it', () => {
  let shop: Shop
  beforeAll(async () => void (shop = await openShop('customer')))
  afterAll(() => shop.bakery.close())

  test.for(placesOf(schema, ['guestOrder']))('$name', async (place) => {
    expect(await besiege(shop, place)).toEqual([])
  })
})

describe('visitors who send nonsense are told so, and nothing comes of it', () => {
  let shop: Shop
  beforeAll(async () => void (shop = await openShop('visitor')))
  afterAll(() => shop.bakery.close())

  test.for(placesOf(schema, ['order', 'orders', 'viewer']))('$name', async (place) => {
    expect(await besiege(shop, place)).toEqual([])
  })
})
