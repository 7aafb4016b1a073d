import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readExampleValues, type ExampleValues } from '../../src/serving/graphiql/example-values.ts'
import { slotId } from '../support/bakery.ts'
import { built, CLIENTS } from './support/clients.ts'
import { buildRoad } from './support/road.ts'
import { openStage, type Stage } from './support/stage.ts'

const NAMES = '{ cakes(first: 100, sort: NAME) { nodes { name } } }'

let stage: Stage
let values: ExampleValues
beforeAll(async () => {
  stage = await openStage()
  values = await valuesOf(stage)
})
afterAll(() => stage.close())

describe.for(['plain', 'urql', 'apollo', 'relay', 'tada'] as const)('the client of %s', (name) => {
  const open = CLIENTS[name]

  test('reads the whole catalogue, a page at a time', async () => {
    const { data } = await stage.ask(null, NAMES)
    const client = await open(stage.api)
    expect(await client.cakes(4)).toEqual(data.cakes.nodes.map((cake: { name: string }) => cake.name))
  })

  test('places an order, and one only where the answer was lost', async () => {
    const road = await buildRoad(stage.api, 'answer lost')
    const client = await open(road.origin)
    const order = { ...anOrder(), slotId: await aFreeSlot() }
    const result = await client.placeOrder(order)
    expect(result).toMatchObject({ __typename: 'PlaceOrderSuccess', replayed: true })
    expect(client.tell(result)).toMatch(/^Thank you! \S+ is for 20\d\d-\d\d-\d\d, \d\d:\d\d\.$/)
    const placed = await stage.rows('SELECT FROM orders WHERE contact_email = $1', [order.contact.email])
    expect([placed.length, road.sent()]).toEqual([1, 2])
  })

  test('tells each refusal in words', async () => {
    const client = await open(stage.api)
    const order = { ...anOrder(), slotId: await aFreeSlot() }
    const told = async (wish: object) => {
      const result = await client.placeOrder({ ...order, ...wish })
      return `${result.__typename}: ${client.tell(result)}`
    }
    const [line] = values.items
    const unknown = Buffer.from(`CakeVariant:${randomUUID()}`).toString('base64url')
    expect(await told({ items: [] })).toMatch(/^InvalidInputError: items: /)
    expect(await told({ expectedTotal: 1 })).toMatch(/^PriceChangedError: It costs €/)
    expect(await told({ slotId: slotId(values.from, '03:00') })).toMatch(
      /^SlotUnavailableError: Somebody was faster. Still free: \d\d:\d\d, /,
    )
    expect(await told({ items: [{ ...line, variantId: unknown }] })).toMatch(/^UnavailableItemError: \w/)
    expect(await told({})).toMatch(/^PlaceOrderSuccess: /)
    expect(await told({ note: 'Something else' })).toMatch(/^IdempotencyConflictError: \w/)
  })

  test('asks again while the API is away, and only then', async () => {
    const { data } = await stage.ask(null, NAMES)
    const road = await buildRoad(stage.api, 'lost', 'unavailable')
    expect(await (await open(road.origin)).cakes(100)).toHaveLength(data.cakes.nodes.length)
    expect(road.sent()).toBe(3)
    const other = await buildRoad(stage.api)
    const stranger = await open(other.origin, { token: () => 'no-token' })
    await expect(stranger.cakes(5)).rejects.toThrow(/\w/)
    expect(other.sent()).toBe(1)
  })

  test('asks as whoever holds the token', async () => {
    const client = await open(stage.api, { token: () => stage.tokens.customer })
    const { contact: _, ...order } = anOrder()
    const result = await client.placeOrder({ ...order, slotId: await aFreeSlot() })
    expect(result).toMatchObject({ __typename: 'PlaceOrderSuccess', guestToken: null })
  })
})

test('an order keeps its key until it is placed', async () => {
  const { orderKey, forgetOrderKey } = await built('common/order-key')
  const key = orderKey!()
  expect(key).toMatch(/^[0-9a-f]{32}$/)
  expect(orderKey!()).toBe(key)
  forgetOrderKey!()
  expect(orderKey!()).not.toBe(key)
})

test('a status that is newer than the page has words, too', async () => {
  const { statusWords } = await built('plain/status-words')
  expect([statusWords!('READY'), statusWords!('RETURNED')]).toEqual(['Ready', 'Ask us how it stands'])
})

const aFreeSlot = async (): Promise<string> => (await valuesOf(stage)).slotId

const valuesOf = (shown: Stage): Promise<ExampleValues> =>
  readExampleValues(
    async (role, query, variables) =>
      (await shown.ask(role === 'guest' ? null : role, query, variables)).data,
  )

function anOrder() {
  const key = randomUUID()
  const contact = { name: 'Ada', email: `ada.${key}@example.com` }
  return { idempotencyKey: key, items: values.items, slotId: values.slotId, contact }
}
