import {
  uniteAllergens,
  DIETS,
  type Allergen,
  type CakeStatus,
  type Diet,
  type OptionPricing,
} from './cake.ts'
import type { LocalDate, LocalTime } from './calendar.ts'
import { LARGEST_AMOUNT } from './money.ts'
import { priceFrom } from './pricing.ts'
import type { InputCheck } from './text.ts'

/** A cake as an admin writes it, whole. Ids are the database's; null is a new entry. */
export interface CakeDraft {
  slug: string
  name: string
  description: string
  status: CakeStatus
  categories: string[]
  images: DraftImage[]
  allergens: Allergen[]
  diets: Diet[]
  variants: DraftVariant[]
  optionGroups: DraftGroup[]
  leadDays: number
  cutoff: LocalTime | null
  seasonFrom: LocalDate | null
  seasonUntil: LocalDate | null
  inscriptionMaxLength: number | null
  taxRateBasisPoints: number | null
}

export interface DraftImage {
  url: string
  alt: string
}

export interface DraftVariant {
  id: string | null
  sku: string
  name: string
  servings: number
  price: number
  productionUnits: number
}

export interface DraftGroup {
  id: string | null
  name: string
  minChoices: number
  maxChoices: number
  pricing: OptionPricing
  options: DraftOption[]
}

export interface DraftOption {
  id: string | null
  name: string
  surcharge: number
  allergens: Allergen[]
  available: boolean
}

type Path = (string | number)[]

const ENTRIES_AT_MOST = 50

/** Cleans a draft, and refuses what cannot be sold: an active cake needs a size, and choices that can be made. */
export function readCakeDraft(check: InputCheck, draft: CakeDraft): CakeDraft {
  checkNumbers(check, draft)
  const cake = {
    ...draft,
    slug: readSlug(check, draft.slug),
    name: check.name(['name'], draft.name),
    description: check.note(['description'], draft.description) ?? '',
    categories: draft.categories.map((name, index) => check.name(['categories', index], name, 60)),
    images: draft.images.map(({ url, alt }, index) => ({
      url,
      alt: check.name(['images', index, 'alt'], alt),
    })),
    allergens: uniteAllergens([draft.allergens]),
    diets: DIETS.filter((diet) => draft.diets.includes(diet)),
    variants: draft.variants.map((variant, index) => readVariant(check, ['variants', index], variant)),
    optionGroups: draft.optionGroups.map((group, index) => readGroup(check, ['optionGroups', index], group)),
  }
  refuseRepeats(check, 'categories', cake.categories)
  refuseRepeats(
    check,
    'variants',
    cake.variants.map(({ sku }) => sku),
    'sku',
  )
  if (cake.status === 'ACTIVE') refuseUnsellable(check, cake)
  if (lowestPrice(cake) > LARGEST_AMOUNT)
    check.refuse(['variants'], 'OUT_OF_RANGE', 'The lowest price is too high.')
  return cake
}

/** The lowest price that the cake can be had for; 0 for a draft without sizes. */
export const lowestPrice = ({
  variants,
  optionGroups,
}: Pick<CakeDraft, 'variants' | 'optionGroups'>): number =>
  variants.length === 0 ? 0 : priceFrom(variants, optionGroups)

function checkNumbers(check: InputCheck, draft: CakeDraft): void {
  check.range(['leadDays'], draft.leadDays, 0, 365)
  check.range(['inscriptionMaxLength'], draft.inscriptionMaxLength, 1, 500)
  check.range(['taxRateBasisPoints'], draft.taxRateBasisPoints, 0, 10_000)
  check.count(['categories'], draft.categories, ENTRIES_AT_MOST)
  check.count(['images'], draft.images, ENTRIES_AT_MOST)
  check.count(['variants'], draft.variants, ENTRIES_AT_MOST)
  check.count(['optionGroups'], draft.optionGroups, ENTRIES_AT_MOST)
  if (draft.seasonFrom !== null && draft.seasonUntil !== null && draft.seasonUntil < draft.seasonFrom) {
    check.refuse(['seasonUntil'], 'OUT_OF_RANGE', 'The season ends before it begins.')
  }
}

function readSlug(check: InputCheck, slug: string): string {
  if (slug.length <= 80 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) return slug
  check.refuse(
    ['slug'],
    'MALFORMED',
    'A slug is 1 to 80 lower-case letters and digits, with dashes between: black-forest.',
  )
  return ''
}

function readVariant(check: InputCheck, path: Path, variant: DraftVariant): DraftVariant {
  check.range([...path, 'servings'], variant.servings, 1, 100_000)
  check.range([...path, 'price'], variant.price, 0, LARGEST_AMOUNT)
  check.range([...path, 'productionUnits'], variant.productionUnits, 0, 100_000)
  const sku = check.name([...path, 'sku'], variant.sku, 64)
  return { ...variant, sku, name: check.name([...path, 'name'], variant.name) }
}

function readGroup(check: InputCheck, path: Path, group: DraftGroup): DraftGroup {
  check.count([...path, 'options'], group.options, ENTRIES_AT_MOST)
  check.range([...path, 'minChoices'], group.minChoices, 0, ENTRIES_AT_MOST)
  check.range([...path, 'maxChoices'], group.maxChoices, 1, ENTRIES_AT_MOST)
  if (group.maxChoices < group.minChoices) {
    check.refuse([...path, 'maxChoices'], 'OUT_OF_RANGE', 'At most is less than at least.')
  }
  const options = group.options.map((option, index) => readOption(check, [...path, 'options', index], option))
  return { ...group, name: check.name([...path, 'name'], group.name), options }
}

function readOption(check: InputCheck, path: Path, option: DraftOption): DraftOption {
  check.range([...path, 'surcharge'], option.surcharge, 0, LARGEST_AMOUNT)
  return {
    ...option,
    name: check.name([...path, 'name'], option.name),
    allergens: uniteAllergens([option.allergens]),
  }
}

function refuseUnsellable(check: InputCheck, { variants, optionGroups }: CakeDraft): void {
  if (variants.length === 0) check.refuse(['variants'], 'REQUIRED', 'A cake on sale needs a size.')
  for (const [index, { options, minChoices, name }] of optionGroups.entries()) {
    const available = options.filter((option) => option.available).length
    if (available < minChoices) {
      const message = `${name}: ${minChoices} must be chosen, but only ${available} can be had.`
      check.refuse(['optionGroups', index, 'minChoices'], 'OUT_OF_RANGE', message)
    }
  }
}

function refuseRepeats(check: InputCheck, list: string, keys: string[], field?: string): void {
  for (const [index, key] of keys.entries()) {
    if (key === '' || keys.indexOf(key) === index) continue
    check.refuse(field ? [list, index, field] : [list, index], 'DUPLICATE', `${key} stands there twice.`)
  }
}
