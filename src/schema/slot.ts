import type { AvailabilityDay as Day } from '../domain/availability.ts'
import type { SlotOffer as Offer, UnavailableReason as Reason } from '../domain/calendar.ts'
import { encodeSlotId } from '../domain/slot-id.ts'
import { offerSlots, type Offers } from '../resolvers/offer-slots.ts'
import { instantIn, type ShownSlot } from '../resolvers/shown-orders.ts'
import { FulfilmentMethod } from './opening-hours.ts'
import { OrderItemInput } from './basket.ts'
import { builder } from './builder.ts'
import { InvalidInputError, refusable, resultUnion, UnavailableItemError } from './user-error.ts'

export const UnavailableReason = builder.enumType('UnavailableReason', {
  description: 'Why a day or a slot cannot be booked. Where several hold, the first of these is told.',
  values: {
    PAST: { description: 'It has begun already.' },
    CLOSED: { description: 'Nothing is handed over then.' },
    OUT_OF_SEASON: { description: 'Outside the season of a cake in the basket.' },
    LEAD_TIME: { description: 'Too soon for a cake in the basket.' },
    BEYOND_HORIZON: { description: 'Later than orders are taken for.' },
    DAY_FULL: { description: 'The day’s production capacity does not hold the basket any more.' },
    SLOT_FULL: { description: 'The slot has as many orders as it takes.' },
  } satisfies Record<Reason, object>,
})

export const Slot = builder.objectRef<ShownSlot>('Slot').implement({
  description: 'A window in which an order is picked up or delivered.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque; goes into placeOrder and rescheduleOrder.',
      resolve: (slot) => encodeSlotId(slot),
    }),
    method: t.expose('method', { type: FulfilmentMethod, description: 'How it reaches the customer.' }),
    date: t.expose('date', { type: 'Date', description: 'The day.' }),
    startTime: t.expose('startTime', {
      type: 'LocalTime',
      description: 'When it begins, by the bakery’s clock.',
    }),
    endTime: t.expose('endTime', { type: 'LocalTime', description: 'When it ends, by the bakery’s clock.' }),
    startsAt: t.field({
      description: 'The instant it begins.',
      type: 'DateTime',
      resolve: (slot) => instantIn(slot, 'startsAt'),
    }),
    endsAt: t.field({
      description: 'The instant it ends.',
      type: 'DateTime',
      resolve: (slot) => instantIn(slot, 'endsAt'),
    }),
  }),
})

export const SlotOffer = builder.objectRef<Offer>('SlotOffer').implement({
  description: 'A slot, as it stands for one basket.',
  fields: (t) => ({
    slot: t.expose('slot', { type: Slot, description: 'The slot itself.' }),
    available: t.exposeBoolean('available', { description: 'Whether the basket can have it now.' }),
    reason: t.expose('reason', {
      type: UnavailableReason,
      nullable: true,
      description: 'Null where it is available.',
    }),
    remaining: t.exposeInt('remaining', {
      nullable: true,
      description: 'How many more orders fit. Staff always see it; others only once 3 or fewer are left.',
    }),
  }),
})

const AvailabilityDay = builder.objectRef<Day>('AvailabilityDay').implement({
  description: 'A date, as it stands for one basket.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'The date.' }),
    available: t.exposeBoolean('available', { description: 'Whether some slot of it can be had.' }),
    reason: t.expose('reason', {
      type: UnavailableReason,
      nullable: true,
      description: 'Null where the day is available.',
    }),
    slots: t.expose('slots', {
      type: [SlotOffer],
      description:
        'All slots of the day, taken ones too; staff also get those of days before the lead time and past the horizon.',
    }),
  }),
})

const Availability = builder.objectRef<Offers>('Availability').implement({
  description: 'What can be had when, for one basket. Nothing is reserved by looking.',
  fields: (t) => ({
    days: t.expose('days', {
      type: [AvailabilityDay],
      description: 'One for each date of the range, in order.',
    }),
  }),
})

export const AvailabilityResult = resultUnion(
  'AvailabilityResult',
  'Days and slots, or what is wrong with the basket or the range.',
  Availability,
  [InvalidInputError, UnavailableItemError],
)

builder.queryField('availability', (t) =>
  t.field({
    description:
      'Days and slots for a basket, with the reason where one cannot be booked. 62 days at most. For everybody.',
    type: AvailabilityResult,
    args: {
      items: t.arg({ type: [OrderItemInput], required: true, description: 'The basket: 1 to 50 lines.' }),
      method: t.arg({
        type: FulfilmentMethod,
        required: true,
        defaultValue: 'PICKUP',
        description: 'How it is to reach the customer.',
      }),
      from: t.arg({ type: 'Date', required: true, description: 'The first date.' }),
      to: t.arg({ type: 'Date', required: true, description: 'The last date.' }),
    },
    resolve: (_root, args, context) => refusable(offerSlots(context, args)),
  }),
)
