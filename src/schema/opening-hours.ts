import type { WeekdayWindow } from '../db/bakery.ts'
import {
  WEEKDAYS,
  type FulfilmentMethod as Method,
  type SpecialDay as Day,
  type Weekday as WeekdayName,
  type Window,
} from '../domain/calendar.ts'
import { isStaff } from '../domain/viewer.ts'
import { builder } from './builder.ts'

export const FulfilmentMethod = builder.enumType('FulfilmentMethod', {
  description: 'How an order reaches the customer.',
  values: {
    PICKUP: { description: 'It is picked up at the bakery.' },
    DELIVERY: { description: 'It is brought to an address, where the bakery delivers.' },
  } satisfies Record<Method, object>,
})

export const Weekday = builder.enumType('Weekday', { description: 'A day of the week.', values: WEEKDAYS })

export const OpeningHours = builder.objectRef<WeekdayWindow>('OpeningHours').implement({
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

export const SpecialDay = builder.objectRef<Day>('SpecialDay').implement({
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

export const WeekdayCapacity = builder
  .objectRef<{ weekday: WeekdayName; units: number }>('WeekdayCapacity')
  .implement({
    description: 'How much the bakery can make on a day of the week.',
    fields: (t) => ({
      weekday: t.expose('weekday', { type: Weekday, description: 'The day of the week.' }),
      units: t.exposeInt('units', { description: 'Production units, as cakes count them.' }),
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
