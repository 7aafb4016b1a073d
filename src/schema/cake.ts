import type {
  CakeImage as Image,
  CakeOption as Option,
  CakeVariant as Variant,
  OptionGroup as Group,
} from '../db/batches.ts'
import type { Cake as CakeRow } from '../db/cakes.ts'
import { ALLERGENS, DIETS, type CakeStatus as Status, type OptionPricing as Pricing } from '../domain/cake.ts'
import { earliestDate } from '../domain/lead-time.ts'
import { viewCake, viewCakes } from '../resolvers/view-cakes.ts'
import { FulfilmentMethod } from './bakery.ts'
import { builder } from './builder.ts'
import { Money } from './money.ts'

export const Cake = builder.objectRef<CakeRow>('Cake')
export const CakeVariant = builder.objectRef<Variant>('CakeVariant')
export const CakeOption = builder.objectRef<Option>('CakeOption')
const OptionGroup = builder.objectRef<Group>('OptionGroup')

export const Allergen = builder.enumType('Allergen', {
  description: 'The fourteen allergens that EU Regulation 1169/2011 names.',
  values: ALLERGENS,
})

export const Diet = builder.enumType('Diet', { description: 'A way to eat that a cake fits.', values: DIETS })

export const CakeStatus = builder.enumType('CakeStatus', {
  description: 'Where a cake stands in the catalogue.',
  values: {
    DRAFT: { description: 'Being written; only staff see it.' },
    ACTIVE: { description: 'On sale, within its season.' },
    ARCHIVED: { description: 'No longer sold; old orders keep showing it.' },
  } satisfies Record<Status, object>,
})

const OptionPricing = builder.enumType('OptionPricing', {
  description: 'What the chosen options of a group add to the price.',
  values: {
    SUM: { description: 'Every chosen option adds its surcharge.' },
    HIGHEST: { description: 'Only the dearest chosen option of the group adds its surcharge.' },
  } satisfies Record<Pricing, object>,
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
      resolve: ({ id }, _args, { loaders }) => loaders.imagesOfCake.load(id),
    }),
    allergens: t.expose('allergens', {
      type: [Allergen],
      description: 'Allergens of the cake itself; options can add more.',
    }),
    diets: t.expose('diets', { type: [Diet], description: 'Ways to eat that it fits, whatever is chosen.' }),
    variants: t.field({
      description: 'Sizes on sale, cheapest first.',
      type: [CakeVariant],
      resolve: ({ id }, _args, { loaders }) => loaders.variantsOfCake.load(id),
    }),
    optionGroups: t.field({
      description: 'Choices such as flavour, filling and frosting, in the order to ask them.',
      type: [OptionGroup],
      resolve: ({ id }, _args, { loaders }) => loaders.groupsOfCake.load(id),
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
      resolve: async (cake, { method }, { settings, now }) =>
        earliestDate((await settings()).calendar, [needOf(cake)], method, now),
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

builder.node(OptionGroup, {
  description: 'One choice to make for a cake.',
  id: { resolve: ({ id }) => id },
  loadWithoutCache: (id, { loaders }) => loaders.optionGroup.load(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'For example Filling.' }),
    minChoices: t.exposeInt('min_choices', { description: 'How many options must be chosen.' }),
    maxChoices: t.exposeInt('max_choices', { description: 'How many options may be chosen.' }),
    pricing: t.expose('pricing', {
      type: OptionPricing,
      description: 'What the chosen options cost together.',
    }),
    options: t.field({
      description: 'What there is to choose from, in order; also what is not available at the moment.',
      type: [CakeOption],
      resolve: ({ id }, _args, { loaders }) => loaders.optionsOfGroup.load(id),
    }),
  }),
})

builder.node(CakeOption, {
  description: 'Something that can be chosen for a cake.',
  id: { resolve: ({ id }) => id },
  loadWithoutCache: (id, { loaders }) => loaders.cakeOption.load(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'For example Raspberry.' }),
    surcharge: t.expose('surcharge', {
      type: Money,
      description: 'What it adds, by the pricing of its group.',
    }),
    allergens: t.expose('allergens', { type: [Allergen], description: 'Allergens that this option adds.' }),
    available: t.exposeBoolean('available', { description: 'Whether it can be ordered at the moment.' }),
  }),
})

const CakeConnection = builder.connectionObject(
  { type: Cake, name: 'CakeConnection', description: 'One page of a list of cakes.' },
  { name: 'CakeEdge', description: 'A cake and its place in the list.' },
)

const CakeFilter = builder.inputType('CakeFilter', {
  description: 'Every condition that is given must hold.',
  fields: (t) => ({
    search: t.string({
      description: 'Words looked for in name and description: beginnings of words, case and accents aside.',
    }),
    category: t.string({ description: 'Exactly this category.' }),
    diets: t.field({ type: [Diet], description: 'All of these.' }),
    withoutAllergens: t.field({
      type: [Allergen],
      description: 'Leaves out cakes that cannot be composed without these, mandatory choices included.',
    }),
    maxPrice: t.int({ description: 'In minor units; compared with `priceFrom`.' }),
    minServings: t.int({ description: 'At least this many servings in some size.' }),
    availableOn: t.field({
      type: 'Date',
      description:
        'Can be had on this date by some method: lead time, season, opening days; bookings are not looked at.',
    }),
    status: t.field({
      type: [CakeStatus],
      description:
        'Staff only (else UNAUTHENTICATED or FORBIDDEN); everyone else sees ACTIVE cakes whose season overlaps the days that can be booked.',
    }),
  }),
})

const CakeSort = builder.enumType('CakeSort', {
  description: 'In which order cakes are listed; ties are broken by id.',
  values: {
    NAME: { description: 'By name, case and accents aside.' },
    PRICE_ASC: { description: 'The lowest `priceFrom` first.' },
    PRICE_DESC: { description: 'The highest `priceFrom` first.' },
    NEWEST: { description: 'The latest `createdAt` first.' },
  },
})

builder.queryField('cakes', (t) =>
  t.connection(
    {
      description:
        'Cakes on sale; staff can ask for others with the filter. For everybody. ' +
        'A page size out of 1 to 100, both ends at once or a cursor of another list are BAD_USER_INPUT.',
      type: Cake,
      args: {
        filter: t.arg({ type: CakeFilter, description: 'Which cakes.' }),
        sort: t.arg({ type: CakeSort, required: true, defaultValue: 'NAME', description: 'In which order.' }),
      },
      resolve: (_root, args, context) => viewCakes(context, args),
    },
    CakeConnection,
  ),
)

builder.queryField('cake', (t) =>
  t.field({
    description:
      'A cake by its slug; null where there is none on sale. Staff also find drafts and archived ones.',
    type: Cake,
    nullable: true,
    args: { slug: t.arg.string({ required: true, description: 'For example black-forest.' }) },
    resolve: (_root, { slug }, context) => viewCake(context, slug),
  }),
)
