import { createHash, randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidInput } from '../../src/domain/refusals.ts'
import { sortKey } from '../../src/domain/search-words.ts'
import { pageOf } from '../../src/resolvers/paginate.ts'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { cakeRow } from '../support/stock.ts'
import { customerOf, LISTS, readPage, refill, type List } from './lists.ts'

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  await customerOf(bakery.db, 'zoe')
  const rows = [2, 3, 3].map((key) => ({ id: randomUUID(), key }))
  for (const table of ['cakes', 'orders', 'customers'] as const) {
    await refill(
      bakery,
      LISTS.findLast((list) => list.table === table)!,
      rows,
    )
  }
})
afterAll(() => bakery.close())

const CAKES = LISTS.filter(({ table }) => table === 'cakes')
const [BY_NAME, BY_PRICE, , NEWEST] = CAKES as [List, List, List, List]
const BAD_INPUT = { status: 400, codes: ['BAD_USER_INPUT'] }
const GOOD = { status: 200, codes: [] as string[] }

/** What the API says to a page of this kind: its status, and the codes of its errors. */
async function ask({ query, sort, viewer }: List, args: object): Promise<typeof GOOD> {
  const authorization = viewer ? { authorization: JSON.stringify(viewer) } : undefined
  const response = await bakery.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ query, variables: { ...args, sort } }),
  })
  const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  return { status: response.status, codes: errors.map(({ extensions }) => extensions.code) }
}

const cursorOf = async (list: List): Promise<string> =>
  (await readPage(bakery, list, { first: 1 })).cursors[0]!

describe('the size of a page', () => {
  test.each([
    [{ first: 0 }],
    [{ first: -1 }],
    [{ first: 101 }],
    [{ last: 0 }],
    [{ last: -2_147_483_648 }],
    [{ last: 2_147_483_647 }],
    [{ first: 1, last: 1 }],
    [{ first: 0, last: 101 }],
  ])('cannot be %j', async (args) => {
    expect(await ask(BY_NAME, args)).toEqual(BAD_INPUT)
    for (const list of LISTS) expect((await ask(list, args)).codes).toEqual(['BAD_USER_INPUT'])
  })

  test.each([
    [{ first: 1 }],
    [{ first: 100 }],
    [{ last: 100 }],
    [{}],
    [{ first: null, last: null }],
    [{ first: 2, last: null }],
  ])('can be %j', async (args) => {
    for (const list of LISTS) expect(await ask(list, args)).toEqual(GOOD)
  })

  test('is twenty where nobody asks for another', async () => {
    const rows = Array.from({ length: 25 }, (_, key) => ({ id: randomUUID(), key: key % 7 }))
    await BY_NAME.insert(bakery, rows)
    expect((await readPage(bakery, BY_NAME, {})).ids).toHaveLength(20)
    const [, , before] = (await readPage(bakery, BY_NAME, { last: 3 })).cursors
    expect((await readPage(bakery, BY_NAME, { before: before! })).ids).toHaveLength(20)
  })
})

// A customer's own orders are the list of all orders, newest first, as they may see it.
const isSame = (list: List, other: List): boolean => list.table === other.table && list.sort === other.sort

describe.each(LISTS)('a cursor of $title', (list) => {
  test('is taken by that list, and refused by every other list and sort', async () => {
    const cursor = await cursorOf(list)
    expect(cursor).toBeDefined()
    for (const other of LISTS) {
      const expected = isSame(list, other) ? [] : ['BAD_USER_INPUT']
      expect((await ask(other, { after: cursor })).codes).toEqual(expected)
      expect((await ask(other, { before: cursor })).codes).toEqual(expected)
    }
  })
})

const ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= é')

test('a cursor with one character changed, lost or added is refused', async () => {
  const cursor = await cursorOf(BY_NAME)
  const changed = Array.from(cursor, (own, at) => [cursor.slice(0, at), own, cursor.slice(at + 1)] as const)
    .flatMap(([before, own, after]) => [
      before + after,
      ...ALPHABET.map((other) => before + other + own + after),
      ...ALPHABET.map((other) => before + other + after),
    ])
    .concat(ALPHABET.map((other) => cursor + other))
    .filter((other) => other !== cursor)
  expect(changed.filter(isTaken)).toEqual([])
  for (const after of changed.filter((_, index) => index % 137 === 0)) {
    expect(await ask(BY_NAME, { after })).toEqual(BAD_INPUT)
  }
})

function isTaken(after: string): boolean {
  try {
    return pageOf({ name: 'cakes NAME', type: 'text', keyOf: () => '' }, { after }) !== undefined
  } catch (error) {
    if (error instanceof InvalidInput) return false
    throw error
  }
}

test('what was never a cursor is refused', async () => {
  const cursor = await cursorOf(BY_NAME)
  const strangers = [
    '',
    ' ',
    '\0',
    '\ud800',
    'null',
    'first',
    cursor.toLowerCase(),
    ` ${cursor}`,
    `${cursor}==`,
  ]
  const long = ['A', 'é', '[', cursor, '\0'].map((piece) => piece.repeat(Math.ceil(10_240 / piece.length)))
  for (const after of [...strangers, ...long]) expect(await ask(BY_NAME, { after })).toEqual(BAD_INPUT)
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (after) => !isTaken(after)))
})

const forge = (body: string): string =>
  Buffer.from(createHash('sha256').update(body).digest('base64url').slice(0, 6) + body).toString('base64url')

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

describe('a cursor that somebody forged, checksum and all,', () => {
  const id = '018f0000-0000-7000-8000-000000000000'

  test('opens a place in the list where it is well made', async () => {
    const place = ['cakes PRICE_ASC', 3000, id]
    expect(await ask(BY_PRICE, { after: forge(JSON.stringify(place)) })).toEqual(GOOD)
    const moment = ['cakes NEWEST', '2026-11-23T10:00:00.123456Z', id]
    expect(await ask(NEWEST, { after: forge(JSON.stringify(moment)) })).toEqual(GOOD)
  })

  const bodies = ['[', '[]', '[[', '[1', '["cakes NAME","a"', '[]]', '[\0]', '{}', 'null', '"[]"', ' []', '']
  const wrong = [['cakes NAME'], ['cakes NAME', 'a'], [null, null, null]]
  const keys = [null, 1, '\ud800', 'a\0b', ['a'], {}, true].map((key) => ['cakes NAME', key, id])
  const ids = [id.toUpperCase(), `{${id}}`, '', null, 7, [id], `${id}0`].map((it) => ['cakes NAME', 'a', it])
  test.each([...bodies, ...[...wrong, ...keys, ...ids].map((body) => JSON.stringify(body))])(
    'is refused where it says %j',
    async (body) => {
      expect(await ask(BY_NAME, { after: forge(body) })).toEqual(BAD_INPUT)
    },
  )

  test.each(['1e999', '2147483648', '-2147483648', '1.5', '"3000"', 'null', '[3000]', '9007199254740993'])(
    'is refused where the price is %s',
    async (price) => {
      const after = forge(`["cakes PRICE_ASC",${price},"${id}"]`)
      expect(await ask(BY_PRICE, { after })).toEqual(BAD_INPUT)
    },
  )

  test.each([
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-23T24:00:01Z',
    '2026-11-23T10:60:00Z',
    '2026-11-23T10:00:61Z',
    '0000-01-01T00:00:00Z',
    '0000-12-31T23:59:59.999999Z',
    '2026-11-23T10:00:00',
    '2026-11-23T10:00:00+01:00',
    '-271821-04-20T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    'infinity',
    'now',
    '',
    0,
  ])('is refused where the moment is %j', async (moment) => {
    const after = forge(JSON.stringify(['cakes NEWEST', moment, id]))
    expect(await ask(NEWEST, { after })).toEqual(BAD_INPUT)
  })

  test('opens a place in the list or is refused, whatever it says: never does it break anything', async () => {
    const anyMoment = fc
      .tuple(digits(4), ...Array.from({ length: 5 }, () => digits(2)), fc.constantFrom('', '.5', '.123456'))
      .map(([year, month, day, hour, minute, second, more]) => {
        return `${year}-${month}-${day}T${hour}:${minute}:${second}${more}Z`
      })
    const anyKey = fc.oneof(fc.jsonValue(), anyMoment, fc.string({ unit: 'binary' }), fc.integer(), fc.date())
    const anyId = fc.oneof({ weight: 3, arbitrary: fc.uuid() }, fc.string(), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CAKES), anyKey, anyId, async (list, key, row) => {
        const after = forge(JSON.stringify([`cakes ${list.sort}`, key, row]))
        expect([GOOD, BAD_INPUT]).toContainEqual(await ask(list, { after }))
      }),
      { numRuns: 150 },
    )
  })
})

test('a cake with the longest name that there may be has a cursor that is taken', async () => {
  for (const letter of ['a', '"', '한', '𪛖', '🎂', 'ﷺ']) {
    await bakery.db.deleteFrom('cakes').execute()
    const name = letter.repeat(200)
    const cakes = ['one', 'two'].map((slug) => ({ ...cakeRow({ slug, name }), name_key: sortKey(name) }))
    await bakery.db.insertInto('cakes').values(cakes).execute()
    const { cursors, ids } = await readPage(bakery, BY_NAME, { first: 100 })
    expect((await readPage(bakery, BY_NAME, { after: cursors[0]! })).ids).toEqual(ids.slice(1))
  }
})
