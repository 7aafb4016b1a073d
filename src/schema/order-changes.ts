import { changeOrder } from '../resolvers/change-order.ts'
import { rescheduleOrder } from '../resolvers/reschedule-order.ts'
import { builder } from './builder.ts'
import { TRANSITIONS } from './order-event.ts'
import { Order } from './order.ts'
import { IllegalTransitionError, SlotUnavailableError, StaleVersionError } from './order-refusals.ts'
import { InvalidInputError, NotFoundError, refusable, resultUnion } from './user-error.ts'

const OrderTransition = builder.enumType('OrderTransition', {
  description: 'The steps that changeOrder takes.',
  values: TRANSITIONS,
})

const ChangeOrderInput = builder.inputType('ChangeOrderInput', {
  description: 'One step for one order. Example: `{"orderId": "…", "version": 1, "action": "CONFIRM"}`',
  fields: (t) => ({
    orderId: t.id({ required: true, description: 'The id of an Order.' }),
    version: t.int({ required: true, description: 'The `version` of the order that was read.' }),
    action: t.field({ type: OrderTransition, required: true, description: 'One of its `availableActions`.' }),
    note: t.string({ description: 'For the history; the customer sees it. 2000 characters at most.' }),
    guestToken: t.string({ description: 'For a guest’s own order: what placeOrder gave.' }),
  }),
})

const success = (name: string, description: string) =>
  builder.objectRef<Awaited<ReturnType<typeof changeOrder>>>(name).implement({
    description,
    fields: (t) => ({
      order: t.expose('order', { type: Order, description: 'The order as it stands now.' }),
    }),
  })

const ChangeOrderResult = resultUnion(
  'ChangeOrderResult',
  'The order as it stands now, or why it was not changed.',
  success('ChangeOrderSuccess', 'The order was moved along.'),
  [InvalidInputError, NotFoundError, StaleVersionError, IllegalTransitionError],
)

builder.mutationField('changeOrder', (t) =>
  t.field({
    description:
      'Moves an order along: confirm, start production, mark ready, complete, cancel. Staff take every step; ' +
      'customers and guests (with their token) cancel in time. Cancelling and declining give the capacity back.',
    type: ChangeOrderResult,
    nullable: true,
    args: { input: t.arg({ type: ChangeOrderInput, required: true, description: 'The step.' }) },
    resolve: (_root, { input }, context) => refusable(changeOrder(context, input)),
  }),
)

const RescheduleOrderInput = builder.inputType('RescheduleOrderInput', {
  description: 'Another slot for one order. Example: `{"orderId": "…", "version": 2, "slotId": "…"}`',
  fields: (t) => ({
    orderId: t.id({ required: true, description: 'The id of an Order.' }),
    version: t.int({ required: true, description: 'The `version` of the order that was read.' }),
    slotId: t.id({ required: true, description: 'Of the order’s own method; see `Order.availability`.' }),
    guestToken: t.string({ description: 'For a guest’s own order: what placeOrder gave.' }),
    overrideLeadTime: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Staff only (else UNAUTHENTICATED or FORBIDDEN): move it although the lead time is too short or the horizon too far.',
    }),
  }),
})

const RescheduleOrderResult = resultUnion(
  'RescheduleOrderResult',
  'The order as it stands now, or why it was not moved.',
  success('RescheduleOrderSuccess', 'The order was moved.'),
  [InvalidInputError, NotFoundError, StaleVersionError, IllegalTransitionError, SlotUnavailableError],
)

builder.mutationField('rescheduleOrder', (t) =>
  t.field({
    description:
      'Moves an order to another slot of its method: takes the new one and gives the old one back, or changes nothing. ' +
      'For staff, and for customers and guests (with their token) as long as they may cancel.',
    type: RescheduleOrderResult,
    nullable: true,
    args: { input: t.arg({ type: RescheduleOrderInput, required: true, description: 'Where to.' }) },
    resolve: (_root, { input }, context) => refusable(rescheduleOrder(context, input)),
  }),
)
