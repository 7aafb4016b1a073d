import type { Settings } from '../db/bakery.ts'
import { removeSpecialDay, setSpecialDay } from '../resolvers/set-special-day.ts'
import { updateBakery } from '../resolvers/update-bakery.ts'
import { Bakery } from './bakery.ts'
import { builder } from './builder.ts'
import { FulfilmentMethod, SpecialDay, Weekday } from './opening-hours.ts'
import { Order } from './order.ts'
import { InvalidInputError, NotFoundError, refusable, resultUnion } from './user-error.ts'

const WINDOW = {
  weekday: 'The day of the week.',
  method: 'What the window is for.',
  opens: 'When the first slot starts.',
  closes: 'When the last slot ends, at the latest.',
  slotMinutes: 'The length of a slot: 5 to 1440.',
  ordersPerSlot: 'How many orders fit into one slot: 0 to 10,000.',
}

const OpeningHoursInput = builder.inputType('OpeningHoursInput', {
  description:
    'A window of a weekday. Windows of one weekday and method must not overlap. Example: `{"weekday": "TUESDAY", "method": "PICKUP", "opens": "09:00", "closes": "17:00", "slotMinutes": 30, "ordersPerSlot": 2}`',
  fields: (t) => ({
    weekday: t.field({ type: Weekday, required: true, description: WINDOW.weekday }),
    method: t.field({ type: FulfilmentMethod, required: true, description: WINDOW.method }),
    opens: t.field({ type: 'LocalTime', required: true, description: WINDOW.opens }),
    closes: t.field({ type: 'LocalTime', required: true, description: WINDOW.closes }),
    slotMinutes: t.int({ required: true, description: WINDOW.slotMinutes }),
    ordersPerSlot: t.int({ required: true, description: WINDOW.ordersPerSlot }),
  }),
})

const SpecialHoursInput = builder.inputType('SpecialHoursInput', {
  description:
    'A window of a special day. Windows of one method must not overlap. Example: `{"method": "PICKUP", "opens": "08:00", "closes": "12:00", "slotMinutes": 15, "ordersPerSlot": 4}`',
  fields: (t) => ({
    method: t.field({ type: FulfilmentMethod, required: true, description: WINDOW.method }),
    opens: t.field({ type: 'LocalTime', required: true, description: WINDOW.opens }),
    closes: t.field({ type: 'LocalTime', required: true, description: WINDOW.closes }),
    slotMinutes: t.int({ required: true, description: WINDOW.slotMinutes }),
    ordersPerSlot: t.int({ required: true, description: WINDOW.ordersPerSlot }),
  }),
})

const WeekdayCapacityInput = builder.inputType('WeekdayCapacityInput', {
  description:
    'How much the bakery can make on a day of the week. Example: `{"weekday": "SATURDAY", "units": 40}`',
  fields: (t) => ({
    weekday: t.field({ type: Weekday, required: true, description: WINDOW.weekday }),
    units: t.int({ required: true, description: 'Production units: 0 to 1,000,000.' }),
  }),
})

const DeliveryZoneInput = builder.inputType('DeliveryZoneInput', {
  description:
    'Where the bakery delivers and for how much. The longest matching prefix decides. Example: `{"name": "Inside the canals", "postalCodePrefixes": ["2011", "2012"], "fee": 495}`',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For customers to read.' }),
    postalCodePrefixes: t.stringList({
      required: true,
      description: 'Beginnings of postal codes; case and spaces do not matter. None in two zones.',
    }),
    fee: t.int({ required: true, description: 'In minor units.' }),
    minimumSubtotal: t.int({ description: 'In minor units.' }),
  }),
})

const UpdateBakeryInput = builder.inputType('UpdateBakeryInput', {
  description:
    'Fields left out stay as they are; null clears e-mail or phone. Lists, where given, replace the whole list. Time zone and currency stand from the first day. Example: `{"bookingHorizonDays": 60, "phone": null}`',
  fields: (t) => ({
    name: t.string({ description: 'As it stands over the door.' }),
    locale: t.string({ description: 'BCP 47 tag, for example nl-NL.' }),
    email: t.string({ description: 'Where customers can write to.' }),
    phone: t.string({ description: 'Where customers can call.' }),
    pricesIncludeTax: t.boolean({ description: 'Whether listed prices already hold the tax.' }),
    taxRateBasisPoints: t.int({ description: 'In hundredths of a percent: 0 to 10,000.' }),
    bookingHorizonDays: t.int({ description: 'How many days ahead orders can be placed for: 0 to 730.' }),
    cancellationNoticeHours: t.int({
      description: 'A customer can cancel until this many hours before the slot starts: 0 to 8760.',
    }),
    confirmsAutomatically: t.boolean({ description: 'Whether a placed order is confirmed at once.' }),
    openingHours: t.field({
      type: [OpeningHoursInput],
      description: 'Of an ordinary week; 100 windows at most.',
    }),
    productionCapacity: t.field({
      type: [WeekdayCapacityInput],
      description:
        'Weekdays left out can make nothing. Less than is booked cancels nobody and takes no more.',
    }),
    deliveryZones: t.field({ type: [DeliveryZoneInput], description: '100 at most.' }),
  }),
})

const success = (name: string, description: string) =>
  builder.objectRef<{ bakery: Settings }>(name).implement({
    description,
    fields: (t) => ({
      bakery: t.expose('bakery', { type: Bakery, description: 'The bakery as it stands now.' }),
    }),
  })

const UpdateBakeryResult = resultUnion(
  'UpdateBakeryResult',
  'The bakery as it stands now, or what is wrong with the input.',
  success('UpdateBakerySuccess', 'The settings were changed.'),
  [InvalidInputError],
)

builder.mutationField('updateBakery', (t) =>
  t.field({
    description:
      'Changes the bakery’s settings. Orders keep what was agreed. Admins only, else UNAUTHENTICATED or FORBIDDEN.',
    type: UpdateBakeryResult,
    nullable: true,
    authScopes: { admin: true },
    args: { input: t.arg({ type: UpdateBakeryInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => refusable(updateBakery(context, input)),
  }),
)

const SpecialDayInput = builder.inputType('SpecialDayInput', {
  description:
    'How one date differs from its weekday. Replaces what was set for it before. Example: `{"date": "2026-12-25", "closed": true, "reason": "Christmas"}`',
  fields: (t) => ({
    date: t.field({ type: 'Date', required: true, description: 'The date.' }),
    closed: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Nothing is made and nothing handed over.',
    }),
    reason: t.string({ description: 'Why, for customers to read.' }),
    openingHours: t.field({
      type: [SpecialHoursInput],
      description: 'Null keeps the weekday’s windows; an empty list has none.',
    }),
    productionCapacity: t.int({ description: 'Null keeps the weekday’s figure.' }),
  }),
})

type SpecialDayIsSet = Awaited<ReturnType<typeof setSpecialDay>>

const SetSpecialDaySuccess = builder.objectRef<SpecialDayIsSet>('SetSpecialDaySuccess').implement({
  description: 'The day is set.',
  fields: (t) => ({
    specialDay: t.expose('specialDay', { type: SpecialDay, description: 'The day as it stands now.' }),
    affectedOrders: t.expose('affectedOrders', {
      type: [Order],
      description:
        'Open orders that stand on the day and no longer fit it: closed, out of hours, or above capacity (the last placed). They stay as they are.',
    }),
  }),
})

const SetSpecialDayResult = resultUnion(
  'SetSpecialDayResult',
  'The special day, or what is wrong with the input.',
  SetSpecialDaySuccess,
  [InvalidInputError],
)

builder.mutationField('setSpecialDay', (t) =>
  t.field({
    description:
      'Closes a date, or gives it windows or a capacity of its own. Cancels nothing: it names the orders to care for. Admins only, else UNAUTHENTICATED or FORBIDDEN.',
    type: SetSpecialDayResult,
    nullable: true,
    authScopes: { admin: true },
    args: { input: t.arg({ type: SpecialDayInput, required: true, description: 'The day.' }) },
    resolve: (_root, { input }, context) => refusable(setSpecialDay(context, input)),
  }),
)

const RemoveSpecialDayResult = resultUnion(
  'RemoveSpecialDayResult',
  'The bakery as it stands now, or why nothing was changed.',
  success('RemoveSpecialDaySuccess', 'The day follows its weekday again.'),
  [InvalidInputError, NotFoundError],
)

builder.mutationField('removeSpecialDay', (t) =>
  t.field({
    description: 'The day follows its weekday again. Admins only, else UNAUTHENTICATED or FORBIDDEN.',
    type: RemoveSpecialDayResult,
    nullable: true,
    authScopes: { admin: true },
    args: { date: t.arg({ type: 'Date', required: true, description: 'The date of a special day.' }) },
    resolve: (_root, { date }, context) => refusable(removeSpecialDay(context, date)),
  }),
)
