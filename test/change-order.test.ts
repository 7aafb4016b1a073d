import { expect, test } from 'vitest'
import { decodeId, encodeId } from '../src/domain/ids.ts'
import { customer, openBakery, slotId, type Ask } from './support/bakery.ts'
import { addCake } from './support/catalogue.ts'
import { change, place, ZOE } from './support/operations.ts'
import { usageDifferences } from './support/usage.ts'

const WEDNESDAY = '2026-11-25'

async function openWithOrder(options = {}) {
  const bakery = await openBakery(options)
  const sponge = await addCake(bakery.db, { slug: 'sponge', variants: [{ production_units: 3 }] })
  const items = [{ variantId: sponge.variants[0], quantity: 2, inscription: 'For Zoë' }]
  const wish = { items, slotId: slotId(WEDNESDAY), contact: ZOE }
  const { order, guestToken } = await place(bakery.visitor, wish)
  const step = (ask: Ask, version: number, action: string, more: object = {}) =>
    change(ask, { orderId: order.id, version, action, ...more })
  return { bakery, order, wish, guestToken: guestToken as string, step }
}

const HISTORY = `query ($id: ID!) { order(id: $id) { status version updatedAt contact { name }
  history { at status action byRole overrode note } } }`

test('every step stands in the history, with who took it and what they noted', async () => {
  const { bakery, order, guestToken, step } = await openWithOrder()
  bakery.setNow('2026-11-23T10:00:00Z')
  await step(bakery.staff, 1, 'CONFIRM', { note: '  See you\r\non Wednesday!  ' })
  bakery.setNow('2026-11-23T11:00:00.123456Z')
  await step(bakery.visitor, 2, 'CANCEL', { guestToken, note: '   ' })
  const { data } = await bakery.staff(HISTORY, { id: order.id })
  expect(data.order).toEqual({
    status: 'CANCELLED',
    version: 3,
    updatedAt: '2026-11-23T11:00:00.123Z',
    contact: { name: 'Zoë' },
    history: [
      {
        at: '2026-11-23T09:00:00.000Z',
        status: 'PENDING',
        action: null,
        byRole: null,
        overrode: [],
        note: null,
      },
      {
        at: '2026-11-23T10:00:00.000Z',
        status: 'CONFIRMED',
        action: 'CONFIRM',
        byRole: 'STAFF',
        overrode: [],
        note: 'See you\non Wednesday!',
      },
      {
        at: '2026-11-23T11:00:00.123Z',
        status: 'CANCELLED',
        action: 'CANCEL',
        byRole: null,
        overrode: [],
        note: null,
      },
    ],
  })
  const notes = await bakery.db.selectFrom('order_event_notes').select(['version', 'note']).execute()
  expect(notes).toEqual([{ version: 2, note: 'See you\non Wednesday!' }])
})

test('the outbox tells of each step once, and of nobody by name', async () => {
  const { bakery, order, step } = await openWithOrder()
  await step(bakery.staff, 1, 'CONFIRM', { note: 'For Zoë, zoe@example.com' })
  await step(bakery.staff, 1, 'CONFIRM')
  await step(bakery.staff, 2, 'CONFIRM')
  const rows = await bakery.db.selectFrom('outbox').selectAll().orderBy('created_at').execute()
  const { id } = decodeId(order.id)!
  expect(rows.map(({ topic, payload }) => [topic, payload]).toSorted(byVersion)).toEqual([
    ['order.placed', { orderId: id, number: order.number, version: 1, status: 'PENDING' }],
    ['order.changed', { orderId: id, number: order.number, version: 2, status: 'CONFIRMED' }],
  ])
  expect(JSON.stringify(rows)).not.toMatch(/zo[eë]/i)
})

const byVersion = (a: unknown[], b: unknown[]): number =>
  (a[1] as { version: number }).version - (b[1] as { version: number }).version

test('whoever read an older version is told how the order stands, and nothing is done', async () => {
  const { bakery, guestToken, step } = await openWithOrder()
  await step(bakery.staff, 1, 'CONFIRM')
  for (const version of [1, 3, 0, -1, 2_147_483_647]) {
    expect(await step(bakery.visitor, version, 'CANCEL', { guestToken })).toMatchObject({
      __typename: 'StaleVersionError',
      order: { version: 2, status: 'CONFIRMED' },
    })
  }
  expect(await bakery.db.selectFrom('order_events').selectAll().execute()).toHaveLength(2)
  expect(await usageDifferences(bakery.db)).toEqual([])
})

test.for(['CANCEL', 'DECLINE'])(
  '%s gives back what the order took, once, whatever it would take today',
  async (action) => {
    const { bakery, wish, step } = await openWithOrder({ guestOrdersAtMost: 10 })
    await place(bakery.staff, { ...wish, slotId: slotId(WEDNESDAY, '11:00') })
    await bakery.db.updateTable('cake_variants').set({ production_units: 10 }).execute()
    await bakery.db.updateTable('weekday_capacities').set({ units: 1 }).execute()
    const twice = await Promise.all([1, 2].map(() => step(bakery.staff, 1, action)))
    expect(new Set(twice.map((told) => told.__typename as string))).toEqual(
      new Set(['ChangeOrderSuccess', 'StaleVersionError']),
    )
    expect(await step(bakery.staff, 2, 'CANCEL')).toMatchObject({ __typename: 'IllegalTransitionError' })
    expect(await bakery.db.selectFrom('day_usage').selectAll().execute()).toEqual([
      { date: WEDNESDAY, booked: 6 },
    ])
    expect(await usageDifferences(bakery.db)).toEqual([])
  },
)

test('what is handed over, or not come for, keeps its place', async () => {
  const { bakery, step } = await openWithOrder()
  for (const [index, action] of [
    'CONFIRM',
    'START_PRODUCTION',
    'MARK_READY',
    'MARK_NO_SHOW',
    'COMPLETE',
  ].entries())
    expect(await step(bakery.staff, index + 1, action)).toMatchObject({ order: { version: index + 2 } })
  expect(await bakery.db.selectFrom('day_usage').selectAll().execute()).toEqual([
    { date: WEDNESDAY, booked: 6 },
  ])
  expect(await usageDifferences(bakery.db)).toEqual([])
})

// The slot starts on Wednesday at 10:00, which is 09:00 in UTC, and 24 hours before are enough.
test.for([
  ['2026-11-24T08:59:59Z', true],
  ['2026-11-24T09:00:00Z', true],
  ['2026-11-24T09:00:00.000001Z', false],
  ['2026-11-24T09:00:01Z', false],
  ['2026-11-25T09:00:00Z', false],
] as const)('a guest who cancels at %s is in time: %s; staff always are', async ([now, isInTime]) => {
  const { bakery, order, guestToken, step } = await openWithOrder()
  bakery.setNow(now)
  const token = { guestToken }
  const shown = await bakery.visitor(
    'query ($token: String!) { guestOrder(token: $token) { availableActions } }',
    {
      token: guestToken,
    },
  )
  expect(shown.data.guestOrder.availableActions).toEqual(isInTime ? ['CANCEL', 'RESCHEDULE'] : [])
  expect(await step(bakery.visitor, 1, 'CANCEL', token)).toMatchObject(
    isInTime
      ? { order: { status: 'CANCELLED' } }
      : { __typename: 'IllegalTransitionError', availableActions: [] },
  )
  const { data } = await bakery.staff('query ($id: ID!) { order(id: $id) { availableActions } }', {
    id: order.id,
  })
  expect(data.order.availableActions.includes('CANCEL')).toBe(!isInTime)
})

test('the notice is that of the settings in force, across a change of the clock too', async () => {
  const settings = { cancellation_notice_hours: 48 }
  const { bakery, wish } = await openWithOrder({ settings, now: '2027-03-22T09:00:00Z' })
  // On Sunday the 28th of March the hour from 02:00 to 03:00 is left out.
  const { order, guestToken } = await place(bakery.visitor, {
    ...wish,
    slotId: slotId('2027-03-28', '10:00'),
  })
  const cancel = () => change(bakery.visitor, { orderId: order.id, version: 1, action: 'CANCEL', guestToken })
  bakery.setNow('2027-03-26T08:00:01Z')
  expect(await cancel()).toMatchObject({ __typename: 'IllegalTransitionError' })
  await bakery.db.updateTable('bakery').set({ cancellation_notice_hours: 47 }).execute()
  expect(await cancel()).toMatchObject({ order: { status: 'CANCELLED' } })
})

test('only who may see an order changes it, and a token opens the order it was made for', async () => {
  const { bakery, order, wish, guestToken, step } = await openWithOrder()
  const other = await place(bakery.visitor, { ...wish, contact: { name: 'Eve', phone: '061234567' } })
  const nothing = { __typename: 'NotFoundError', id: order.id }
  for (const ask of [bakery.visitor, bakery.as(customer('eve'))]) {
    for (const token of [
      undefined,
      null,
      '',
      'no token',
      other.guestToken,
      `${guestToken}x`,
      guestToken.toLowerCase(),
    ])
      expect(await step(ask, 1, 'CANCEL', { guestToken: token })).toMatchObject(nothing)
  }
  expect(await step(bakery.as(customer('eve')), 1, 'CANCEL', { guestToken })).toMatchObject({
    order: { status: 'CANCELLED' },
  })
})

test('what cannot be read is told of the field it stands in', async () => {
  const { bakery, step } = await openWithOrder()
  const input = { version: 1, action: 'CANCEL', note: 'x'.repeat(2001) }
  expect(await change(bakery.staff, { ...input, orderId: 'x' })).toMatchObject({
    fields: [
      { code: 'MALFORMED', path: ['orderId'] },
      { code: 'TOO_LONG', path: ['note'] },
    ],
  })
  const cake = encodeId('Cake', '0199d3f4-7ad5-7c3e-8b9a-6f1f0e2d4c5b')
  expect(await change(bakery.staff, { ...input, orderId: cake, note: 'a\0b' })).toMatchObject({
    fields: [
      { code: 'UNKNOWN', path: ['orderId'] },
      { code: 'NOT_ALLOWED', path: ['note'] },
    ],
  })
  expect(await step(bakery.staff, 1, 'CONFIRM', { note: '👩‍👩‍👧'.repeat(400) })).toMatchObject({
    order: { status: 'CONFIRMED' },
  })
})

test('several steps in one request each show how things stand after them', async () => {
  const { bakery, order, wish } = await openWithOrder()
  const second = await place(bakery.visitor, { ...wish, slotId: slotId(WEDNESDAY, '11:00') })
  const { data } = await bakery.staff(
    `mutation ($x: ID!, $y: ID!) {
      x: changeOrder(input: { orderId: $x, version: 1, action: CANCEL }) { ...Shown }
      y: changeOrder(input: { orderId: $y, version: 1, action: CANCEL }) { ...Shown } }
    fragment Shown on ChangeOrderResult { ... on ChangeOrderSuccess { order { history { action }
      availability(from: "${WEDNESDAY}", to: "${WEDNESDAY}") { ... on Availability { days { slots { remaining } } } } } } }`,
    { x: order.id, y: second.order.id },
  )
  expect([remaining(data.x), remaining(data.y)]).toEqual([
    [2, 1],
    [2, 2],
  ])
})

test('several orders placed in one request each show all that were placed', async () => {
  const { bakery, wish } = await openWithOrder()
  const ask = bakery.as(customer('cleo'))
  await ask('mutation { registerCustomer(input: { name: "Cleo" }) { __typename } }')
  const input = { ...wish, contact: null }
  const { data } = await ask(
    `mutation ($x: PlaceOrderInput!, $y: PlaceOrderInput!) { x: placeOrder(input: $x) { ...Shown } y: placeOrder(input: $y) { ...Shown } }
    fragment Shown on PlaceOrderResult { ... on PlaceOrderSuccess { order { customer { orders { totalCount nodes { id } } } } } }`,
    {
      x: { ...input, idempotencyKey: 'the-first-of-two-keys', slotId: slotId(WEDNESDAY, '12:00') },
      y: { ...input, idempotencyKey: 'the-second-of-two-keys', slotId: slotId(WEDNESDAY, '13:00') },
    },
  )
  expect([data.x, data.y].map(({ order }) => order.customer.orders.totalCount as number)).toEqual([1, 2])
  expect(data.y.order.customer.orders.nodes).toHaveLength(2)
})

const remaining = ({ order }: { order: { availability: Slots } }) =>
  order.availability.days[0]!.slots.slice(1, 3).map((slot) => slot.remaining)

interface Slots {
  days: { slots: { remaining: number | null }[] }[]
}
