import type { OrderEvent as Event } from '../db/batches.ts'
import type {
  OrderAction as Action,
  OrderStatus as Status,
  OrderTransition as Transition,
} from '../domain/order-status.ts'
import { builder } from './builder.ts'
import { UnavailableReason } from './slot.ts'
import { Role } from './viewer.ts'

export const OrderStatus = builder.enumType('OrderStatus', {
  description: 'How far an order is.',
  values: {
    PENDING: { description: 'Placed, waiting for the bakery to accept it.' },
    CONFIRMED: { description: 'Accepted.' },
    IN_PRODUCTION: { description: 'Being made.' },
    READY: { description: 'Made, waiting to be picked up or delivered.' },
    OUT_FOR_DELIVERY: { description: 'On its way.' },
    COMPLETED: { description: 'Handed over.' },
    CANCELLED: { description: 'Called off.' },
    DECLINED: { description: 'The bakery did not accept it.' },
    NO_SHOW: { description: 'Nobody came for it.' },
  } satisfies Record<Status, object>,
})

/** What each step of changeOrder means. */
export const TRANSITIONS = {
  CONFIRM: { description: 'Accept it.' },
  DECLINE: { description: 'Do not accept it; its place is free again.' },
  START_PRODUCTION: { description: 'Begin to make it.' },
  MARK_READY: { description: 'It is made.' },
  DISPATCH: { description: 'Send it out for delivery.' },
  COMPLETE: { description: 'It was handed over.' },
  MARK_NO_SHOW: { description: 'Nobody came for it.' },
  CANCEL: { description: 'Call it off; its place is free again.' },
} satisfies Record<Transition, object>

export const OrderAction = builder.enumType('OrderAction', {
  description: 'What the viewer can do to an order; may grow (payment, editing).',
  values: {
    ...TRANSITIONS,
    RESCHEDULE: { description: 'Move it to another slot, by `rescheduleOrder`.' },
  } satisfies Record<Action, object>,
})

export const OrderEvent = builder.objectRef<Event>('OrderEvent').implement({
  description: 'Something that happened to an order.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    status: t.expose('status', { type: OrderStatus, description: 'The status after the event.' }),
    action: t.expose('action', {
      type: OrderAction,
      nullable: true,
      description: 'What was done; null for the placing itself.',
    }),
    byRole: t.expose('by_role', { type: Role, nullable: true, description: 'Null for a guest.' }),
    overrode: t.expose('overrode', {
      type: [UnavailableReason],
      description: 'What staff overrode: LEAD_TIME, BEYOND_HORIZON.',
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'Shown to the customer too; gone once their data was erased.',
    }),
  }),
})
