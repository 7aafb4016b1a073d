import { viewCake, viewCakes } from '../resolvers/view-cakes.ts'
import { Allergen, Diet } from './allergen.ts'
import { builder } from './builder.ts'
import { Cake, CakeStatus } from './cake.ts'

const CakeConnection = builder.connectionObject(
  { type: Cake, name: 'CakeConnection', description: 'One page of a list of cakes.' },
  { name: 'CakeEdge', description: 'A cake and its place in the list.' },
)

const CakeFilter = builder.inputType('CakeFilter', {
  description:
    'Every condition that is given must hold. Example: `{"withoutAllergens": ["TREE_NUTS"], "minServings": 10, "availableOn": "2026-11-28"}`',
  fields: (t) => ({
    search: t.string({
      description:
        'Words looked for in name and description: beginnings of words, case and accents aside; choc finds chocolate.',
    }),
    category: t.string({ description: 'Exactly this category, one of `Bakery.categories`.' }),
    diets: t.field({ type: [Diet], description: 'All of these.' }),
    withoutAllergens: t.field({
      type: [Allergen],
      description: 'Leaves out cakes that cannot be composed without these, mandatory choices included.',
    }),
    maxPrice: t.int({ description: 'In minor units, compared with `priceFrom`: 5000 is 50.00 EUR.' }),
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
