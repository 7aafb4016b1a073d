import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { layCableForFile, type Cable } from '../support/cable.ts'
import { addCake } from '../support/catalogue.ts'
import { dice } from '../support/dice.ts'
import { place, PLACE_ORDER } from '../support/operations.ts'
import { brokenOrders, emptyOrderBook } from '../support/order-book.ts'
import { startServers, type TestServer } from '../support/processes.ts'
import { usageDifferences } from '../support/usage.ts'

const KILLS = Number(process.env.RACE_KILLS ?? 2)

let bakery: TestBakery
let servers: TestServer[]
let cable: Cable
/** Servers whose database is at the far end of the cable. */
let victims: TestServer[]
let variantId: string

beforeAll(async () => {
  bakery = await openBakeryForFile()
  const cake = await addCake(bakery.db, { slug: 'sponge' })
  variantId = cake.variants[0]!
  await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 1000 }).execute()
  await bakery.db.updateTable('weekday_capacities').set({ units: 1000 }).where('units', '>', 0).execute()
  cable = await layCableForFile(bakery.url)
  servers = await startServers(3, { url: bakery.url })
  victims = []
}, 60_000)
afterAll(async () => {
  await Promise.all([...servers, ...victims].map((server) => server.kill()))
  await cable.close()
  await bakery.close()
})
beforeEach(() => emptyOrderBook(bakery.db))

let guests = 0

const anOrder = (own: object = {}) => ({
  idempotencyKey: randomUUID(),
  items: [{ variantId }],
  slotId: slotId('2026-11-25'),
  contact: { name: 'Zoë', email: `zoe-${guests++}@example.com` },
  ...own,
})

async function expectOrders(count: number): Promise<void> {
  expect(await bakery.db.selectFrom('orders').select('id').execute()).toHaveLength(count)
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(await brokenOrders(bakery.db)).toEqual([])
}

/** So many calls at once, spread over all servers. */
function callAtOnce(count: number, input: (index: number) => object) {
  return Promise.all(
    Array.from({ length: count }, (_, index) => place(servers[index % 3]!.visitor, input(index))),
  )
}

const numbersOf = (answers: { order: { number: string } }[]) =>
  new Set(answers.map(({ order }) => order.number))

test('50 calls with one key make one order and are all given it, 49 of them as a replay', async () => {
  const input = anOrder()
  const answers = await callAtOnce(50, () => input)
  expect(numbersOf(answers).size).toBe(1)
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
  await expectOrders(1)
})

test('50 calls with one key for two different orders: one of the two is placed, the other is refused', async () => {
  const first = anOrder()
  const second = { ...first, note: 'Candles, please' }
  const answers = await callAtOnce(50, (index) => (index % 2 ? first : second))
  const given = answers.filter(({ __typename }) => __typename === 'PlaceOrderSuccess')
  expect(given).toHaveLength(25)
  expect(numbersOf(given).size).toBe(1)
  expect(given.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(answers.filter(({ __typename }) => __typename === 'IdempotencyConflictError')).toHaveLength(25)
  await expectOrders(1)
})

test('a guest who places 30 orders at once has five', async () => {
  const contact = { name: 'Zoë', email: 'zoe@example.com' }
  const answers = await callAtOnce(30, () => anOrder({ contact }))
  expect(answers.filter(({ __typename }) => __typename === 'PlaceOrderSuccess')).toHaveLength(5)
  const refused = answers.filter(({ fields }) => fields?.[0].code === 'LIMIT_REACHED')
  expect(refused).toHaveLength(25)
  await expectOrders(5)
})

test('a guest who gives the e-mail, the phone, or both has five orders by each of them, at most', async () => {
  const [email, phone] = ['ZOE@example.com', '06 1234']
  const contacts = [{ email }, { phone }, { email, phone }, { email: 'zoe@example.com', phone: '061234' }]
  const answers = await callAtOnce(32, (index) =>
    anOrder({ contact: { name: 'Zoë', ...contacts[index % 4] } }),
  )
  const placed = answers.filter(({ __typename }) => __typename === 'PlaceOrderSuccess').length
  const orders = await bakery.db.selectFrom('orders').selectAll().execute()
  const byEmail = orders.filter((order) => order.contact_email_key !== null).length
  const byPhone = orders.filter((order) => order.contact_phone_key !== null).length
  expect([byEmail, byPhone]).toEqual([5, 5])
  await expectOrders(placed)
})

test('a key that a stuck transaction holds is told as a conflict after three seconds, and stops nobody else', async () => {
  const stuck = new Client({ connectionString: bakery.url })
  await stuck.connect()
  const input = anOrder()
  await stuck.query('begin')
  await stuck.query(
    `insert into idempotency_keys (principal, operation, key, input_hash, order_id, created_at)
     values ('guest', 'placeOrder', $1, '', gen_random_uuid(), now())`,
    [input.idempotencyKey],
  )
  const started = performance.now()
  const held = servers[0]!.visitor(PLACE_ORDER, { input })
  const others = await callAtOnce(6, () => anOrder())
  expect(others.map(({ replayed }) => replayed)).toEqual(Array(6).fill(false))
  expect(performance.now() - started).toBeLessThan(2_900)
  expect((await held).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }])
  expect(performance.now() - started).toBeGreaterThan(2_900)
  expect(performance.now() - started).toBeLessThan(5_000)
  await stuck.end()
  expect(await place(servers[0]!.visitor, input)).toMatchObject({ replayed: false })
  await expectOrders(7)
})

test('a commit whose answer is lost is looked up by its key, and one that never came is sent again', async () => {
  const [far] = await startServers(1, { url: cable.url({ query_timeout: '400' }) })
  victims.push(far!)
  for (const [fate, replayed] of [
    ['lose its answer', true],
    ['keep its answer back', true],
    ['lose it', false],
  ] as const) {
    const input = anOrder()
    const happened = cable.atCommit(fate)
    const answer = await place(far!.visitor, input)
    await happened
    expect(answer).toMatchObject({ __typename: 'PlaceOrderSuccess', replayed })
    expect(await place(servers[0]!.visitor, input)).toEqual({ ...answer, replayed: true })
  }
  await expectOrders(3)
})

test('a server whose connections all break answers on, and nobody’s order is lost or doubled', async () => {
  const [far] = await startServers(1, { url: cable.url() })
  victims.push(far!)
  const inputs = Array.from({ length: 40 }, () => anOrder())
  const answers = Promise.allSettled(inputs.map((input) => place(far!.visitor, input)))
  for (let cuts = 0; cuts < 5; cuts++) {
    await sleep(40)
    cable.cut()
  }
  await answers
  const again = await Promise.all(inputs.map((input) => place(far!.visitor, input)))
  expect(numbersOf(again).size).toBe(40)
  await expectOrders(40)
})

test.each(Array.from({ length: KILLS }, (_, index) => index + 1))(
  'a server killed while it places orders leaves each of them placed once or not at all, and its key knows (seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const [victim] = await startServers(1, { url: cable.url() })
    victims.push(victim!)
    const inputs = Array.from({ length: 6 }, () => anOrder())
    const warm = anOrder()
    await place(victim!.visitor, warm)
    const committed = cable.atCommit('keep its answer back')
    const unanswered = Promise.allSettled(inputs.map((input) => place(victim!.visitor, input)))
    await committed
    await sleep(dice(seed).roll(20))
    await victim!.kill()
    const acknowledged = (await unanswered).flatMap((answer) =>
      answer.status === 'fulfilled' ? [answer.value.order.number] : [],
    )
    expect(acknowledged.length).toBeLessThan(6)
    const kept = await bakery.db.selectFrom('orders').select('number').execute()
    expect(kept.map(({ number }) => number)).toEqual(expect.arrayContaining(acknowledged))

    const again = await callAtOnce(6, (index) => inputs[index]!)
    expect([...numbersOf(again)]).toEqual(expect.arrayContaining(acknowledged))
    expect(again.filter(({ replayed }) => replayed).length).toBeGreaterThan(acknowledged.length)
    await expectOrders(7)
  },
)
