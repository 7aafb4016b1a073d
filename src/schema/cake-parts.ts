import { Allergen } from './allergen.ts'
import { builder } from './builder.ts'
import { OptionPricing } from './option-group.ts'

export const CakeImageInput = builder.inputType('CakeImageInput', {
  description:
    'A picture of a cake. Example: `{"url": "https://example.com/black-forest.jpg", "alt": "A cake with cherries on it"}`',
  fields: (t) => ({
    url: t.field({ type: 'URL', required: true, description: 'Where the picture is.' }),
    alt: t.string({ required: true, description: 'What it shows, for those who do not see it.' }),
  }),
})

export const CakeVariantInput = builder.inputType('CakeVariantInput', {
  description:
    'A size that a cake is sold in. Example: `{"name": "20 cm round", "servings": 8, "price": 3250, "sku": "BF-20"}`',
  fields: (t) => ({
    id: t.id({ description: 'Null for a new one.' }),
    sku: t.string({ required: true, description: 'Unique over all cakes; 64 characters at most.' }),
    name: t.string({ required: true, description: 'For example 20 cm round.' }),
    servings: t.int({ required: true, description: 'How many people it feeds: 1 to 100,000.' }),
    price: t.int({ required: true, description: 'Without options, in minor units: 3250 is 32.50 EUR.' }),
    productionUnits: t.int({
      required: true,
      defaultValue: 1,
      description: 'How much of a day’s production capacity one takes: 0 to 100,000.',
    }),
  }),
})

const CakeOptionInput = builder.inputType('CakeOptionInput', {
  description: 'Something that can be chosen for a cake. Example: `{"name": "Raspberry", "surcharge": 250}`',
  fields: (t) => ({
    id: t.id({ description: 'Null for a new one.' }),
    name: t.string({ required: true, description: 'For example Raspberry.' }),
    surcharge: t.int({ required: true, defaultValue: 0, description: 'In minor units: 250 is 2.50 EUR.' }),
    allergens: t.field({
      type: [Allergen],
      required: true,
      defaultValue: [],
      description: 'Allergens that it adds.',
    }),
    available: t.boolean({
      required: true,
      defaultValue: true,
      description: 'Whether it can be ordered now.',
    }),
  }),
})

export const OptionGroupInput = builder.inputType('OptionGroupInput', {
  description:
    'One choice to make for a cake. Example: `{"name": "Filling", "minChoices": 1, "options": [{"name": "Raspberry"}]}`',
  fields: (t) => ({
    id: t.id({ description: 'Null for a new one.' }),
    name: t.string({ required: true, description: 'For example Filling.' }),
    minChoices: t.int({
      required: true,
      defaultValue: 0,
      description: 'How many options must be chosen; 0 leaves the choice free.',
    }),
    maxChoices: t.int({ required: true, defaultValue: 1, description: 'How many options may be chosen.' }),
    pricing: t.field({
      type: OptionPricing,
      required: true,
      defaultValue: 'SUM',
      description: 'What the chosen options cost together.',
    }),
    options: t.field({
      type: [CakeOptionInput],
      required: true,
      description: 'In the order to show them; 50 at most.',
    }),
  }),
})
