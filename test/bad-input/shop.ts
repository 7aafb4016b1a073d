import { randomUUID } from 'node:crypto'
import { encodeId } from '../../src/domain/ids.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { ADMIN, customer, openBakeryForFile, slotId, type Ask, type TestBakery } from '../support/bakery.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
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
  /** What was attacked is not as it was. */
  forget(): void
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
  const samples: Samples = {
    ...plainSamples(cake),
    ...(await cursorsOf(bakery.as(viewer), viewer)),
    'order.id': shown.id,
    customerId,
    action: role === 'staff' ? 'START_PRODUCTION' : 'CANCEL',
    // Staff name whose record it is; customers may not.
    ...(role === 'staff' && { 'UpdateCustomerInput.customerId': true }),
  }
  let changed: ReturnType<typeof placeOne> | undefined
  let rewritten: ReturnType<typeof cakeToWrite> | undefined
  return {
    bakery,
    asker: ({ name }) =>
      // Each registers for the first time.
      name.startsWith('Mutation.registerCustomer') && viewer ? customer(randomUUID()) : viewer,
    samples: async (at) => {
      const isStep = /^Mutation\.(change|reschedule)/.test(at.name)
      const { id: orderId, token } = isStep ? await (changed ??= placeOne()) : shown
      const isDelivery = at.path.includes('deliveryAddress') || at.path.includes('postalCode')
      return {
        ...samples,
        orderId,
        idempotencyKey: randomUUID(),
        'CreateCakeInput.slug': `cake-${randomUUID()}`,
        ...(at.name.startsWith('Mutation.updateCake') && { slug: `cake-${randomUUID()}` }),
        sku: randomUUID(),
        ...(token && { token, guestToken: token, ...TOKEN_IS_GIVEN }),
        ...(isDelivery && { slotId: slotId(WEDNESDAY, '10:00', 'DELIVERY'), 'quote.method!': 'DELIVERY' }),
        ...(viewer === ADMIN && (await preparedFor(bakery, at))),
        ...(viewer === ADMIN && isRewriting(at) && (await (rewritten ??= cakeToWrite(bakery)))),
      }
    },
    isStaff: role === 'staff',
    forget: () => {
      changed = undefined
      rewritten = undefined
    },
  }
}

const isRewriting = ({ name }: Place) => name.startsWith('Mutation.updateCake')

const TOKEN_IS_GIVEN = { 'ChangeOrderInput.guestToken': true, 'RescheduleOrderInput.guestToken': true }

const plainSamples = (cake: TestCake): Samples => ({
  'node.id': cake.id,
  'nodes.ids': [cake.id],
  variantId: cake.variants[0],
  optionIds: cake.options['Raspberry'],
  cakeId: cake.id,
  slug: 'sponge',
  slotId: slotId(WEDNESDAY),
  email: 'zoe@example.com',
  phone: '06 12345678',
  country: 'NL',
  postalCode: '1011 AB',
  postalCodePrefixes: '10',
  locale: 'nl-NL',
  method: 'PICKUP',
  from: WEDNESDAY,
  to: '2026-11-29',
  opens: '09:00',
  closes: '17:00',
  slotMinutes: 60,
  ordersPerSlot: 10_000,
  units: 1_000_000,
  version: 1,
  expectedTotal: 3000,
  'SpecialDayInput.date': '2026-12-01',
  'PlaceOrderInput.contact': true,
  'ContactInput.email': true,
  'RegisterCustomerInput.phone': true,
  'CreateCustomerInput.email': true,
  // New parts have none.
  'CakeVariantInput.id': null,
  'OptionGroupInput.id': null,
  'CakeOptionInput.id': null,
  ID: cake.id,
  String: 'A word',
  Int: 1,
  Float: 1,
  Boolean: false,
  Date: WEDNESDAY,
  LocalTime: '10:00',
  DateTime: '2026-11-25T10:00:00Z',
  URL: 'https://example.com/cake.png',
})

async function cursorsOf(ask: Ask, viewer: Viewer | null): Promise<Samples> {
  const lists = ['cakes', ...(viewer ? ['orders'] : []), ...(viewer === ADMIN ? ['customers'] : [])]
  const { data } = await ask(`{ ${lists.map((list) => `${list} { pageInfo { endCursor } }`).join(' ')} }`)
  return Object.fromEntries(
    lists.flatMap((list) =>
      ['after', 'before'].map((side) => [`${list}.${side}`, data[list].pageInfo.endCursor]),
    ),
  )
}

/** What has to be there for a change that can be made once. */
async function preparedFor({ db, staff }: TestBakery, { name }: Place): Promise<Samples> {
  if (name.startsWith('Mutation.eraseCustomer')) {
    const { data } = await staff(`mutation { createCustomer(input: { name: "Eve", phone: "061234567" }) {
      ... on CreateCustomerSuccess { customer { id } } } }`)
    return { customerId: data.createCustomer.customer.id }
  }
  if (name.startsWith('Mutation.removeSpecialDay')) {
    const day = {
      date: WEDNESDAY,
      closed: false,
      reason: null,
      has_own_hours: false,
      production_capacity: null,
    }
    await db
      .insertInto('special_days')
      .values(day)
      .onConflict((known) => known.doNothing())
      .execute()
  }
  return {}
}

async function cakeToWrite({ db }: TestBakery): Promise<Samples> {
  const id = randomUUID()
  const options = [{ name: 'Raspberry' }, { name: 'Mocha' }]
  const cake = await addCake(db, { id, slug: id, groups: [{ name: 'Filling', options }] })
  const group = await db
    .selectFrom('option_groups')
    .select('id')
    .where('cake_id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    cakeId: cake.id,
    'CakeVariantInput.id': cake.variants[0],
    'OptionGroupInput.id': encodeId('OptionGroup', group.id),
    'CakeOptionInput.id': cake.options['Raspberry'],
  }
}
