import type { OrderItemOption as Option } from '../db/batches.ts'
import type { ShownItem } from '../db/order-parts.ts'
import { builder } from './builder.ts'
import { Allergen } from './allergen.ts'
import { Cake } from './cake.ts'
import { Money } from './money.ts'

export const OrderItem = builder.objectRef<ShownItem>('OrderItem')

builder.node(OrderItem, {
  description: 'One line of an order. Names and prices are as they were when it was placed.',
  id: { resolve: ({ id }) => id },
  loadWithoutCache: (id, { loaders }) => loaders.orderItem.load(id),
  fields: (t) => ({
    cake: t.field({
      description: 'The cake today; null where the viewer cannot see it any more.',
      type: Cake,
      nullable: true,
      resolve: ({ cake_id: id }, _args, { loaders }) => loaders.cake.get(id),
    }),
    cakeName: t.exposeString('cake_name', { description: 'What it was called.' }),
    variantName: t.exposeString('variant_name', { description: 'What the size was called.' }),
    options: t.field({
      description: 'What was chosen, in the order of the cake’s groups.',
      type: [OrderItemOption],
      resolve: ({ id, options }, _args, { loaders }) => options ?? loaders.optionsOfItem.load(id),
    }),
    inscription: t.exposeString('inscription', { nullable: true, description: 'The text to write on each.' }),
    quantity: t.exposeInt('quantity', { description: 'How many.' }),
    unitPrice: t.expose('unit_price', { type: Money, description: 'Of one cake, options included.' }),
    total: t.expose('total', { type: Money, description: 'Unit price × quantity.' }),
    allergens: t.expose('allergens', {
      type: [Allergen],
      description: 'Of the cake and the chosen options together.',
    }),
  }),
})

const OrderItemOption = builder.objectRef<Option>('OrderItemOption').implement({
  description: 'A choice that was made for a line.',
  fields: (t) => ({
    groupName: t.exposeString('group_name', { description: 'For example Filling.' }),
    name: t.exposeString('name', { description: 'For example Raspberry.' }),
    surcharge: t.expose('surcharge', {
      type: Money,
      description: 'What it added, by the pricing of its group.',
    }),
  }),
})
