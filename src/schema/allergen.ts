import { ALLERGENS, DIETS } from '../domain/cake.ts'
import { builder } from './builder.ts'

export const Allergen = builder.enumType('Allergen', {
  description: 'The fourteen allergens that EU Regulation 1169/2011 names.',
  values: ALLERGENS,
})

export const Diet = builder.enumType('Diet', { description: 'A way to eat that a cake fits.', values: DIETS })
