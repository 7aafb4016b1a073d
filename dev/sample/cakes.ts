import { ALLERGENS, DIETS, type CakeForSale } from '../../src/domain/cake.ts'
import { addDays, type LocalDate } from '../../src/domain/calendar.ts'
import { priceFrom } from '../../src/domain/pricing.ts'
import { sortKey, wordsOf } from '../../src/domain/search-words.ts'
import { uuidAt } from './chance.ts'
import { CELEBRATIONS } from './recipes/celebrations.ts'
import { CLASSICS } from './recipes/classics.ts'
import { EVERYDAY } from './recipes/everyday.ts'
import { OFF_THE_CARD } from './recipes/off-the-card.ts'
import type { Recipe } from './recipes/recipe.ts'
import { SEASONAL } from './recipes/seasonal.ts'
import { SPECIAL_DIETS } from './recipes/special-diets.ts'

export const RECIPES: readonly Recipe[] = [
  ...CLASSICS,
  ...CELEBRATIONS,
  ...EVERYDAY,
  ...SPECIAL_DIETS,
  ...SEASONAL,
  ...OFF_THE_CARD,
]

/** A cake of the sample bakery with its id and, on some day, its season. */
export interface SampleCake {
  recipe: Recipe
  createdAt: Temporal.Instant
  forSale: CakeForSale
}

const DAYS_OFF_THE_CARD = 40

/** The last day on which a cake that is archived today could be ordered. */
export const lastOrderDate = ({ recipe }: SampleCake, today: LocalDate): LocalDate | null =>
  recipe.status === 'ARCHIVED' ? addDays(today, -DAYS_OFF_THE_CARD - 1) : null

export function cakesOf(today: LocalDate, recipes = RECIPES): SampleCake[] {
  return recipes.map((recipe) => {
    const createdAt = Temporal.Instant.from(`${recipe.since}T08:00:00Z`)
    return {
      recipe,
      createdAt,
      forSale: forSale(recipe, today, (what) => uuidAt(createdAt, `${recipe.slug} ${what}`)),
    }
  })
}

function forSale(recipe: Recipe, today: LocalDate, idOf: (what: string) => string): CakeForSale {
  const { name, allergens, sizes, groups = [], leadDays, cutoff = null, season } = recipe
  const { inscriptionMaxLength = null, taxRateBasisPoints = null } = recipe
  const year = Number(today.slice(0, 4)) + (season && today.slice(5) > season.until ? 1 : 0)
  return {
    id: idOf('cake'),
    name,
    allergens: ALLERGENS.filter((allergen) => allergens.includes(allergen)),
    inscriptionMaxLength,
    taxRateBasisPoints,
    leadDays,
    cutoff,
    seasonFrom: season ? `${year}-${season.from}` : null,
    seasonUntil: season ? `${year}-${season.until}` : null,
    variants: sizes.map(({ sku, price, units, name: variantName }) => ({
      id: idOf(sku),
      name: variantName,
      price,
      productionUnits: units,
    })),
    groups: groups.map(({ name: groupName, min, max, pricing, options }) => ({
      id: idOf(groupName),
      name: groupName,
      minChoices: min,
      maxChoices: max,
      pricing,
      options: options.map((option) => ({ ...option, id: idOf(`${groupName}: ${option.name}`) })),
    })),
  }
}

export function cakeRows(cakes: readonly SampleCake[], today: LocalDate) {
  return {
    cakes: cakes.map((cake) => cakeRow(cake, today)),
    cake_images: cakes.map(({ recipe: { slug, alt }, forSale: { id } }) => ({
      cake_id: id,
      position: 0,
      url: `/images/${slug}.svg`,
      alt,
    })),
    cake_variants: cakes.flatMap(({ recipe, forSale: { id, variants } }) =>
      recipe.sizes.map(({ sku, name, servings, price, units }, index) => ({
        id: variants[index]!.id,
        cake_id: id,
        sku,
        name,
        servings,
        price,
        production_units: units,
      })),
    ),
    option_groups: cakes.flatMap(({ forSale: { id, groups } }) =>
      groups.map((group, position) => ({
        id: group.id,
        cake_id: id,
        position,
        name: group.name,
        min_choices: group.minChoices,
        max_choices: group.maxChoices,
        pricing: group.pricing,
      })),
    ),
    cake_options: cakes.flatMap(({ forSale: { groups } }) =>
      groups.flatMap(({ id, options }) =>
        options.map((option, position) => ({ ...option, group_id: id, position })),
      ),
    ),
    cake_words: cakes.flatMap(({ recipe: { name, description }, forSale: { id } }) =>
      wordsOf(name, description).map((word) => ({ word, cake_id: id })),
    ),
  }
}

function cakeRow({ recipe, createdAt, forSale: cake }: SampleCake, today: LocalDate) {
  const { slug, name, description, status = 'ACTIVE', categories, diets } = recipe
  const archivedAt = Temporal.Instant.from(`${addDays(today, -DAYS_OFF_THE_CARD)}T16:00:00Z`)
  return {
    id: cake.id,
    slug,
    name,
    name_key: sortKey(name),
    description,
    status,
    categories,
    allergens: cake.allergens,
    diets: DIETS.filter((diet) => diets.includes(diet)),
    price_from: priceFrom(cake.variants, cake.groups),
    lead_days: cake.leadDays,
    cutoff: cake.cutoff,
    season_from: cake.seasonFrom,
    season_until: cake.seasonUntil,
    inscription_max_length: cake.inscriptionMaxLength,
    tax_rate_basis_points: cake.taxRateBasisPoints,
    created_at: createdAt,
    updated_at: status === 'ARCHIVED' ? archivedAt : createdAt,
  }
}
