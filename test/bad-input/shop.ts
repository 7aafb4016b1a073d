import { randomUUID } from 'node:crypto'
import type { Viewer } from '../../src/domain/viewer.ts'
import { ADMIN, customer, openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { place, ZOE } from '../support/operations.ts'
import type { Place, Samples } from './places.ts'

/** A bakery with room for everything, in which somebody has an order. */
export interface Shop {
  bakery: TestBakery
  /** Who attacks the place. */
  asker(at: Place): Viewer | null
  /** What is right for whoever attacks. */
  samples(at: Place): Promise<Samples>
  /** Staff may take every way, and send also what no type lets through, whoever sends it. */
  isStaff: boolean
  /** The order that was attacked is not as it was. */
  forgetOrder(): void
}

const CLEO = customer('cleo')
const WEDNESDAY = '2026-11-25'

export async function openShop(role: 'visitor' | 'customer' | 'staff'): Promise<Shop> {
  const bakery = await openBakeryForFile({ guestOrdersAtMost: 1_000_000 })
  const { db } = bakery
  await db.updateTable('opening_hours').set({ orders_per_slot: 10_000 }).execute()
  await db.updateTable('weekday_capacities').set({ units: 1_000_000 }).execute()
  const groups = [{ name: 'Filling', options: [{ name: 'Raspberry' }, { name: 'Mocha' }] }]
  const cake = await addCake(db, { slug: 'sponge', groups })
  const registered = await bakery.as(CLEO)(
    'mutation { registerCustomer(input: { name: "Cleo" }) { ... on RegisterCustomerSuccess { customer { id } } } }',
  )
  const viewer = { visitor: null, customer: CLEO, staff: ADMIN }[role]
  const customerId = registered.data.registerCustomer.customer.id as string
  const order = {
    items: [{ variantId: cake.variants[0] }],
    slotId: slotId(WEDNESDAY),
    contact: ZOE,
    ...(role === 'staff' && { customerId }),
  }
  const placeOne = async () => {
    const placed = await place(bakery.as(viewer), order)
    return { id: placed.order.id as string, token: placed.guestToken as string | null }
  }
  const shown = await placeOne()
  const lists = await bakery.as(viewer)(
    `{ cakes { pageInfo { endCursor } } ${viewer ? 'orders { pageInfo { endCursor } }' : ''} }`,
  )
  let changed: ReturnType<typeof placeOne> | undefined

  const samples: Samples = {
    'node.id': cake.id,
    'nodes.ids': [cake.id],
    'order.id': shown.id,
    variantId: cake.variants[0],
    optionIds: cake.options['Raspberry'],
    customerId,
    cakeId: cake.id,
    slug: 'sponge',
    slotId: slotId(WEDNESDAY),
    email: 'zoe@example.com',
    phone: '06 12345678',
    country: 'NL',
    postalCode: '1011 AB',
    locale: 'nl-NL',
    method: 'PICKUP',
    from: WEDNESDAY,
    to: '2026-11-29',
    action: role === 'staff' ? 'START_PRODUCTION' : 'CANCEL',
    version: 1,
    expectedTotal: 3000,
    'cakes.after': lists.data.cakes.pageInfo.endCursor,
    'cakes.before': lists.data.cakes.pageInfo.endCursor,
    'orders.after': lists.data.orders?.pageInfo.endCursor,
    'orders.before': lists.data.orders?.pageInfo.endCursor,
    'PlaceOrderInput.contact': true,
    'ContactInput.email': true,
    'RegisterCustomerInput.phone': true,
    'CreateCustomerInput.email': true,
    'UpdateCustomerInput.customerId': true,
    ID: cake.id,
    String: 'A word',
    Int: 1,
    Float: 1,
    Boolean: false,
    Date: WEDNESDAY,
    LocalTime: '10:00',
    DateTime: '2026-11-25T10:00:00Z',
    URL: 'https://example.com/cake.png',
  }
  return {
    bakery,
    asker: ({ name }) =>
      // Each registers for the first time.
      name.startsWith('Mutation.registerCustomer') && viewer ? customer(randomUUID()) : viewer,
    samples: async (at) => {
      const { id: orderId, token } = /^Mutation\.(change|reschedule)/.test(at.name)
        ? await (changed ??= placeOne())
        : shown
      const isDelivery = at.path.includes('deliveryAddress') || at.path.includes('postalCode')
      return {
        ...samples,
        orderId,
        idempotencyKey: randomUUID(),
        'CreateCakeInput.slug': `cake-${randomUUID()}`,
        sku: randomUUID(),
        ...(token && {
          token,
          guestToken: token,
          'ChangeOrderInput.guestToken': true,
          'RescheduleOrderInput.guestToken': true,
        }),
        ...(isDelivery && { slotId: slotId(WEDNESDAY, '10:00', 'DELIVERY'), 'quote.method!': 'DELIVERY' }),
      }
    },
    isStaff: role === 'staff',
    forgetOrder: () => void (changed = undefined),
  }
}
