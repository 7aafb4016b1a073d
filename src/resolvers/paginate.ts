import { createHash } from 'node:crypto'
import type { Page, Position, Slice } from '../db/keyset.ts'
import { isUuid } from '../domain/ids.ts'
import { InputCheck, isGiven } from '../domain/text.ts'

export interface PageArgs {
  first?: number | null
  after?: string | null
  last?: number | null
  before?: string | null
}

export interface Connection<Row> {
  edges: { cursor: string; node: Row }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor?: string; endCursor?: string }
  /** Counted only where it is selected. */
  totalCount: () => Promise<number>
}

/** A list that can be read page by page: its name stands in its cursors, so that no other list takes them. */
export interface List<Row> {
  name: string
  type: 'text' | 'integer' | 'timestamptz'
  keyOf: (row: Row) => Position['key']
}

const PAGE = 20
const PAGE_AT_MOST = 100

/** @throws InvalidInput for sizes out of 1–100, both ends at once, and cursors that this list did not make */
export function pageOf<Row>(list: List<Row>, { first, after, last, before }: PageArgs): Page {
  const check = new InputCheck()
  if (isGiven(first) && isGiven(last))
    check.refuse(['last'], 'NOT_ALLOWED', 'Ask for first or last, not for both.')
  for (const [name, size] of Object.entries({ first, last })) {
    if (isGiven(size) && (size < 1 || size > PAGE_AT_MOST)) {
      check.refuse([name], 'OUT_OF_RANGE', `${name} is 1 to ${PAGE_AT_MOST}.`)
    }
  }
  const page = {
    limit: first ?? last ?? PAGE,
    fromEnd: isGiven(last),
    after: isGiven(after) ? readCursor(check, 'after', list, after) : null,
    before: isGiven(before) ? readCursor(check, 'before', list, before) : null,
  }
  check.done()
  return page
}

export function connectionOf<Row extends { id: string }>(
  list: List<Row>,
  page: Page,
  { rows, hasMore }: Slice<Row>,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const edges = rows.map((node) => new Edge(list, node))
  return { edges, pageInfo: new PageInfo(page, hasMore, edges), totalCount }
}

// Of classes: getters of its own an object keeps, with all that they see, past young garbage collections.
class Edge<Row extends { id: string }> {
  readonly node: Row
  readonly #list: List<Row>

  constructor(list: List<Row>, node: Row) {
    this.#list = list
    this.node = node
  }

  get cursor(): string {
    return cursorOf(this.#list, this.node)
  }
}

class PageInfo {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly #edges: readonly { cursor: string }[]

  constructor({ fromEnd, after, before }: Page, hasMore: boolean, edges: readonly { cursor: string }[]) {
    this.hasNextPage = fromEnd ? before !== null : hasMore
    this.hasPreviousPage = fromEnd ? hasMore : after !== null
    this.#edges = edges
  }

  get startCursor(): string | undefined {
    return this.#edges[0]?.cursor
  }

  get endCursor(): string | undefined {
    return this.#edges.at(-1)?.cursor
  }
}

function cursorOf<Row extends { id: string }>(list: List<Row>, row: Row): string {
  const body = JSON.stringify([list.name, list.keyOf(row), row.id])
  return Buffer.from(checksum(body) + body).toString('base64url')
}

const CHECKSUM = 6
// A sort key can be several times as long as the name that it is made of.
const LONGEST_CURSOR = 10_000

function readCursor<Row>(check: InputCheck, path: string, list: List<Row>, cursor: string): Position | null {
  const body = bodyOf(cursor)
  if (body === undefined) check.refuse([path], 'MALFORMED', `${path} is no cursor of this API.`)
  const [name, key, id] = body ?? []
  if (name === list.name && isUuid(id) && IS_KEY[list.type](key)) return { key: key as Position['key'], id }
  if (body) check.refuse([path], 'NOT_ALLOWED', `${path} is a cursor of another list or another sort.`)
  return null
}

function bodyOf(cursor: string): unknown[] | undefined {
  if (cursor.length > LONGEST_CURSOR) return undefined
  const text = Buffer.from(cursor, 'base64url').toString()
  const body = text.slice(CHECKSUM)
  const isOurs =
    checksum(body) === text.slice(0, CHECKSUM) && Buffer.from(text).toString('base64url') === cursor
  return isOurs ? arrayIn(body) : undefined
}

function arrayIn(json: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const IS_KEY: Record<List<never>['type'], (key: unknown) => boolean> = {
  text: (key) => typeof key === 'string' && key.isWellFormed() && !key.includes('\0'),
  integer: (key) => Number.isInteger(key) && Math.abs(key as number) < 2 ** 31,
  timestamptz: isMoment,
}

function isMoment(key: unknown): boolean {
  // Postgres has no year 0.
  if (typeof key !== 'string' || !/^(?!0000)\d{4}-[\d:T.-]+Z$/.test(key)) return false
  try {
    return Temporal.Instant.from(key) !== undefined
  } catch {
    return false
  }
}

// Finds accidents, not attacks: a forged cursor only names another place in a list that its reader may read anyway.
const checksum = (body: string): string =>
  createHash('sha256').update(body).digest('base64url').slice(0, CHECKSUM)
