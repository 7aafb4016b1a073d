import { InvalidInput } from '../domain/refusals.ts'
import { watchDay, watchOrder } from '../resolvers/watch-orders.ts'
import { builder } from './builder.ts'
import { Order } from './order.ts'

const LIFETIME =
  'Over SSE (`Accept: text/event-stream`). A connection ends with `complete` after 55 seconds; ask again to go on.'

builder.subscriptionField('orderChanged', (t) =>
  t.field({
    description:
      'Every change of one order that the viewer may see, from now on; the order as it stands comes first. ' +
      `NOT_FOUND where there is none, or it is not the viewer’s to see. ${LIFETIME}`,
    type: Order,
    args: {
      id: t.arg.id({ required: true, description: 'The id of an Order.' }),
      guestToken: t.arg.string({ description: 'For a guest’s own order; by POST only.' }),
    },
    subscribe: (_root, args, context) => {
      if (!context.isGet || !args.guestToken) return watchOrder(context, args)
      const message = 'Send guest tokens by POST, so that they stand in no access log.'
      throw new InvalidInput([{ code: 'NOT_ALLOWED', path: ['guestToken'], message }])
    },
    resolve: (order) => order,
  }),
)

builder.subscriptionField('ordersChanged', (t) =>
  t.field({
    description:
      'Every order of a day as it changes, also one that leaves the day. With `since`, what changed from then on comes first, ' +
      'some of it perhaps a second time: `version` tells. ' +
      `Staff only, else UNAUTHENTICATED or FORBIDDEN. ${LIFETIME}`,
    type: Order,
    authScopes: { staff: true },
    args: {
      date: t.arg({ type: 'Date', required: true, description: 'The day of the slot.' }),
      since: t.arg({ type: 'DateTime', description: 'When the last answer before was seen.' }),
    },
    subscribe: (_root, args, context) => watchDay(context, args),
    resolve: (order) => order,
  }),
)
