import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/schema/index.ts'
import { placesOf } from './places.ts'
import { openShop, type Shop } from './shop.ts'
import { besiege } from './siege.ts'

describe('staff who send nonsense are told so, and nothing comes of it', () => {
  let shop: Shop
  beforeAll(async () => void (shop = await openShop('staff')))
  afterAll(() => shop.bakery.close())

  test.for(placesOf(schema, ['guestOrder']))('$name', async (place) => {
    expect(await besiege(shop, place)).toEqual([])
  })
})
