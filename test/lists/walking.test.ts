import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import {
  anyRow,
  anyRows,
  customerOf,
  LISTS,
  opaque,
  precedes,
  readPage,
  refill,
  remove,
  sorted,
  type List,
  type Page,
  type PageArgs,
  type Row,
} from './lists.ts'

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await customerOf(bakery.db, 'zoe')
})
afterAll(() => bakery.close())

const RUNS = { numRuns: 12 }
const anyEnd = fc.boolean()

describe.each(LISTS)('$title', (list) => {
  test('walked page by page from either end, is the whole list in order', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.integer({ min: 1, max: 9 }), anyEnd, async (rows, size, fromEnd) => {
        await refill(bakery, list, rows)
        const pages = await walk(list, size, fromEnd)
        const walked = (fromEnd ? pages.toReversed() : pages).flatMap(({ ids }) => ids)
        expect(walked).toEqual(sorted(list, rows).map((row) => opaque(list, row)))
        expect(pages.length).toBe(Math.max(1, Math.ceil(rows.length / size)))
        expect(pages.map(({ pageInfo }) => whatLiesBeyond(pageInfo))).toEqual(
          pages.map((_, index) => {
            const [started, goesOn] = [index > 0, index < pages.length - 1]
            return fromEnd ? { before: goesOn, after: started } : { before: started, after: goesOn }
          }),
        )
      }),
      RUNS,
    )
  })

  test('that changes between pages still skips nothing and shows nothing twice', async () => {
    const anyChange = fc.record({
      come: fc.array(anyRow, { maxLength: 3 }),
      go: fc.array(fc.nat(), { maxLength: 3 }),
    })
    const changes = fc.array(anyChange, { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        fc.integer({ min: 1, max: 6 }),
        anyEnd,
        changes,
        async (rows, size, fromEnd, each) => {
          await refill(bakery, list, rows)
          const standing = new Map(rows.map((row) => [row.id, row]))
          const seen: Row[] = []
          let last: Row | undefined
          let cursor: string | undefined
          for (const change of [...each, ...each]) {
            const beyond = sorted(list, standing.values()).filter(
              (row) => !last || (fromEnd ? precedes(list, row, last) : precedes(list, last, row)),
            )
            const expected = fromEnd ? beyond.slice(-size) : beyond.slice(0, size)
            const page = await readPage(bakery, list, pageArgs(size, fromEnd, cursor))
            expect(page.ids).toEqual(expected.map((row) => opaque(list, row)))
            expect(fromEnd ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage).toBe(
              beyond.length > expected.length,
            )
            if (expected.length === 0) break
            seen.push(...expected)
            last = fromEnd ? expected[0] : expected.at(-1)
            cursor = fromEnd ? page.pageInfo.startCursor : page.pageInfo.endCursor
            await alter(list, standing, change)
          }
          expect(new Set(seen).size).toBe(seen.length)
        },
      ),
      RUNS,
    )
  })

  test('between any two of its cursors, in any order, is what lies between them', async () => {
    const anyPlace = fc.option(fc.nat(), { nil: undefined, freq: 4 })
    const anySize = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined, freq: 6 })
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        anyPlace,
        anyPlace,
        anySize,
        anyEnd,
        async (rows, one, other, size, fromEnd) => {
          await refill(bakery, list, rows)
          const all = sorted(list, rows)
          const { cursors } = await readPage(bakery, list, { first: 100 })
          const at = (place?: number) =>
            place === undefined || all.length === 0 ? undefined : place % all.length
          const [after, before] = [at(one), at(other)]
          const between = all.slice(after === undefined ? 0 : after + 1, before ?? all.length)
          const isLast = fromEnd && size !== undefined
          const expected = isLast ? between.slice(-size) : between.slice(0, size ?? 20)
          const page = await readPage(bakery, list, {
            ...(size === undefined ? {} : isLast ? { last: size } : { first: size }),
            ...(after === undefined ? {} : { after: cursors[after]! }),
            ...(before === undefined ? {} : { before: cursors[before]! }),
          })
          expect(page.ids).toEqual(expected.map((row) => opaque(list, row)))
          // Towards where reading goes, what is left between the cursors; at its back, whether a cursor cut something off.
          const isMore = between.length > expected.length
          expect(whatLiesBeyond(page.pageInfo)).toEqual({
            before: isLast ? isMore : after !== undefined,
            after: isLast ? before !== undefined : isMore,
          })
        },
      ),
      RUNS,
    )
  })
})

async function walk(list: List, size: number, fromEnd: boolean): Promise<Page[]> {
  const pages: Page[] = []
  let cursor: string | undefined
  do {
    const page = await readPage(bakery, list, pageArgs(size, fromEnd, cursor))
    expect(page.pageInfo).toMatchObject({
      startCursor: page.cursors[0] ?? null,
      endCursor: page.cursors.at(-1) ?? null,
    })
    pages.push(page)
    cursor = fromEnd ? page.pageInfo.startCursor : page.pageInfo.endCursor
    if (!(fromEnd ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage)) return pages
  } while (pages.length < 100)
  throw new Error('The list does not end.')
}

function pageArgs(size: number, fromEnd: boolean, cursor: string | undefined): PageArgs {
  if (fromEnd) return cursor === undefined ? { last: size } : { last: size, before: cursor }
  return cursor === undefined ? { first: size } : { first: size, after: cursor }
}

const whatLiesBeyond = ({ hasNextPage, hasPreviousPage }: Page['pageInfo']) => ({
  before: hasPreviousPage,
  after: hasNextPage,
})

async function alter(list: List, standing: Map<string, Row>, { come, go }: { come: Row[]; go: number[] }) {
  const ids = [...standing.keys()]
  const leaving = new Set(go.flatMap((at) => (ids.length === 0 ? [] : [ids[at % ids.length]!])))
  for (const id of leaving) {
    standing.delete(id)
    await remove(bakery, list, id)
  }
  const fresh = come.filter(
    ({ id }, index) => !ids.includes(id) && come.findIndex((row) => row.id === id) === index,
  )
  for (const row of fresh) standing.set(row.id, row)
  if (fresh.length > 0) await list.insert(bakery, fresh)
}
