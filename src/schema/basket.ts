import type { ComposedLine } from '../domain/composition.ts'
import { quoteBasket, type Quote } from '../resolvers/quote-basket.ts'
import { FulfilmentMethod } from './opening-hours.ts'
import { builder } from './builder.ts'
import { Allergen } from './allergen.ts'
import { Cake, CakeVariant } from './cake.ts'
import { CakeOption } from './option-group.ts'
import { Money } from './money.ts'
import { InvalidInputError, refusable, resultUnion, UnavailableItemError } from './user-error.ts'

export const OrderItemInput = builder.inputType('OrderItemInput', {
  description:
    'One line of a basket. Example: `{"variantId": "…", "optionIds": ["…"], "inscription": "Zoë 30!"}`',
  fields: (t) => ({
    variantId: t.id({ required: true, description: 'Which size of which cake: the id of a CakeVariant.' }),
    quantity: t.int({ required: true, defaultValue: 1, description: '1 to 99.' }),
    optionIds: t.idList({
      required: true,
      defaultValue: [],
      description: 'Ids of CakeOptions of that cake, as many as each of its groups asks for, none twice.',
    }),
    inscription: t.string({
      description:
        'What to write on each cake of the line: one line of text, where the cake can be written on, within its `inscriptionMaxLength`.',
    }),
  }),
})

const QuoteItem = builder.objectRef<ComposedLine>('QuoteItem').implement({
  description: 'One line of a basket, priced.',
  fields: (t) => ({
    cake: t.field({
      description: 'The cake.',
      type: Cake,
      resolve: async ({ cake }, _args, { loaders }) => (await loaders.cake.load(cake.id))!,
    }),
    variant: t.field({
      description: 'The size.',
      type: CakeVariant,
      resolve: async ({ variantId }, _args, { loaders }) => (await loaders.cakeVariant.load(variantId))!,
    }),
    options: t.field({
      description: 'The choices, in the order of the cake’s groups.',
      type: [CakeOption],
      resolve: async ({ options }, _args, { loaders }) =>
        (await Promise.all(options.map(({ id }) => loaders.cakeOption.load(id)))).map((option) => option!),
    }),
    unitPrice: t.expose('unitPrice', { type: Money, description: 'Of one cake, options included.' }),
    quantity: t.exposeInt('quantity', { description: 'How many.' }),
    total: t.expose('total', { type: Money, description: 'Unit price × quantity.' }),
    allergens: t.expose('allergens', {
      type: [Allergen],
      description: 'Of the cake and the chosen options together.',
    }),
  }),
})

const OrderQuote = builder.objectRef<Quote>('OrderQuote').implement({
  description: 'A price for a basket, with nothing reserved.',
  fields: (t) => ({
    items: t.expose('lines', { type: [QuoteItem], description: 'The lines, in the order of the input.' }),
    subtotal: t.expose('subtotal', { type: Money, description: 'The sum of the lines.' }),
    deliveryFee: t.expose('deliveryFee', { type: Money, description: 'Zero for a pick-up.' }),
    tax: t.expose('tax', {
      type: Money,
      description: 'Inside the total where the bakery’s prices include it, on top of it where not.',
    }),
    total: t.expose('total', { type: Money, description: 'What is to be paid; goes into `expectedTotal`.' }),
    allergens: t.expose('allergens', { type: [Allergen], description: 'Of the whole basket.' }),
    allergyConflicts: t.expose('allergyConflicts', {
      type: [Allergen],
      description: 'Allergens in the basket that the viewer, or the customer asked for, is allergic to.',
    }),
    earliestDate: t.expose('earliestDate', {
      type: 'Date',
      nullable: true,
      description: 'The earliest date that the whole basket can be had; bookings are not looked at.',
    }),
  }),
})

const QuoteResult = resultUnion('QuoteResult', 'A price, or what is wrong with the basket.', OrderQuote, [
  InvalidInputError,
  UnavailableItemError,
])

builder.queryField('quote', (t) =>
  t.field({
    description:
      'Prices a basket without placing it. For delivery the postal code is needed. Staff can ask for a customer. For everybody.',
    type: QuoteResult,
    args: {
      items: t.arg({ type: [OrderItemInput], required: true, description: 'The basket: 1 to 50 lines.' }),
      method: t.arg({
        type: FulfilmentMethod,
        required: true,
        defaultValue: 'PICKUP',
        description: 'How it is to reach the customer.',
      }),
      postalCode: t.arg.string({ description: 'Where it is to be delivered; needed for DELIVERY.' }),
      customerId: t.arg.id({
        description:
          'Whose allergies to look at. Staff only (else UNAUTHENTICATED or FORBIDDEN); the viewer’s own otherwise.',
      }),
    },
    resolve: (_root, args, context) => refusable(quoteBasket(context, args)),
  }),
)
