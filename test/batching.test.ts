import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from './support/bakery.ts'
import { fillShop, statementsFor, type Stock } from './support/statements.ts'

let bakery: TestBakery
let stock: Stock
beforeAll(async () => {
  // One connection, so that what is read at one time is always read in the same order.
  bakery = await openBakeryForFile({ poolMax: 1 })
  stock = await fillShop(bakery.db, 100)
})
afterAll(() => bakery.close())

test('x', async () => {
 const q = `query ($n: Int!) { orders(first: $n) { nodes { customer { name } history { note } items { options { name } cake { name } } } } }`
 for (const n of [1,10,100]) {
  const s = await statementsFor(bakery, bakery.staff, q, { n })
  console.log(n, s.length, n===1? s:'')
 }
 expect(stock.Cake.length).toBe(100)
})
