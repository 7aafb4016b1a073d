import type { CakeImage as Image, CakeVariant as Variant } from '../db/batches.ts'
import type { Cake as CakeRow } from '../db/cakes.ts'
import type { CakeStatus as Status } from '../domain/cake.ts'
import { earliestDate } from '../domain/lead-time.ts'
import { Allergen, Diet } from './allergen.ts'
import { FulfilmentMethod } from './opening-hours.ts'
import { builder } from './builder.ts'
import { Money } from './money.ts'
import { OptionGroup } from './option-group.ts'

export const Cake = builder.objectRef<CakeRow>('Cake')
export const CakeVariant = builder.objectRef<Variant>('CakeVariant')

export const CakeStatus = builder.enumType('CakeStatus', {
  description: 'Where a cake stands in the catalogue.',
  values: {
    DRAFT: { description: 'Being written; only staff see it.' },
    ACTIVE: { description: 'On sale, within its season.' },
    ARCHIVED: { description: 'No longer sold; old orders keep showing it.' },
  } satisfies Record<Status, object>,
})

builder.node(Cake, {
  description: 'A cake that the bakery makes to order, in sizes and with choices.',
  id: { resolve: ({ id }) => id },
  loadWithoutCache: (id, { loaders }) => loaders.cake.load(id),
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Stable, readable key for web addresses: black-forest.' }),
    name: t.exposeString('name', { description: 'For customers to read.' }),
    description: t.exposeString('description', {
      description: 'What it is, in a few sentences; may be empty.',
    }),
    status: t.expose('status', { type: CakeStatus, description: 'Others than staff only ever see ACTIVE.' }),
    categories: t.exposeStringList('categories', { description: 'What it is filed under.' }),
    images: t.field({
      description: 'Pictures, the best one first.',
      type: [CakeImage],
      resolve: ({ id }, _args, { loaders }) => loaders.imagesOfCake.get(id),
    }),
    allergens: t.expose('allergens', {
      type: [Allergen],
      description: 'Allergens of the cake itself; options can add more.',
    }),
    diets: t.expose('diets', { type: [Diet], description: 'Ways to eat that it fits, whatever is chosen.' }),
    variants: t.field({
      description: 'Sizes on sale, cheapest first; of those at the same price, what was added first.',
      type: [CakeVariant],
      resolve: ({ id }, _args, { loaders }) => loaders.variantsOfCake.get(id),
    }),
    optionGroups: t.field({
      description: 'Choices such as flavour, filling and frosting, in the order to ask them.',
      type: [OptionGroup],
      resolve: ({ id }, _args, { loaders }) => loaders.groupsOfCake.get(id),
    }),
    priceFrom: t.expose('price_from', {
      type: Money,
      description: 'The lowest price that the cake can be had for.',
    }),
    leadDays: t.exposeInt('lead_days', {
      description: 'Working days between the order and the day of the slot; 0 is same day.',
    }),
    cutoff: t.expose('cutoff', {
      type: 'LocalTime',
      nullable: true,
      description: 'Orders placed later than this on a day count as placed on the next; null is no cutoff.',
    }),
    seasonFrom: t.expose('season_from', {
      type: 'Date',
      nullable: true,
      description: 'First date of the season; null is open on that side.',
    }),
    seasonUntil: t.expose('season_until', {
      type: 'Date',
      nullable: true,
      description: 'Last date of the season; null is open on that side.',
    }),
    inscriptionMaxLength: t.exposeInt('inscription_max_length', {
      nullable: true,
      description:
        'Longest text that can be written on it, in user-perceived characters; null where none can be.',
    }),
    taxRateBasisPoints: t.exposeInt('tax_rate_basis_points', {
      nullable: true,
      description: 'Where it differs from the bakery’s, in hundredths of a percent.',
    }),
    earliestDate: t.field({
      description:
        'The earliest date this cake can be had, by lead time, season and opening days; bookings are not looked at. ' +
        'Null where there is none before the horizon.',
      type: 'Date',
      nullable: true,
      args: {
        method: t.arg({
          type: FulfilmentMethod,
          required: true,
          defaultValue: 'PICKUP',
          description: 'How it is to reach the customer.',
        }),
      },
      resolve: async (cake, { method }, context) =>
        earliestDate((await context.settings()).calendar, [needOf(cake)], method, context.now),
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was first written.' }),
    updatedAt: t.expose('updated_at', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
})

const needOf = (cake: CakeRow) => ({
  leadDays: cake.lead_days,
  cutoff: cake.cutoff,
  seasonFrom: cake.season_from,
  seasonUntil: cake.season_until,
})

const CakeImage = builder.objectRef<Image>('CakeImage').implement({
  description: 'A picture of a cake.',
  fields: (t) => ({
    url: t.field({
      type: 'URL',
      description: 'Where the picture is.',
      resolve: ({ url }, _args, { origin }) => new URL(url, origin).href,
    }),
    alt: t.exposeString('alt', { description: 'What the picture shows, for those who do not see it.' }),
  }),
})

builder.node(CakeVariant, {
  description: 'A size that a cake is sold in.',
  id: { resolve: ({ id }) => id },
  loadWithoutCache: (id, { loaders }) => loaders.cakeVariant.load(id),
  fields: (t) => ({
    cake: t.field({
      description: 'What it is a size of.',
      type: Cake,
      resolve: async ({ cake_id: id }, _args, { loaders }) => (await loaders.cake.load(id))!,
    }),
    sku: t.exposeString('sku', { description: 'The bakery’s own unique article number.' }),
    name: t.exposeString('name', { description: 'For example 20 cm round.' }),
    servings: t.exposeInt('servings', { description: 'How many people it feeds.' }),
    price: t.expose('price', { type: Money, description: 'Without options.' }),
    productionUnits: t.exposeInt('production_units', {
      description: 'How much of a day’s production capacity one takes.',
    }),
  }),
})
