import SchemaBuilder from '@pothos/core'
import type { CakeRow, CustomerRow, ItemRow, OrderRow, VariantRow } from '../rows.ts'
import type { Loaders } from './loaders.ts'
import { placeOrder } from './place-order.ts'
import { db } from './tables.ts'

const builder = new SchemaBuilder<{ Context: Loaders; DefaultFieldNullability: false }>({
  defaultFieldNullability: false,
})

const Allergen = builder.enumType('Allergen', {
  values:
    'CELERY CRUSTACEANS EGGS FISH GLUTEN LUPIN MILK MOLLUSCS MUSTARD PEANUTS SESAME SOYBEANS SULPHITES TREE_NUTS'.split(
      ' ',
    ),
})
const OrderStatus = builder.enumType('OrderStatus', {
  values: 'CANCELLED COMPLETED CONFIRMED DECLINED IN_PRODUCTION NO_SHOW OUT_FOR_DELIVERY PENDING READY'.split(
    ' ',
  ),
})

const Money = builder.objectRef<{ amount: number }>('Money').implement({
  fields: (t) => ({ amount: t.exposeInt('amount') }),
})

const CakeVariant = builder.objectRef<VariantRow>('CakeVariant').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    servings: t.exposeInt('servings'),
    price: t.field({ type: Money, resolve: ({ price }) => ({ amount: price }) }),
  }),
})

const Cake = builder.objectRef<CakeRow>('Cake').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    allergens: t.expose('allergens', { type: [Allergen] }),
    priceFrom: t.field({ type: Money, resolve: (cake) => ({ amount: cake.price_from }) }),
    variants: t.field({
      type: [CakeVariant],
      resolve: ({ id }, _, { variants }) => variants.load(id) as never,
    }),
  }),
})

const Customer = builder.objectRef<CustomerRow>('Customer').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    email: t.exposeString('email', { nullable: true }),
  }),
})

const OrderItem = builder.objectRef<ItemRow>('OrderItem').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    quantity: t.exposeInt('quantity'),
    cakeName: t.exposeString('cake_name'),
    variantName: t.exposeString('variant_name'),
    total: t.field({ type: Money, resolve: ({ total }) => ({ amount: total }) }),
    cake: t.field({
      type: Cake,
      nullable: true,
      resolve: ({ cake_id }, _, { cake }) => cake.load(cake_id) as never,
    }),
  }),
})

const Slot = builder.objectRef<OrderRow>('Slot').implement({
  fields: (t) => ({
    date: t.exposeString('slot_date'),
    startTime: t.string({ resolve: (order) => order.slot_start.slice(0, 5) }),
  }),
})

const Order = builder.objectRef<OrderRow>('Order').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    number: t.exposeString('number'),
    status: t.field({ type: OrderStatus, resolve: ({ status }) => status }),
    placedAt: t.string({ resolve: (order) => order.placed_at.toISOString() }),
    slot: t.field({ type: Slot, resolve: (order) => order }),
    total: t.field({ type: Money, resolve: ({ total }) => ({ amount: total }) }),
    customer: t.field({
      type: Customer,
      nullable: true,
      resolve: ({ customer_id }, _, { customer }) =>
        customer_id ? (customer.load(customer_id) as never) : null,
    }),
    items: t.field({ type: [OrderItem], resolve: ({ id }, _, { items }) => items.load(id) as never }),
  }),
})

const CakeConnection = builder.objectRef<{ nodes: CakeRow[] }>('CakeConnection').implement({
  fields: (t) => ({ nodes: t.expose('nodes', { type: [Cake] }) }),
})
const OrderConnection = builder.objectRef<{ nodes: OrderRow[] }>('OrderConnection').implement({
  fields: (t) => ({ nodes: t.expose('nodes', { type: [Order] }) }),
})

builder.queryType({
  fields: (t) => ({
    cakes: t.field({
      type: CakeConnection,
      args: { first: t.arg.int({ required: true }) },
      resolve: async (_, { first }) => ({
        nodes: await db
          .selectFrom('cakes')
          .selectAll()
          .where('status', '=', 'ACTIVE')
          .orderBy('name_key')
          .orderBy('id')
          .limit(first)
          .execute(),
      }),
    }),
    orders: t.field({
      type: OrderConnection,
      args: { first: t.arg.int({ required: true }) },
      resolve: async (_, { first }) => ({
        nodes: await db
          .selectFrom('orders')
          .selectAll()
          .orderBy('placed_at', 'desc')
          .orderBy('id', 'desc')
          .limit(first)
          .execute(),
      }),
    }),
    order: t.field({
      type: Order,
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }) => db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst(),
    }),
  }),
})

const OrderItemInput = builder.inputType('OrderItemInput', {
  fields: (t) => ({ variantId: t.id({ required: true }), quantity: t.int({ required: true }) }),
})
const PlaceOrderInput = builder.inputType('PlaceOrderInput', {
  fields: (t) => ({
    customerId: t.id({ required: true }),
    slotDate: t.string({ required: true }),
    slotStart: t.string({ required: true }),
    items: t.field({ type: [OrderItemInput], required: true }),
  }),
})

builder.mutationType({
  fields: (t) => ({
    placeOrder: t.field({
      type: Order,
      args: { input: t.arg({ type: PlaceOrderInput, required: true }) },
      resolve: (_, { input }) => placeOrder(input),
    }),
  }),
})

export const schema = builder.toSchema()
