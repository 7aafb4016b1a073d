import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeId } from '../../src/domain/ids.ts'
import { customer, openBakeryForFile, slotId, type Ask, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { change, place, ZOE } from '../support/operations.ts'

const WEDNESDAY = '2026-11-25'

// As the bakery tells it to its people. In brackets: staff only, or one method only.
const TABLE = `
  status           | CONFIRM   | DECLINE  | START_PRODUCTION | MARK_READY | DISPATCH                    | COMPLETE           | MARK_NO_SHOW     | CANCEL            | RESCHEDULE
  PENDING          | CONFIRMED | DECLINED |                  |            |                             |                    |                  | CANCELLED         | PENDING
  CONFIRMED        |           |          | IN_PRODUCTION    |            |                             |                    |                  | CANCELLED         | CONFIRMED
  IN_PRODUCTION    |           |          |                  | READY      |                             |                    |                  | CANCELLED (staff) |
  READY            |           |          |                  |            | OUT_FOR_DELIVERY (delivery) | COMPLETED (pickup) | NO_SHOW (pickup) | CANCELLED (staff) |
  OUT_FOR_DELIVERY |           |          |                  |            |                             | COMPLETED          | NO_SHOW          |                   |
  NO_SHOW          |           |          |                  |            |                             | COMPLETED          |                  |                   |
  COMPLETED        |           |          |                  |            |                             |                    |                  |                   |
  CANCELLED        |           |          |                  |            |                             |                    |                  |                   |
  DECLINED         |           |          |                  |            |                             |                    |                  |                   |`

const [, ...ACTIONS] = rowsOf(TABLE)[0]!
const WAYS = rowsOf(TABLE)
  .slice(1)
  .flatMap(([status, ...cells]) =>
    cells.map((cell, index) => ({ status: status!, action: ACTIONS[index]!, cell })),
  )

function rowsOf(table: string): string[][] {
  const lines = table.trim().split('\n')
  return lines.map((line) => line.split('|').map((cell) => cell.trim()))
}

const METHODS = ['PICKUP', 'DELIVERY'] as const
const WHO = ['staff', 'customer', 'guest'] as const

/** Where an action leads, by the table; undefined where it leads nowhere. */
function wayOf(status: string, action: string, method: string, who: string): string | undefined {
  const { cell } = WAYS.find((way) => way.status === status && way.action === action)!
  const [to, only = ''] = cell.replace(')', '').split(' (')
  const isForCustomers = action === 'CANCEL' || action === 'RESCHEDULE'
  if (!to || (only === 'pickup' && method !== 'PICKUP') || (only === 'delivery' && method !== 'DELIVERY'))
    return undefined
  return who === 'staff' || (isForCustomers && only !== 'staff') ? to : undefined
}

describe('an order goes where the table says and nowhere else', () => {
  let bakery: TestBakery
  const asked = new Map<string, { ask: Ask; id: string; token: string | null }>()
  beforeAll(async () => {
    bakery = await openBakeryForFile()
    const cake = await addCake(bakery.db, { slug: 'sponge' })
    const asks: Record<(typeof WHO)[number], Ask> = {
      staff: bakery.staff,
      customer: bakery.as(customer('cleo')),
      guest: bakery.visitor,
    }
    await asks.customer('mutation { registerCustomer(input: { name: "Cleo" }) { __typename } }')
    for (const [index, method] of METHODS.entries()) {
      for (const [at, who] of WHO.entries()) {
        const slot = slotId(WEDNESDAY, `${9 + index * 3 + at}:00`.padStart(5, '0'), method)
        const { order, guestToken } = await place(asks[who], {
          items: [{ variantId: cake.variants[0] }],
          slotId: slot,
          ...(who === 'guest' && { contact: ZOE }),
          ...(method === 'DELIVERY' && { deliveryAddress: ADDRESS }),
        })
        asked.set(`${method} ${who}`, { ask: asks[who], id: order.id, token: guestToken })
      }
    }
  })
  afterAll(() => bakery.close())

  const cases = METHODS.flatMap((method) =>
    WHO.flatMap((who) =>
      rowsOf(TABLE)
        .slice(1)
        .map(([status]) => ({ method, who, status: status! })),
    ),
  )
  test.for(cases)('a $method of a $who that is $status', async ({ method, who, status }) => {
    const { ask, id, token } = asked.get(`${method} ${who}`)!
    const ways = Object.fromEntries(ACTIONS.map((action) => [action, wayOf(status, action, method, who)]))
    const available = ACTIONS.filter((action) => ways[action])
    await setBack(bakery, id, status)
    const SHOW =
      'query ($id: ID!, $token: String!) { node(id: $id) { ...S } guestOrder(token: $token) { ...S } }'
    const seen = await ask(`${SHOW} fragment S on Order { availableActions }`, { id, token: token ?? '' })
    expect((seen.data.guestOrder ?? seen.data.node).availableActions).toEqual(available)
    for (const action of ACTIONS.filter((each) => each !== 'RESCHEDULE')) {
      const told = await change(ask, { orderId: id, version: 1, action, guestToken: token })
      const to = ways[action]
      expect([action, told]).toEqual([action, to ? success(id, to) : refusal(action, status, available)])
      if (to) await setBack(bakery, id, status)
    }
  })
})

const success = (id: string, status: string) => ({
  __typename: 'ChangeOrderSuccess',
  order: { id, status, version: 2 },
})

const refusal = (action: string, status: string, availableActions: string[]) => ({
  __typename: 'IllegalTransitionError',
  message: `${action} is not possible for you while the order is ${status}.`,
  status,
  availableActions,
})

/** The order as it would stand in a status, first version, and with what it takes up. */
async function setBack({ db }: TestBakery, opaque: string, status: string): Promise<void> {
  const { id } = decodeId(opaque)!
  for (const table of ['order_event_notes', 'order_events'] as const)
    await db.deleteFrom(table).where('order_id', '=', id).where('version', '>', 1).execute()
  await db
    .updateTable('orders')
    .set({ status: status as never, version: 1 })
    .where('id', '=', id)
    .execute()
  await db.updateTable('day_usage').set({ booked: 6 }).execute()
  await db.updateTable('slot_usage').set({ booked: 1 }).execute()
}

const ADDRESS = { line1: 'Dam 1', postalCode: '1012 JS', city: 'Amsterdam', country: 'NL' }
