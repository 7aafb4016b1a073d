import type {
  IdempotencyConflict,
  IllegalTransition,
  PriceChanged,
  SlotUnavailable,
  StaleVersion,
} from '../domain/refusals.ts'
import { builder } from './builder.ts'
import { Money } from './money.ts'
import { OrderAction, OrderStatus } from './order-event.ts'
import { Order } from './order.ts'
import { SlotOffer, UnavailableReason } from './slot.ts'
import { UserError } from './user-error.ts'

export const SlotUnavailableError = builder.objectRef<SlotUnavailable>('SlotUnavailableError').implement({
  description: 'The slot cannot be booked for this basket.',
  interfaces: [UserError],
  fields: (t) => ({
    reason: t.expose('reason', { type: UnavailableReason, description: 'Why.' }),
    alternatives: t.expose('alternatives', {
      type: [SlotOffer],
      description: 'Next slots that can, soonest first, three at most.',
    }),
  }),
})

export const PriceChangedError = builder.objectRef<PriceChanged>('PriceChangedError').implement({
  description: 'The total is no longer the one that the customer agreed to.',
  interfaces: [UserError],
  fields: (t) => ({
    total: t.expose('total', { type: Money, description: 'What it costs now.' }),
  }),
})

export const IdempotencyConflictError = builder
  .objectRef<IdempotencyConflict>('IdempotencyConflictError')
  .implement({
    description:
      'An order was placed with this key before, by other input. Sent again, that input gives that order; another order needs another key.',
    interfaces: [UserError],
  })

export const StaleVersionError = builder.objectRef<StaleVersion>('StaleVersionError').implement({
  description:
    'The order was changed meanwhile; this is how it stands. Look at it, and ask again with its `version`.',
  interfaces: [UserError],
  fields: (t) => ({
    order: t.field({
      description: 'The order as it stands now.',
      type: Order,
      resolve: async ({ orderId }, _args, { loaders }) => (await loaders.order.load(orderId))!,
    }),
  }),
})

export const IllegalTransitionError = builder
  .objectRef<IllegalTransition>('IllegalTransitionError')
  .implement({
    description: 'The order cannot go there from where it is.',
    interfaces: [UserError],
    fields: (t) => ({
      status: t.expose('status', { type: OrderStatus, description: 'Where it is.' }),
      availableActions: t.expose('availableActions', {
        type: [OrderAction],
        description: 'What the viewer may do to it now.',
      }),
    }),
  })
