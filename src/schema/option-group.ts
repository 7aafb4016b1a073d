import type { CakeOption as Option, OptionGroup as Group } from '../db/batches.ts'
import type { OptionPricing as Pricing } from '../domain/cake.ts'
import { Allergen } from './allergen.ts'
import { builder } from './builder.ts'
import { Money } from './money.ts'

export const OptionGroup = builder.objectRef<Group>('OptionGroup')
export const CakeOption = builder.objectRef<Option>('CakeOption')

export const OptionPricing = builder.enumType('OptionPricing', {
  description: 'What the chosen options of a group add to the price.',
  values: {
    SUM: { description: 'Every chosen option adds its surcharge.' },
    HIGHEST: { description: 'Only the dearest chosen option of the group adds its surcharge.' },
  } satisfies Record<Pricing, object>,
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
      resolve: ({ id }, _args, { loaders }) => loaders.optionsOfGroup.get(id),
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
