import type { Allergen, Diet, OrderAction, OrderStatus, UnavailableReason } from './gql/graphql.ts'

// Enums of the API may grow: what is not here is shown as it comes.
const say = (words: Record<string, string>) => (value: string) =>
  words[value] ?? value.toLowerCase().replaceAll('_', ' ')

export const allergenName = say({
  CELERY: 'celery',
  CRUSTACEANS: 'crustaceans',
  EGGS: 'eggs',
  FISH: 'fish',
  GLUTEN: 'gluten',
  LUPIN: 'lupin',
  MILK: 'milk',
  MOLLUSCS: 'molluscs',
  MUSTARD: 'mustard',
  PEANUTS: 'peanuts',
  SESAME: 'sesame',
  SOYBEANS: 'soybeans',
  SULPHITES: 'sulphites',
  TREE_NUTS: 'tree nuts',
} satisfies Record<Allergen, string>)

export const dietName = say({
  DAIRY_FREE: 'Dairy-free',
  GLUTEN_FREE: 'Gluten-free',
  HALAL: 'Halal',
  KOSHER: 'Kosher',
  NUT_FREE: 'Nut-free',
  VEGAN: 'Vegan',
  VEGETARIAN: 'Vegetarian',
} satisfies Record<Diet, string>)

/** Fits into a cell of the calendar. */
export const reasonInShort = say({
  BEYOND_HORIZON: 'later',
  CLOSED: 'closed',
  DAY_FULL: 'full',
  LEAD_TIME: 'too soon',
  OUT_OF_SEASON: 'season',
  PAST: 'past',
  SLOT_FULL: 'full',
} satisfies Record<UnavailableReason, string>)

export const reason = say({
  BEYOND_HORIZON: 'Orders are not taken for so far ahead yet.',
  CLOSED: 'The bakery hands nothing over then.',
  DAY_FULL: 'The ovens are full that day.',
  LEAD_TIME: 'Too soon: your cake needs more time to be made.',
  OUT_OF_SEASON: 'A cake in your basket is out of season then.',
  PAST: 'That has begun already.',
  SLOT_FULL: 'Every place in it is taken.',
} satisfies Record<UnavailableReason, string>)

export const statusName = say({
  PENDING: 'Waiting for the bakery',
  CONFIRMED: 'Confirmed',
  IN_PRODUCTION: 'Being made',
  READY: 'Ready',
  OUT_FOR_DELIVERY: 'On its way',
  COMPLETED: 'Handed over',
  CANCELLED: 'Cancelled',
  DECLINED: 'Declined by the bakery',
  NO_SHOW: 'Not picked up',
} satisfies Record<OrderStatus, string>)

export const actionName = say({
  CANCEL: 'Cancelled',
  COMPLETE: 'Handed over',
  CONFIRM: 'Confirmed by the bakery',
  DECLINE: 'Declined by the bakery',
  DISPATCH: 'Left for delivery',
  MARK_NO_SHOW: 'Nobody came for it',
  MARK_READY: 'Ready',
  RESCHEDULE: 'Moved to another time',
  START_PRODUCTION: 'In the making',
} satisfies Record<OrderAction, string>)

export const listed = (words: string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(words)
