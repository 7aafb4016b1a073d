import { placeOrder, type PlacedOrder } from '../resolvers/place-order.ts'
import { OrderItemInput } from './basket.ts'
import { builder } from './builder.ts'
import { Order } from './order.ts'
import { IdempotencyConflictError, PriceChangedError, SlotUnavailableError } from './order-refusals.ts'
import {
  InvalidInputError,
  NotFoundError,
  refusable,
  resultUnion,
  UnavailableItemError,
} from './user-error.ts'

const ContactInput = builder.inputType('ContactInput', {
  description: 'An e-mail or a phone, or both. Example: `{"name": "Zoë", "email": "zoe@example.com"}`',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Who to ask for; 200 characters at most.' }),
    email: t.string({ description: 'One @, 254 characters at most: zoe@example.com.' }),
    phone: t.string({ description: '3 to 30 digits, spaces and + - ( ) . /' }),
  }),
})

const AddressInput = builder.inputType('AddressInput', {
  description:
    'Where to deliver. Example: `{"line1": "Grote Markt 1", "postalCode": "2011 RD", "city": "Haarlem", "country": "NL"}`',
  fields: (t) => ({
    line1: t.string({ required: true, description: 'Street and house number: Grote Markt 1.' }),
    line2: t.string({ description: 'Floor, company, and the like.' }),
    postalCode: t.string({
      required: true,
      description: 'Decides the delivery zone; 16 characters at most: 2011 RD.',
    }),
    city: t.string({ required: true, description: 'Town or city.' }),
    country: t.string({ required: true, description: 'ISO 3166-1 alpha-2: NL.' }),
  }),
})

const PlaceOrderInput = builder.inputType('PlaceOrderInput', {
  description:
    'An order as it is to be placed. Example: `{"idempotencyKey": "5e0f7a3c-one-cake-for-zoe", "items": [{"variantId": "…"}], "slotId": "…", "contact": {"name": "Zoë", "email": "zoe@example.com"}, "expectedTotal": 5025}`',
  fields: (t) => ({
    idempotencyKey: t.string({
      required: true,
      description:
        'Random, made by the client for one order, 16 to 255 visible ASCII characters (a UUID will do): for 30 days the same key makes no second order. Keep it over retries and reloads; a refusal does not use it up.',
    }),
    items: t.field({
      type: [OrderItemInput],
      required: true,
      description: '1 to 50 lines, 200 cakes at most.',
    }),
    slotId: t.id({ required: true, description: 'The id of a Slot, from `availability`.' }),
    contact: t.field({
      type: ContactInput,
      description:
        'Guests, and customers who have not registered, must give one; a registered customer’s own is taken otherwise.',
    }),
    customerId: t.id({
      description: 'Staff only (else UNAUTHENTICATED or FORBIDDEN): place it for this customer.',
    }),
    deliveryAddress: t.field({ type: AddressInput, description: 'For delivery, and only then.' }),
    note: t.string({ description: 'Anything else to know; may break lines, 2000 characters at most.' }),
    expectedTotal: t.int({
      description:
        'The `amount` of the total that `quote` gave. Where it differs from the price by now, nothing is placed.',
    }),
    overrideLeadTime: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Staff only (else UNAUTHENTICATED or FORBIDDEN): place it although the lead time is too short or the horizon too far.',
    }),
  }),
})

const PlaceOrderSuccess = builder.objectRef<PlacedOrder>('PlaceOrderSuccess').implement({
  description: 'The order stands.',
  fields: (t) => ({
    order: t.expose('order', { type: Order, description: 'The order.' }),
    guestToken: t.exposeString('guestToken', {
      nullable: true,
      description:
        'For guests: `guestOrder` shows the order for it. Given at the placing and its replays, and never again.',
    }),
    replayed: t.exposeBoolean('replayed', { description: 'Whether this key had placed the order before.' }),
  }),
})

const PlaceOrderResult = resultUnion(
  'PlaceOrderResult',
  'The order, or why nothing was placed.',
  PlaceOrderSuccess,
  [
    InvalidInputError,
    NotFoundError,
    UnavailableItemError,
    SlotUnavailableError,
    PriceChangedError,
    IdempotencyConflictError,
  ],
)

builder.mutationField('placeOrder', (t) =>
  t.field({
    description:
      'Places an order. Checked in this order, each with its own answer: shape of the input, idempotency key, items, price, slot. ' +
      'Safe to send again with the same key. For everybody; CONFLICT where another request holds the same key for too long.',
    type: PlaceOrderResult,
    nullable: true,
    args: { input: t.arg({ type: PlaceOrderInput, required: true, description: 'The order.' }) },
    resolve: (_root, { input }, context) => refusable(placeOrder(context, input)),
  }),
)
