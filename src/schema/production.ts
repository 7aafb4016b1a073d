import type { Batch } from '../domain/production.ts'
import { planProduction, type ProductionPlan as Plan } from '../resolvers/plan-production.ts'
import { Allergen } from './allergen.ts'
import { builder } from './builder.ts'
import { Order } from './order.ts'

const ProductionBatch = builder.objectRef<Batch>('ProductionBatch').implement({
  description: 'Cakes of one kind, size and composition, over all orders of a day.',
  fields: (t) => ({
    cakeName: t.exposeString('cakeName', { description: 'What the cake was called when it was ordered.' }),
    variantName: t.exposeString('variantName', { description: 'What the size was called.' }),
    composition: t.exposeString('composition', {
      description:
        'Chosen options, as one line: Filling: Raspberry; Frosting: Buttercream. Empty where there are none.',
    }),
    quantity: t.exposeInt('quantity', { description: 'How many to make.' }),
    allergens: t.expose('allergens', { type: [Allergen], description: 'Of what goes into them.' }),
    inscriptions: t.exposeStringList('inscriptions', {
      description: 'Texts to write, one for each cake that has one.',
    }),
  }),
})

const ProductionPlan = builder.objectRef<Plan>('ProductionPlan').implement({
  description: 'What has to be made for a day.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'The day it is handed over.' }),
    capacity: t.exposeInt('capacity', {
      description: 'Production units that can be made, by the settings in force; 0 on a day that is closed.',
    }),
    booked: t.exposeInt('booked', { description: 'Production units of the orders that stand.' }),
    batches: t.expose('batches', {
      type: [ProductionBatch],
      description: 'How many of each, over all orders.',
    }),
    orders: t.expose('orders', { type: [Order], description: 'The orders of the day, by slot.' }),
  }),
})

builder.queryField('productionPlan', (t) =>
  t.field({
    description: 'What has to be made for a day. Staff only, else UNAUTHENTICATED or FORBIDDEN.',
    type: ProductionPlan,
    nullable: true,
    authScopes: { staff: true },
    args: { date: t.arg({ type: 'Date', required: true, description: 'The day it is handed over.' }) },
    resolve: (_root, { date }, context) => planProduction(context, date),
  }),
)
