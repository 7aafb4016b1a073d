import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { anyRow, customerOf, insertOrders, LISTS, opaque, readPage, sorted, type Row } from './lists.ts'

const NAMES = ['zoe', 'max', 'ida', 'leo', 'ben']
const NEWEST_FIRST = LISTS.find(({ title }) => title === 'orders by PLACED_AT_DESC')!

let bakery: TestBakery
let ids: string[]
beforeAll(async () => {
  bakery = await openBakeryForFile()
  ids = []
  for (const name of NAMES) ids.push(encodeId('Customer', await customerOf(bakery.db, name)))
})
afterAll(() => bakery.close())

const PAGES = `query ($ids: [ID!]!, $first: Int, $last: Int, $after: String, $before: String) {
  nodes(ids: $ids) { ... on Customer {
    orders(first: $first, last: $last, after: $after, before: $before) {
      totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } }
    ready: orders(filter: { status: [READY] }) { totalCount nodes { id } } } } }`

const anyOrders = fc.uniqueArray(fc.tuple(anyRow, fc.nat({ max: NAMES.length - 2 })), {
  selector: ([{ id }]) => id,
  maxLength: 40,
})
const anyPlace = fc.option(fc.nat(), { nil: undefined, freq: 2 })
const anySize = fc.integer({ min: 1, max: 6 })

test('one page of orders for each of many customers is the page that each would get alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyOrders,
      anySize,
      fc.boolean(),
      anyPlace,
      anyPlace,
      async (orders, size, fromEnd, one, other) => {
        // The last of them has ordered nothing.
        const perCustomer = NAMES.map((_, index) =>
          orders.filter(([, by]) => by === index).map(([row]) => row),
        )
        await bakery.db.deleteFrom('orders').execute()
        for (const [index, rows] of perCustomer.entries()) {
          if (rows.length > 0) await insertOrders(bakery, rows, NAMES[index]!)
        }
        const all = sorted(
          NEWEST_FIRST,
          orders.map(([row]) => row),
        )
        const { cursors } = await readPage(bakery, NEWEST_FIRST, { first: 100 })
        const at = (place?: number) =>
          place === undefined || all.length === 0 ? undefined : place % all.length
        const [after, before] = [at(one), at(other)]
        const { data, errors } = await bakery.staff(PAGES, {
          ids,
          [fromEnd ? 'last' : 'first']: size,
          after: after === undefined ? null : cursors[after],
          before: before === undefined ? null : cursors[before],
        })
        expect(errors).toBeUndefined()
        const isBetween = (row: Row): boolean => {
          const place = all.indexOf(row)
          return place > (after ?? -1) && place < (before ?? all.length)
        }
        expect(data.nodes).toEqual(
          perCustomer.map((rows) => {
            const between = sorted(NEWEST_FIRST, rows).filter(isBetween)
            const page = fromEnd ? between.slice(-size) : between.slice(0, size)
            const isMore = between.length > page.length
            return {
              orders: {
                totalCount: rows.length,
                nodes: page.map((row) => ({ id: opaque(NEWEST_FIRST, row) })),
                pageInfo: {
                  hasPreviousPage: fromEnd ? isMore : after !== undefined,
                  hasNextPage: fromEnd ? before !== undefined : isMore,
                },
              },
              ready: { totalCount: 0, nodes: [] },
            }
          }),
        )
      },
    ),
    { numRuns: 40 },
  )
})
