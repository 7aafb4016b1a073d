import { Kind, type GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'
import { viewGuestOrder, viewOrders, viewOrdersOf } from '../resolvers/view-orders.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { FulfilmentMethod } from './opening-hours.ts'
import { builder } from './builder.ts'
import { Customer } from './customer.ts'
import { OrderStatus } from './order-event.ts'
import { Order } from './order.ts'
import { ordersAskedIn } from './order-parts.ts'

const expectParts = ({ expected }: Context, info: GraphQLResolveInfo): void =>
  ordersAskedIn(info).parts.forEach((part) => expected.add(part))

// Beside other fields, which may want the rest, all are read by one statement.
function isLeanAlone(info: GraphQLResolveInfo): boolean {
  const [first, ...more] = info.operation.selectionSet.selections
  return first?.kind === Kind.FIELD && more.length === 0 && ordersAskedIn(info).isLean
}

const OrderConnection = builder.connectionObject(
  { type: Order, name: 'OrderConnection', description: 'One page of a list of orders.' },
  { name: 'OrderEdge', description: 'An order and its place in the list.' },
)

const OrderFilter = builder.inputType('OrderFilter', {
  description:
    'Every condition that is given must hold. Example: `{"slotFrom": "2026-11-28", "slotTo": "2026-11-28", "status": ["CONFIRMED"]}`',
  fields: (t) => ({
    status: t.field({ type: [OrderStatus], description: 'One of these.' }),
    method: t.field({ type: FulfilmentMethod, description: 'How it reaches the customer.' }),
    slotFrom: t.field({ type: 'Date', description: 'First date of the slot, inclusive.' }),
    slotTo: t.field({ type: 'Date', description: 'Last date of the slot, inclusive.' }),
    search: t.string({
      description:
        'The order number (B-7K2M9Q), or beginnings of words of the contact’s name, e-mail or phone; case and accents do not matter.',
    }),
  }),
})

const OrderSort = builder.enumType('OrderSort', {
  description: 'In which order orders are listed; ties are broken by id.',
  values: {
    PLACED_AT_DESC: { description: 'The latest placed first.' },
    PLACED_AT_ASC: { description: 'The earliest placed first.' },
    SLOT_ASC: { description: 'The earliest to be handed over first.' },
  },
})

builder.queryField('orders', (t) =>
  t.connection(
    {
      description:
        'Staff see all orders, customers their own; UNAUTHENTICATED without a token. ' +
        'A page size out of 1 to 100, both ends at once or a cursor of another list are BAD_USER_INPUT.',
      type: Order,
      nullable: true,
      authScopes: { signedIn: true },
      args: {
        filter: t.arg({ type: OrderFilter, description: 'Which orders.' }),
        sort: t.arg({
          type: OrderSort,
          required: true,
          defaultValue: 'PLACED_AT_DESC',
          description: 'In which order.',
        }),
      },
      resolve: (_root, args, context, info) => viewOrders(context, args, ordersAskedIn(info)),
    },
    OrderConnection,
  ),
)

builder.objectField(Customer, 'orders', (t) =>
  t.connection(
    {
      description: 'Their orders, newest first.',
      type: Order,
      args: { filter: t.arg({ type: OrderFilter, description: 'Which orders.' }) },
      resolve: ({ id }, args, context) => viewOrdersOf(context, id, args),
    },
    OrderConnection,
  ),
)

builder.queryField('order', (t) =>
  t.field({
    description:
      'An order by its id; null where there is none, or it is not the viewer’s to see. ' +
      'UNAUTHENTICATED without a token: guests ask `guestOrder`.',
    type: Order,
    nullable: true,
    authScopes: { signedIn: true },
    args: { id: t.arg.globalID({ required: true, for: Order, description: 'The id of an Order.' }) },
    resolve: (_root, { id }, context, info) => {
      expectParts(context, info)
      const { order, leanOrder } = context.loaders
      return (isLeanAlone(info) ? leanOrder : order).load(id.id)
    },
  }),
)

builder.queryField('guestOrder', (t) =>
  t.field({
    description:
      'A guest’s way to an order: the token that placeOrder gave. Null where the token opens none. ' +
      'By POST only (else BAD_USER_INPUT), so that the token stands in no access log.',
    type: Order,
    nullable: true,
    args: { token: t.arg.string({ required: true, description: 'The `guestToken` of PlaceOrderSuccess.' }) },
    resolve: (_root, { token }, context, info) => {
      expectParts(context, info)
      if (!context.isGet) return viewGuestOrder(context, token)
      const message = 'Send guest tokens by POST, so that they stand in no access log.'
      throw new InvalidInput([{ code: 'NOT_ALLOWED', path: ['token'], message }])
    },
  }),
)
