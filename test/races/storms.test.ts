import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { customer, openBakeryForFile, slotId, STAFF, type Ask, type TestBakery } from '../support/bakery.ts'
import { soon } from '../support/cable.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
import { dice, type Dice } from '../support/dice.ts'
import { reschedule } from '../support/counter.ts'
import { change, place } from '../support/operations.ts'
import { brokenOrders, deadlocks, emptyOrderBook, setRoom, sessions } from '../support/order-book.ts'
import { startServers, type TestServer } from '../support/processes.ts'
import { usageDifferences } from '../support/usage.ts'

const SEEDS = Array.from({ length: Number(process.env.RACE_SEEDS ?? 1) }, (_, index) => index + 1)
const CLIENTS = 30
const DEEDS = 12
const DAYS = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28']
const TIMES = ['09:00', '12:00', '15:00']
const PEOPLE = ['anna', 'bo', 'chloé']
const HOME = { line1: 'Dam 1', postalCode: '1012 AB', city: 'Amsterdam', country: 'NL' }

let bakery: TestBakery
let servers: TestServer[]
let cakes: TestCake[]

beforeAll(async () => {
  bakery = await openBakeryForFile({ poolMax: 1, isCompared: false })
  cakes = []
  for (const production_units of [1, 2, 3]) {
    cakes.push(
      await addCake(bakery.db, { slug: `cake-${production_units}`, variants: [{ production_units }] }),
    )
  }
  for (const name of PEOPLE) {
    await bakery.as(customer(name))('mutation { registerCustomer(input: { name: "C" }) { __typename } }')
  }
  servers = await startServers(3, { url: bakery.url, guestOrdersAtMost: 10_000 })
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()))
  await bakery.close()
})
beforeEach(() => emptyOrderBook(bakery.db))

async function expectTrueBooks(): Promise<void> {
  expect(await usageDifferences(bakery.db)).toEqual([])
  expect(await brokenOrders(bakery.db)).toEqual([])
}

/** An order as far as its clients were told. */
interface Placed {
  id: string
  number: string
  version: number
  method: 'PICKUP' | 'DELIVERY'
  token: string | null
  cancelled: boolean
}

/** One to four cakes, some day. Guests share e-mails and phones crosswise, so that two of them can want both at once. */
function aCart({ roll, pick }: Dice) {
  const method = pick(['PICKUP', 'DELIVERY'] as const)
  const items = Array.from({ length: 1 + roll(4) }, () => ({
    variantId: pick(cakes).variants[0],
    quantity: 1 + roll(2),
  }))
  const contact = { name: 'Zoë', email: `zoe-${roll(4)}@example.com`, phone: `06 100${roll(4)}` }
  const delivery = method === 'DELIVERY' ? { deliveryAddress: HOME } : {}
  return { items, contact, slotId: slotId(pick(DAYS), pick(TIMES), method), ...delivery }
}

/** All that is answered sooner or later; whatever else is answered is a mistake. */
const ANSWERS = [
  'ChangeOrderSuccess',
  'PlaceOrderSuccess',
  'RescheduleOrderSuccess',
  'SlotUnavailableError',
  'StaleVersionError',
]

/** Places one order after another, and moves and cancels some, its own and others'; tells what it was told. */
async function live(chance: Dice, book: Placed[]): Promise<string[]> {
  const viewer = chance.pick([null, null, STAFF, customer(chance.pick(PEOPLE))])
  const told: string[] = []
  while (told.length < DEEDS) {
    const server = chance.pick(servers)
    const standing = book.filter(({ cancelled }) => !cancelled)
    if (standing.length > 0 && chance.roll(5) < 3) {
      const order = chance.pick(standing)
      const ask = order.token && chance.roll(2) ? server.visitor : server.as(STAFF)
      told.push(chance.roll(2) ? await cancel(ask, order) : await move(ask, order, chance))
    } else told.push(await buy(server.as(viewer), book, chance))
  }
  return told
}

async function buy(ask: Ask, book: Placed[], chance: Dice): Promise<string> {
  const cart = aCart(chance)
  const answer = await place(ask, cart)
  const method = 'deliveryAddress' in cart ? 'DELIVERY' : 'PICKUP'
  if (answer.order) book.push({ ...answer.order, method, token: answer.guestToken, cancelled: false })
  return answer.__typename
}

async function cancel(ask: Ask, order: Placed): Promise<string> {
  const { id: orderId, version, token: guestToken } = order
  const answer = await change(ask, { orderId, version, action: 'CANCEL', guestToken })
  if (answer.__typename !== 'ChangeOrderSuccess') return answer.__typename
  if (order.cancelled) return 'cancelled twice'
  order.cancelled = true
  order.version = answer.order.version
  return answer.__typename
}

async function move(ask: Ask, order: Placed, { pick }: Dice): Promise<string> {
  const { id: orderId, version, token: guestToken, method } = order
  const slot = slotId(pick(DAYS), pick(TIMES), method)
  const answer = await reschedule(ask, { orderId, version, slotId: slot, guestToken })
  if (answer.__typename === 'RescheduleOrderSuccess') {
    order.version = Math.max(order.version, answer.order.version)
  }
  return answer.__typename
}

const lineOf = ({ number, version }: { number: string; version: number }, cancelled: boolean): string =>
  `${number}, version ${version}${cancelled ? ', cancelled' : ''}`

test.each(SEEDS)(
  '30 clients place carts on many days, move them and cancel them again: nothing is lost (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    await setRoom(bakery.db, { ordersPerSlot: 4, unitsPerDay: 50 })
    const book: Placed[] = []
    const clients = Array.from({ length: CLIENTS }, (_, index) => live(dice(1000 * seed + index), book))
    const told = new Set((await Promise.all(clients)).flat())
    expect([...told].toSorted()).toEqual(ANSWERS)

    const kept = await bakery.db.selectFrom('orders').select(['number', 'version', 'status']).execute()
    expect(kept.map((order) => lineOf(order, order.status === 'CANCELLED')).toSorted()).toEqual(
      book.map((order) => lineOf(order, order.cancelled)).toSorted(),
    )
    await expectTrueBooks()
  },
)

test('30 orders that all move to another day and back, half of them against the others, arrive every time', async () => {
  await setRoom(bakery.db, { ordersPerSlot: 100, unitsPerDay: 1000 })
  const orders: { id: string }[] = []
  for (let index = 0; index < 30; index++) {
    const cart = { ...aCart(dice(index)), slotId: slotId(DAYS[index % 2]!), deliveryAddress: undefined }
    orders.push((await place(bakery.staff, cart)).order)
  }
  for (let version = 1; version <= 4; version++) {
    const answers = await Promise.all(
      orders.map(({ id }, index) => {
        const there = slotId(DAYS[(index + version) % 2]!, TIMES[version % 3])
        return reschedule(servers[index % 3]!.as(STAFF), { orderId: id, version, slotId: there })
      }),
    )
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['RescheduleOrderSuccess']))
  }
  await expectTrueBooks()
})

test('of all those who confirm and cancel one order at once, each version has one who made it', async () => {
  for (let round = 0; round < 10; round++) {
    const { order } = await place(bakery.visitor, aCart(dice(round)))
    const wishes = servers.flatMap(({ as }) =>
      [1, 2].flatMap((version) =>
        ['CONFIRM', 'CANCEL', 'DECLINE'].map((action) => ({ ask: as(STAFF), version, action })),
      ),
    )
    const answers = await Promise.all(
      wishes.map(({ ask, ...wish }) => change(ask, { orderId: order.id, ...wish })),
    )
    const made = answers.filter(({ __typename }) => __typename === 'ChangeOrderSuccess')
    const refused = answers.filter(({ __typename }) => __typename !== 'ChangeOrderSuccess')
    expect(refused.map(({ __typename }) => __typename)).toSatisfy((names: string[]) =>
      names.every((name) => /^(StaleVersion|IllegalTransition)Error$/.test(name)),
    )
    const history = await bakery.db
      .selectFrom('order_events')
      .innerJoin('orders', 'orders.id', 'order_events.order_id')
      .select(['order_events.status'])
      .where('orders.number', '=', order.number)
      .orderBy('order_events.version')
      .execute()
    expect(history).toHaveLength(1 + made.length)
    expect(history.map(({ status }) => status).join(' ')).toMatch(
      /^PENDING (CONFIRMED( CANCELLED)?|CANCELLED|DECLINED)$/,
    )
  }
  await expectTrueBooks()
})

test('an order that everybody cancels at once gives its capacity back once', async () => {
  const [{ visitor }] = servers as [TestServer]
  const { order, guestToken } = await place(visitor, aCart(dice(1)))
  await place(visitor, aCart(dice(1)))
  const input = { orderId: order.id, version: 1, action: 'CANCEL', guestToken }
  const asks = servers.flatMap((server) => [server.visitor, server.as(STAFF)])
  const answers = await Promise.all([...asks, ...asks, ...asks].map((ask) => change(ask, input)))
  expect(answers.filter(({ __typename }) => __typename === 'ChangeOrderSuccess')).toHaveLength(1)
  expect(answers.filter(({ __typename }) => __typename === 'StaleVersionError')).toHaveLength(17)
  expect(await bakery.db.selectFrom('slot_usage').select('booked').execute()).toEqual([{ booked: 1 }])
  await expectTrueBooks()
})

test('in all that time nobody deadlocked', async () => {
  await Promise.all(servers.map((server) => server.kill()))
  await soon(async () => (await sessions(bakery.db)) === 0)
  expect(await deadlocks(bakery.db)).toBe(0)
})
