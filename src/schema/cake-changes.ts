import type { Cake as CakeRow } from '../db/cakes.ts'
import type { AlreadyExists } from '../domain/refusals.ts'
import { createCake, updateCake } from '../resolvers/write-cake.ts'
import { Allergen, Diet } from './allergen.ts'
import { builder } from './builder.ts'
import { Cake, CakeStatus } from './cake.ts'
import { CakeImageInput, CakeVariantInput, OptionGroupInput } from './cake-parts.ts'
import { InvalidInputError, NotFoundError, refusable, resultUnion, UserError } from './user-error.ts'

const AlreadyExistsError = builder.objectRef<AlreadyExists>('AlreadyExistsError').implement({
  description: 'A slug or SKU that has to be unique is taken.',
  interfaces: [UserError],
  fields: (t) => ({ field: t.exposeString('field', { description: 'Which: slug or sku.' }) }),
})

const MEANING = {
  slug: 'Stable, readable key for web addresses, unique: lower-case letters, digits and dashes, 80 at most.',
  name: 'For customers to read; 200 characters at most.',
  description: 'What it is; may break lines, 2000 characters at most.',
  status: 'ACTIVE puts it on sale, and needs a size and choices that can be made.',
  categories: 'What it is filed under; 60 characters each, none twice.',
  images: 'The best one first.',
  allergens: 'Of the cake itself; options can add more.',
  diets: 'Ways to eat that it fits, whatever is chosen.',
  variants: 'Sizes, 50 at most.',
  optionGroups: 'Choices, in the order to ask them; 50 at most.',
  leadDays: 'Working days between the order and the day of the slot: 0 to 365.',
  cutoff: 'Time of day, for example 15:00: orders placed later count as placed on the next day.',
  seasonFrom: 'First date of the season; null is open on that side.',
  seasonUntil: 'Last date of the season; null is open on that side.',
  inscriptionMaxLength:
    'Longest text that can be written on it, in user-perceived characters: 1 to 500; null where none can be.',
  taxRateBasisPoints: 'Where it differs from the bakery’s, in hundredths of a percent: 0 to 10,000.',
}

const CreateCakeInput = builder.inputType('CreateCakeInput', {
  description:
    'A new cake. Example: `{"slug": "plum-tart", "name": "Plum Tart", "variants": [{"name": "24 cm", "servings": 8, "price": 2650, "sku": "PT-24"}]}`',
  fields: (t) => ({
    slug: t.string({ required: true, description: MEANING.slug }),
    name: t.string({ required: true, description: MEANING.name }),
    description: t.string({ required: true, defaultValue: '', description: MEANING.description }),
    status: t.field({ type: CakeStatus, required: true, defaultValue: 'DRAFT', description: MEANING.status }),
    categories: t.stringList({ required: true, defaultValue: [], description: MEANING.categories }),
    images: t.field({
      type: [CakeImageInput],
      required: true,
      defaultValue: [],
      description: MEANING.images,
    }),
    allergens: t.field({
      type: [Allergen],
      required: true,
      defaultValue: [],
      description: MEANING.allergens,
    }),
    diets: t.field({ type: [Diet], required: true, defaultValue: [], description: MEANING.diets }),
    variants: t.field({ type: [CakeVariantInput], required: true, description: MEANING.variants }),
    optionGroups: t.field({
      type: [OptionGroupInput],
      required: true,
      defaultValue: [],
      description: MEANING.optionGroups,
    }),
    leadDays: t.int({ required: true, defaultValue: 1, description: MEANING.leadDays }),
    cutoff: t.field({ type: 'LocalTime', description: MEANING.cutoff }),
    seasonFrom: t.field({ type: 'Date', description: MEANING.seasonFrom }),
    seasonUntil: t.field({ type: 'Date', description: MEANING.seasonUntil }),
    inscriptionMaxLength: t.int({ description: MEANING.inscriptionMaxLength }),
    taxRateBasisPoints: t.int({ description: MEANING.taxRateBasisPoints }),
  }),
})

const UpdateCakeInput = builder.inputType('UpdateCakeInput', {
  description:
    'Fields left out stay as they are; null clears what can be empty. Lists, where given, replace the whole list; entries with an id are kept. Example: `{"cakeId": "…", "status": "ACTIVE"}`',
  fields: (t) => ({
    cakeId: t.id({ required: true, description: 'The id of a Cake.' }),
    slug: t.string({ description: MEANING.slug }),
    name: t.string({ description: MEANING.name }),
    description: t.string({ description: MEANING.description }),
    status: t.field({ type: CakeStatus, description: MEANING.status }),
    categories: t.stringList({ description: MEANING.categories }),
    images: t.field({ type: [CakeImageInput], description: MEANING.images }),
    allergens: t.field({ type: [Allergen], description: MEANING.allergens }),
    diets: t.field({ type: [Diet], description: MEANING.diets }),
    variants: t.field({ type: [CakeVariantInput], description: MEANING.variants }),
    optionGroups: t.field({ type: [OptionGroupInput], description: MEANING.optionGroups }),
    leadDays: t.int({ description: MEANING.leadDays }),
    cutoff: t.field({ type: 'LocalTime', description: MEANING.cutoff }),
    seasonFrom: t.field({ type: 'Date', description: MEANING.seasonFrom }),
    seasonUntil: t.field({ type: 'Date', description: MEANING.seasonUntil }),
    inscriptionMaxLength: t.int({ description: MEANING.inscriptionMaxLength }),
    taxRateBasisPoints: t.int({ description: MEANING.taxRateBasisPoints }),
  }),
})

const success = (name: string, description: string) =>
  builder.objectRef<{ cake: CakeRow }>(name).implement({
    description,
    fields: (t) => ({ cake: t.expose('cake', { type: Cake, description: 'The cake as it stands now.' }) }),
  })

const CreateCakeResult = resultUnion(
  'CreateCakeResult',
  'The new cake, or why it was not written.',
  success('CreateCakeSuccess', 'There is a new cake.'),
  [InvalidInputError, AlreadyExistsError],
)

builder.mutationField('createCake', (t) =>
  t.field({
    description: 'Writes a new cake. Admins only, else UNAUTHENTICATED or FORBIDDEN.',
    type: CreateCakeResult,
    nullable: true,
    authScopes: { admin: true },
    args: { input: t.arg({ type: CreateCakeInput, required: true, description: 'The cake.' }) },
    resolve: (_root, { input }, context) => refusable(createCake(context, input)),
  }),
)

const UpdateCakeResult = resultUnion(
  'UpdateCakeResult',
  'The cake as it stands now, or why it was not changed.',
  success('UpdateCakeSuccess', 'The cake was changed.'),
  [InvalidInputError, NotFoundError, AlreadyExistsError],
)

builder.mutationField('updateCake', (t) =>
  t.field({
    description:
      'Changes a cake, puts it on sale or withdraws it. Orders keep what was agreed. Admins only, else UNAUTHENTICATED or FORBIDDEN.',
    type: UpdateCakeResult,
    nullable: true,
    authScopes: { admin: true },
    args: { input: t.arg({ type: UpdateCakeInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => refusable(updateCake(context, input)),
  }),
)
