import { randomUUID } from 'node:crypto'
import { request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBakeryForFile, slotId, type Answer, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { nextOpenDay } from '../support/house.ts'
import { PLACE_ORDER, ZOE } from '../support/operations.ts'
import { watching } from '../support/watching.ts'
import { startFunctionsHost, type FunctionsHost } from './functions-host.ts'

const CAKES = '{ cakes(first: 5) { nodes { slug } } }'
const MODERN = { accept: 'application/graphql-response+json' }
const ORDER =
  'subscription ($id: ID!, $token: String) { orderChanged(id: $id, guestToken: $token) { version } }'

describe('as a custom handler of Azure Functions', { timeout: 60_000 }, () => {
  let bakery: TestBakery
  let variantId: string
  let host: FunctionsHost
  beforeAll(async () => {
    bakery = await openBakeryForFile()
    variantId = (await addCake(bakery.db, { slug: 'sponge' })).variants[0]!
    host = await startFunctionsHost(bakery.url)
  })
  afterAll(async () => {
    await host.kill()
    await bakery.close()
  })

  const input = (startTime: string) => ({
    idempotencyKey: randomUUID(),
    items: [{ variantId }],
    contact: ZOE,
    slotId: slotId(nextOpenDay(), startTime),
  })

  test('the bakery is ready on the port that the host chose, and takes an order through it', async () => {
    expect(host.firstAnswer).toBe(200)
    expect(host.handler.output()).toContain(`listens on port ${host.port}`)
    const { placeOrder } = (await ask(host, PLACE_ORDER, { input: input('10:00') })).data
    expect(placeOrder).toMatchObject({ __typename: 'PlaceOrderSuccess', order: { status: 'PENDING' } })
  })

  test('an order whose length nobody told comes in chunks, and is taken as well', async () => {
    const call = request(`${host.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    })
    const body = JSON.stringify({ query: PLACE_ORDER, variables: { input: input('13:00') } })
    for (let at = 0; at < body.length; at += 100) call.write(body.slice(at, at + 100))
    call.end()
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    const answer = JSON.parse(await text(response)) as Answer
    expect(answer.data.placeOrder.__typename).toBe('PlaceOrderSuccess')
  })

  test('the catalogue by GET keeps its ETag, and every status passes', async () => {
    const { origin } = host
    const address = `${origin}/graphql?${String(new URLSearchParams({ query: CAKES }))}`
    const first = await fetch(address)
    expect(await first.json()).toEqual({ data: { cakes: { nodes: [{ slug: 'sponge' }] } } })
    const again = await fetch(address, { headers: { 'if-none-match': first.headers.get('etag')! } })
    expect(again.status).toBe(304)
    expect((await fetch(`${origin}/graphql?query=%7Bnothing%7D`, { headers: MODERN })).status).toBe(400)
    expect((await fetch(`${origin}/no/such%20page`)).status).toBe(404)
    expect((await fetch(`${origin}/livez`, { method: 'HEAD' })).status).toBe(200)
    expect(await (await fetch(`${origin}/readyz`)).text()).toBe('ready\n')
  })

  test('a guest watches an order through the host from the first event on', async () => {
    const { order, guestToken } = (await ask(host, PLACE_ORDER, { input: input('11:00') })).data.placeOrder
    const stream = await post(host, ORDER, { id: order.id, token: guestToken }, 'text/event-stream')
    const watch = watching(stream)
    expect((await watch.next())?.data.orderChanged).toEqual({ version: 1 })
    await watch.leave()
  })

  test('what was acknowledged is there after the host killed the process, which it does without a signal to stop', async () => {
    const first = await startFunctionsHost(bakery.url)
    const asked = { input: input('12:00') }
    const { order } = (await ask(first, PLACE_ORDER, asked)).data.placeOrder
    await first.kill()
    const replayed = (await ask(host, PLACE_ORDER, asked)).data.placeOrder
    expect(replayed).toMatchObject({ replayed: true, order: { id: order.id } })
  })
})

async function ask(host: FunctionsHost, query: string, variables?: object): Promise<Answer> {
  const response = await post(host, query, variables, 'application/json')
  return (await response.json()) as Answer
}

const post = ({ origin }: FunctionsHost, query: string, variables: object | undefined, accept: string) =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query, variables }),
  })
