import type { Settings } from '../db/bakery.ts'
import { WEEKDAYS } from '../domain/calendar.ts'
import { isStaff } from '../domain/viewer.ts'
import { viewSpecialDays } from '../resolvers/view-special-days.ts'
import { viewCategories } from '../resolvers/view-cakes.ts'
import { builder } from './builder.ts'
import { DeliveryZone } from './delivery-zone.ts'
import { OpeningHours, SpecialDay, WeekdayCapacity } from './opening-hours.ts'

export const Bakery = builder.objectRef<Settings>('Bakery')

builder.node(Bakery, {
  description: 'The bakery that this API serves: one to a deployment.',
  id: { resolve: ({ bakery }) => bakery.id },
  loadWithoutCache: async (id, context) => {
    const own = await context.settings()
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

builder.queryField('bakery', (t) =>
  t.field({
    description: 'The bakery and its settings. For everybody.',
    type: Bakery,
    resolve: (_root, _args, context) => context.settings(),
  }),
)
