import type { Settings, WeekdayWindow } from '../db/bakery.ts'
import {
  FULFILMENT_METHODS,
  WEEKDAYS,
  type SpecialDay as Day,
  type Weekday as WeekdayName,
  type Window,
} from '../domain/calendar.ts'
import type { DeliveryZone as Zone } from '../domain/delivery.ts'
import { isStaff } from '../domain/viewer.ts'
import { viewSpecialDays } from '../resolvers/view-special-days.ts'
import { viewCategories } from '../resolvers/view-cakes.ts'
import { builder } from './builder.ts'
import { Money } from './money.ts'

export const FulfilmentMethod = builder.enumType('FulfilmentMethod', {
  description: 'How an order reaches the customer.',
  values: FULFILMENT_METHODS,
})

export const Weekday = builder.enumType('Weekday', { description: 'A day of the week.', values: WEEKDAYS })

export const Bakery = builder.objectRef<Settings>('Bakery')

builder.node(Bakery, {
  description: 'The bakery that this API serves: one to a deployment.',
  id: { resolve: ({ bakery }) => bakery.id },
  loadWithoutCache: async (id, { settings }) => {
    const own = await settings()
    return own.bakery.id === id ? own : null
  },
  fields: (t) => ({
    name: t.string({ description: 'As it stands over the door.', resolve: ({ bakery }) => bakery.name }),
    timeZone: t.string({
      description: 'IANA time zone, for example Europe/Amsterdam. All dates and local times are read in it.',
      resolve: ({ bakery }) => bakery.time_zone,
    }),
    currency: t.string({
      description: 'ISO 4217 code of every price.',
      resolve: ({ bakery }) => bakery.currency,
    }),
    locale: t.string({
      description: 'BCP 47 tag, for example nl-NL.',
      resolve: ({ bakery }) => bakery.locale,
    }),
    email: t.string({
      description: 'Where customers can write to.',
      nullable: true,
      resolve: ({ bakery }) => bakery.email,
    }),
    phone: t.string({
      description: 'Where customers can call.',
      nullable: true,
      resolve: ({ bakery }) => bakery.phone,
    }),
    pricesIncludeTax: t.boolean({
      description: 'Whether listed prices already hold the tax.',
      resolve: ({ bakery }) => bakery.prices_include_tax,
    }),
    taxRateBasisPoints: t.int({
      description: 'Tax on cakes that name no rate of their own, in hundredths of a percent: 900 is 9 %.',
      resolve: ({ bakery }) => bakery.tax_rate_basis_points,
    }),
    bookingHorizonDays: t.int({
      description: 'How many days ahead orders can be placed for.',
      resolve: ({ bakery }) => bakery.booking_horizon_days,
    }),
    cancellationNoticeHours: t.int({
      description: 'A customer can cancel until this many hours before the slot starts.',
      resolve: ({ bakery }) => bakery.cancellation_notice_hours,
    }),
    confirmsAutomatically: t.boolean({
      description: 'Whether a placed order is confirmed at once, without staff.',
      resolve: ({ bakery }) => bakery.confirms_automatically,
    }),
    openingHours: t.field({
      description: 'When orders are handed over in an ordinary week, from Monday on.',
      type: [OpeningHours],
      resolve: ({ hours }) => WEEKDAYS.flatMap((day) => hours.filter(({ weekday }) => weekday === day)),
    }),
    productionCapacity: t.field({
      description: 'Production units that can be made on each weekday. Staff only; null for everyone else.',
      type: [WeekdayCapacity],
      nullable: true,
      resolve: ({ calendar }, _args, { asker }) =>
        isStaff(asker)
          ? WEEKDAYS.map((weekday) => ({ weekday, units: calendar.capacities[weekday] ?? 0 }))
          : null,
    }),
    deliveryZones: t.field({
      description: 'Where the bakery delivers and for how much.',
      type: [DeliveryZone],
      resolve: ({ zones }) => zones,
    }),
    categories: t.stringList({
      description: 'Categories in use by cakes on sale, sorted.',
      resolve: (_bakery, _args, context) => viewCategories(context),
    }),
    specialDays: t.field({
      description:
        'Special days in the range, 366 days at most: closed, or with their own hours or capacity. ' +
        'A longer or backward range is BAD_USER_INPUT.',
      type: [SpecialDay],
      args: {
        from: t.arg({ type: 'Date', required: true, description: 'The first date.' }),
        to: t.arg({ type: 'Date', required: true, description: 'The last date.' }),
      },
      resolve: (_bakery, range, context) => viewSpecialDays(context, range),
    }),
  }),
})

const OpeningHours = builder.objectRef<WeekdayWindow>('OpeningHours').implement({
  description: 'A window of a weekday in which orders are handed over, cut into slots.',
  fields: (t) => ({
    weekday: t.expose('weekday', { type: Weekday, description: 'The day of the week.' }),
    ...windowFields(t as never),
  }),
})

const SpecialHours = builder.objectRef<Window>('SpecialHours').implement({
  description: 'A window of a special day in which orders are handed over, cut into slots.',
  fields: (t) => windowFields(t),
})

const SpecialDay = builder.objectRef<Day>('SpecialDay').implement({
  description: 'A date on which the bakery does not follow its weekday.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'The date.' }),
    closed: t.exposeBoolean('closed', { description: 'Nothing is made and nothing handed over.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, for customers to read.' }),
    openingHours: t.expose('windows', {
      type: [SpecialHours],
      nullable: true,
      description: 'Windows of that day in place of the weekday’s; null where the weekday’s own stand.',
    }),
    productionCapacity: t.int({
      nullable: true,
      description:
        'Production units that can be made on that day; null where the weekday’s own figure stands, and for everyone but staff.',
      resolve: ({ capacity }, _args, { asker }) => (isStaff(asker) ? capacity : null),
    }),
  }),
})

const WeekdayCapacity = builder
  .objectRef<{ weekday: WeekdayName; units: number }>('WeekdayCapacity')
  .implement({
    description: 'How much the bakery can make on a day of the week.',
    fields: (t) => ({
      weekday: t.expose('weekday', { type: Weekday, description: 'The day of the week.' }),
      units: t.exposeInt('units', { description: 'Production units, as cakes count them.' }),
    }),
  })

const DeliveryZone = builder.objectRef<Zone>('DeliveryZone').implement({
  description: 'Where the bakery delivers and for how much. The longest matching prefix decides.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'For customers to read.' }),
    postalCodePrefixes: t.exposeStringList('postalCodePrefixes', {
      description: 'Beginnings of postal codes; case and spaces do not matter.',
    }),
    fee: t.expose('fee', { type: Money, description: 'Added to each delivery.' }),
    minimumSubtotal: t.expose('minimumSubtotal', {
      type: Money,
      nullable: true,
      description: 'Baskets below this are not delivered.',
    }),
  }),
})

type FieldsOfWindow = Parameters<
  Parameters<ReturnType<typeof builder.objectRef<Window>>['implement']>[0]['fields'] & {}
>[0]

function windowFields(t: FieldsOfWindow) {
  return {
    method: t.expose('method', { type: FulfilmentMethod, description: 'What the window is for.' }),
    opens: t.expose('opens', { type: 'LocalTime', description: 'When the first slot starts.' }),
    closes: t.expose('closes', { type: 'LocalTime', description: 'When the last slot ends, at the latest.' }),
    slotMinutes: t.exposeInt('slotMinutes', { description: 'The length of a slot.' }),
    ordersPerSlot: t.int({
      nullable: true,
      description: 'How many orders fit into one slot. Staff only; null for everyone else.',
      resolve: ({ ordersPerSlot }, _args, { asker }) => (isStaff(asker) ? ordersPerSlot : null),
    }),
  }
}

builder.queryField('bakery', (t) =>
  t.field({
    description: 'The bakery and its settings. For everybody.',
    type: Bakery,
    resolve: (_root, _args, { settings }) => settings(),
  }),
)
