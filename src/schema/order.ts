import type { ShownOrder } from '../db/lean-orders.ts'
import type { Order as OrderRow } from '../db/orders.ts'
import type { Address as AddressShape } from '../domain/contact.ts'
import { availableActions } from '../domain/order-status.ts'
import { moverOf } from '../resolvers/asking.ts'
import { offerSlotsFor } from '../resolvers/offer-slots.ts'
import { slotShown, whole } from '../resolvers/shown-orders.ts'
import { FulfilmentMethod } from './opening-hours.ts'
import { builder } from './builder.ts'
import { Allergen } from './allergen.ts'
import { Address, Contact } from './contact.ts'
import { Customer } from './customer.ts'
import { Money } from './money.ts'
import { OrderAction, OrderEvent, OrderStatus } from './order-event.ts'
import { OrderItem } from './order-item.ts'
import { AvailabilityResult, Slot } from './slot.ts'
import { refusable } from './user-error.ts'

export const Order = builder.objectRef<ShownOrder>('Order')

builder.node(Order, {
  description:
    'An order as it was agreed: names, prices and allergens stand as they were when it was placed. ' +
    'Staff see all, customers their own, guests the one that their token opens; for everybody else there is none.',
  authScopes: ({ id }, { asker, granted }) => asker !== null || granted.has(id),
  runScopesOnType: true,
  id: { resolve: ({ id }) => id },
  loadWithoutCache: (id, { loaders }) => loaders.order.load(id),
  fields: (t) => ({
    number: t.exposeString('number', { description: 'Short, for people: B-7K2M9Q. Unique.' }),
    status: t.expose('status', { type: OrderStatus, description: 'How far it is.' }),
    version: t.exposeInt('version', {
      description: 'Counts up with every change; send it back to change the order.',
    }),
    availableActions: t.field({
      description: 'What the viewer may do to the order now.',
      type: [OrderAction],
      resolve: async (order, _args, context) =>
        availableActions(
          { ...order, startsAt: whole(order).starts_at },
          moverOf(context, await context.settings(), context.now),
        ),
    }),
    customer: t.field({
      description: 'Null for a guest, and after the customer’s data was erased.',
      type: Customer,
      nullable: true,
      resolve: ({ customer_id: id, customer }, _args, { loaders }) =>
        id === null || customer === null ? null : (customer ?? loaders.customer.load(id)),
    }),
    contact: t.field({
      description: 'Null once the customer’s data was erased, and for a walk-in who gave none.',
      type: Contact,
      nullable: true,
      resolve: (order) => contactOf(whole(order)),
    }),
    items: t.field({
      description: 'The lines, in the order they were given.',
      type: [OrderItem],
      resolve: ({ id, items }, _args, { loaders }) => items ?? loaders.itemsOfOrder.load(id),
    }),
    method: t.expose('method', { type: FulfilmentMethod, description: 'How it reaches the customer.' }),
    slot: t.field({
      description: 'When it is handed over.',
      type: Slot,
      resolve: slotShown,
    }),
    availability: t.field({
      description:
        'Slots this order could move to, 62 days at most; its own booking does not count against it.',
      type: AvailabilityResult,
      args: {
        from: t.arg({ type: 'Date', required: true, description: 'The first date.' }),
        to: t.arg({ type: 'Date', required: true, description: 'The last date.' }),
      },
      resolve: (order, range, context) => refusable(offerSlotsFor(context, whole(order), range)),
    }),
    deliveryAddress: t.field({
      description: 'Null for a pick-up, and once the customer’s data was erased.',
      type: Address,
      nullable: true,
      resolve: (order) => addressOf(whole(order)),
    }),
    note: t.string({
      description: 'What was asked for in words.',
      nullable: true,
      resolve: (order) => whole(order).note,
    }),
    pricesIncludeTax: t.boolean({
      description: 'Whether the prices of its lines hold the tax.',
      resolve: (order) => whole(order).prices_include_tax,
    }),
    subtotal: t.field({
      description: 'The sum of the lines.',
      type: Money,
      resolve: (order) => whole(order).subtotal,
    }),
    deliveryFee: t.field({
      description: 'Zero for a pick-up.',
      type: Money,
      resolve: (order) => whole(order).delivery_fee,
    }),
    tax: t.field({
      description: 'Inside the total or on top, by `pricesIncludeTax`.',
      type: Money,
      resolve: (order) => whole(order).tax,
    }),
    total: t.expose('total', { type: Money, description: 'What is to be paid.' }),
    allergens: t.field({
      description: 'All allergens of what was ordered, as they stood when it was placed.',
      type: [Allergen],
      resolve: (order) => whole(order).allergens,
    }),
    history: t.field({
      description: 'All that happened to it. Newest last.',
      type: [OrderEvent],
      resolve: ({ id }, _args, { loaders }) => loaders.eventsOfOrder.load(id),
    }),
    placedAt: t.expose('placed_at', { type: 'DateTime', description: 'When it was placed.' }),
    updatedAt: t.field({
      description: 'When it was last changed.',
      type: 'DateTime',
      resolve: (order) => whole(order).updated_at,
    }),
  }),
})

function contactOf({ contact_name: name, contact_email: email, contact_phone: phone }: OrderRow) {
  return name === null ? null : { name, email, phone }
}

function addressOf(order: OrderRow): AddressShape | null {
  if (order.address_line1 === null) return null
  return {
    line1: order.address_line1,
    line2: order.address_line2,
    postalCode: order.address_postal_code!,
    city: order.address_city!,
    country: order.address_country!,
  }
}
