import { Client } from 'pg'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WHOLE } from '../../src/db/client.ts'
import { connect } from '../../src/db/connect.ts'
import { Scope, scopes } from '../../src/db/scope.ts'
import { MONDAY_MORNING, openBakery, slotId, STAFF, type Answer } from '../support/bakery.ts'
import { layCable, soon } from '../support/cable.ts'
import { addCake } from '../support/catalogue.ts'
import { PLACE_ORDER } from '../support/operations.ts'
import { brokenOrders } from '../support/order-book.ts'
import { connectAsApp } from '../support/pooler.ts'
import { usageDifferences } from '../support/usage.ts'
import { serve } from './serving.ts'

// An order of staff is one statement, which is a whole transaction: what may befall it on its way.

const WEDNESDAY = '2026-11-25'

/** A bakery at the other end of a cable, and somebody else in its database. */
async function openFar({ deadlineMs = 10_000, parameters = {} } = {}) {
  const bakery = await openBakery()
  const { variants } = await addCake(bakery.db, { slug: 'sponge' })
  const cable = await layCable(bakery.url)
  // With the pooler every statement bears its text.
  const db = connect({ url: cable.url(parameters), pooler: 'transaction', connectTimeoutMs: 10_000 })
  onTestFinished(() => db.destroy())
  const now = Temporal.Instant.from(MONDAY_MORNING)
  const { get, logged } = serve(db, { deadlineMs, clock: { now: () => now, decideAt: () => now } })
  const order = { slotId: slotId(WEDNESDAY), items: [{ variantId: variants[0] }] }
  const place = async (key: string, signal: AbortSignal | null = null): Promise<Answer> => {
    const idempotencyKey = `00000000-0000-4000-8000-00000000000${key}`
    const response = await get('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: JSON.stringify(STAFF) },
      body: JSON.stringify({ query: PLACE_ORDER, variables: { input: { ...order, idempotencyKey } } }),
      signal,
    })
    return (await response.json()) as Answer
  }
  const other = new Client({ connectionString: bakery.direct })
  await other.connect()
  let ended: Promise<void> | undefined
  const letGo = () => (ended ??= other.end())
  onTestFinished(letGo)
  /** Somebody else holds the day for long. */
  const holdDay = () => other.query(`begin; insert into day_usage values ('${WEDNESDAY}', 0)`)
  const waiting = async () => {
    const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(bakery.db)
    return rows[0]!.waiting
  }
  const expectOrders = async (count: number) => {
    expect(await bakery.db.selectFrom('orders').select('id').execute()).toHaveLength(count)
    expect(await bakery.db.selectFrom('idempotency_keys').select('key').execute()).toHaveLength(count)
    expect(await usageDifferences(bakery.db)).toEqual([])
    expect(await brokenOrders(bakery.db)).toEqual([])
  }
  return { db, cable, place, holdDay, letGo, waiting, logged, expectOrders }
}

test.each([
  ['lose it', false],
  ['lose its answer', true],
  ['keep its answer back', true],
] as const)('whatever the network does with it, it is placed once: %s', async (fate, replayed) => {
  const { cable, place, expectOrders } = await openFar({ parameters: { query_timeout: '400' } })
  await place('1')
  const happened = cable.atCommit(fate)
  const { data } = await place('2')
  await happened
  expect(data.placeOrder).toMatchObject({ __typename: 'PlaceOrderSuccess', replayed })
  const again = await place('2')
  expect(again.data.placeOrder).toEqual({ ...data.placeOrder, replayed: true })
  await expectOrders(2)
})

test('somebody holds the day: after three seconds that is a conflict, nothing is left, and it can be placed later', async () => {
  const { place, holdDay, letGo, expectOrders } = await openFar()
  await holdDay()
  const started = performance.now()
  expect((await place('1')).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }])
  expect(performance.now() - started).toBeGreaterThan(2_900)
  await expectOrders(0)
  await letGo()
  expect((await place('1')).data.placeOrder).toMatchObject({ replayed: false })
  await expectOrders(1)
})

test('its deadline passes while it waits: nobody says that nothing was saved, and it is stopped', async () => {
  const { place, holdDay, letGo, waiting, expectOrders } = await openFar({ deadlineMs: 500 })
  await holdDay()
  expect((await place('1')).errors).toMatchObject([
    { message: expect.stringContaining('look whether it was done'), extensions: { code: 'UNAVAILABLE' } },
  ])
  await soon(async () => (await waiting()) === 0, 2_000)
  await letGo()
  await expectOrders(0)
})

test('its client leaves while it waits: it is placed when it can be, without an alarm', async () => {
  const { place, holdDay, letGo, waiting, logged, expectOrders } = await openFar()
  await holdDay()
  const leaving = new AbortController()
  const answer = place('1', leaving.signal).catch(() => {})
  await soon(async () => (await waiting()) === 1)
  leaving.abort()
  await answer
  await letGo()
  await expect.poll(() => expectOrders(1).then(() => 1)).toBe(1)
  expect(logged).toEqual([])
})

describe('once a whole transaction was sent nobody may say that nothing was saved, unless that is known', () => {
  test.each([
    ['it has written', 'select 1', true],
    ['it found nothing to write', 'select 1 where false', false],
    ['it was refused', 'select 1 / (select 0)', false],
  ])('%s', async (_, text, isKept) => {
    const { url } = await openBakery()
    const db = connectAsApp({ url })
    onTestFinished(() => db.destroy())
    const sent = (scope: Scope) =>
      scopes.run(scope, () => sql.raw(`${text} ${WHOLE}`).execute(db)).catch(() => {})
    const [scope, later] = [new Scope(), new Scope()]
    await sent(scope)
    expect(scope.isCommitting).toBe(isKept)
    later.isCommitting = true
    await sent(later)
    expect(later.isCommitting).toBe(true)
  })
})
