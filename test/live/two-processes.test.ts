import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openIssuer, type Issuer } from '../auth/issuer.ts'
import { AUDIENCE } from '../auth/tokens.ts'
import { openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { nextOpenDay, startHouse, type House } from '../support/house.ts'
import { CHANGE_ORDER, PLACE_ORDER, ZOE } from '../support/operations.ts'

const ORDER =
  'subscription ($id: ID!, $token: String) { orderChanged(id: $id, guestToken: $token) { version status } }'
const DAY = 'subscription ($date: Date!) { ordersChanged(date: $date) { id version status } }'
const DATE = nextOpenDay()
const SOON = 3_000

describe('two instances of one bakery', { timeout: 60_000 }, () => {
  let bakery: TestBakery
  let variantId: string
  beforeAll(async () => {
    bakery = await openBakeryForFile()
    variantId = (await addCake(bakery.db, { slug: 'sponge' })).variants[0]!
  })
  afterAll(() => bakery.close())

  async function start(): Promise<{ here: House; there: House; issuer: Issuer; staff: string }> {
    const issuer = await openIssuer()
    const env = { OIDC_ISSUER: issuer.name, OIDC_AUDIENCE: AUDIENCE }
    const [here, there] = await Promise.all([startHouse(bakery.url, env), startHouse(bakery.url, env)])
    return { here, there, issuer, staff: await issuer.bearer({ role: 'staff', sub: 'sam' }) }
  }

  const place = async (house: House, startTime: string): Promise<{ id: string; token: string }> => {
    const input = {
      idempotencyKey: randomUUID(),
      items: [{ variantId }],
      contact: ZOE,
      slotId: slotId(DATE, startTime),
    }
    const { order, guestToken } = (await house.ask(PLACE_ORDER, { input })).data.placeOrder
    return { id: order.id, token: guestToken }
  }

  test('tell of each other’s orders and changes within three seconds', async () => {
    const { here, there, staff } = await start()
    const order = await place(here, '10:00')
    const [guest, kitchen] = await Promise.all([
      here.watch(ORDER, order),
      here.watch(DAY, { date: DATE }, staff),
    ])
    expect((await guest.next())?.data.orderChanged).toEqual({ version: 1, status: 'PENDING' })

    const input = { orderId: order.id, version: 1, action: 'CONFIRM' }
    const confirmed = await there.ask(CHANGE_ORDER, { input }, staff)
    expect(confirmed.data.changeOrder.__typename).toBe('ChangeOrderSuccess')
    let since = performance.now()
    const CONFIRMED = { version: 2, status: 'CONFIRMED' }
    expect((await guest.next())?.data.orderChanged).toEqual(CONFIRMED)
    expect((await kitchen.next())?.data.ordersChanged).toMatchObject(CONFIRMED)
    expect(performance.now() - since).toBeLessThan(SOON)

    const another = await place(there, '11:00')
    since = performance.now()
    expect((await kitchen.next())?.data.ordersChanged).toMatchObject({ id: another.id, version: 1 })
    expect(performance.now() - since).toBeLessThan(SOON)
    await Promise.all([guest.leave(), kitchen.leave()])
  })

  test('let whoever watched at one that stops go on at the other, with nothing missed', async () => {
    const { here, there, staff } = await start()
    const order = await place(here, '12:00')
    const first = await here.watch(ORDER, order)
    expect((await first.next())?.data.orderChanged.version).toBe(1)
    const exit = here.server.send('SIGTERM')
    await there.ask(CHANGE_ORDER, { input: { orderId: order.id, version: 1, action: 'CONFIRM' } }, staff)
    expect(await first.next()).toBeUndefined()
    const second = await there.watch(ORDER, order)
    expect((await second.next())?.data.orderChanged).toEqual({ version: 2, status: 'CONFIRMED' })
    expect(await exit).toBe(0)
    await second.leave()
  })
})
