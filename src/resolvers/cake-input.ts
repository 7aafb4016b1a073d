import type { Allergen, CakeStatus, Diet, OptionPricing } from '../domain/cake.ts'
import { readCakeDraft, type CakeDraft } from '../domain/cake-draft.ts'
import type { LocalDate, LocalTime } from '../domain/calendar.ts'
import { InputCheck } from '../domain/text.ts'

/** A cake as clients send it; what is left out of a change stays, null clears what can be empty. */
export interface CakeInput {
  slug?: string | null
  name?: string | null
  description?: string | null
  status?: CakeStatus | null
  categories?: readonly string[] | null
  images?: readonly { url: string; alt: string }[] | null
  allergens?: readonly Allergen[] | null
  diets?: readonly Diet[] | null
  variants?: readonly VariantInput[] | null
  optionGroups?: readonly GroupInput[] | null
  leadDays?: number | null
  cutoff?: LocalTime | null
  seasonFrom?: LocalDate | null
  seasonUntil?: LocalDate | null
  inscriptionMaxLength?: number | null
  taxRateBasisPoints?: number | null
}

export interface VariantInput {
  id?: string | null
  sku: string
  name: string
  servings: number
  price: number
  productionUnits: number
}

export interface GroupInput {
  id?: string | null
  name: string
  minChoices: number
  maxChoices: number
  pricing: OptionPricing
  options: readonly {
    id?: string | null
    name: string
    surcharge: number
    allergens: readonly Allergen[]
    available: boolean
  }[]
}

/** What a new cake has where nothing else is said. */
export const EMPTY: CakeDraft = {
  slug: '',
  name: '',
  description: '',
  status: 'DRAFT',
  categories: [],
  images: [],
  allergens: [],
  diets: [],
  variants: [],
  optionGroups: [],
  leadDays: 1,
  cutoff: null,
  seasonFrom: null,
  seasonUntil: null,
  inscriptionMaxLength: null,
  taxRateBasisPoints: null,
}

const CLEARED_BY_NULL = ['cutoff', 'seasonFrom', 'seasonUntil', 'inscriptionMaxLength', 'taxRateBasisPoints']

/**
 * A cake as it would stand after a change, if it can be sold so.
 *
 * @throws InvalidInput
 */
export function apply(known: CakeDraft, input: CakeInput & { cakeId?: string }): CakeDraft {
  const check = new InputCheck()
  const taken = new Set<string>()
  const { cakeId: _, variants, optionGroups, ...fields } = input
  for (const [name, value] of Object.entries(input)) {
    if (value === null && !CLEARED_BY_NULL.includes(name))
      check.refuse([name], 'REQUIRED', `${name} cannot be cleared.`)
  }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const draft = {
    ...known,
    ...(given as Partial<CakeDraft>),
    ...(variants && {
      variants: variants.map((variant, index) => readIds(check, known, variant, index, taken)),
    }),
    ...(optionGroups && {
      optionGroups: optionGroups.map((group, index) => readGroupIds(check, known, group, index, taken)),
    }),
  }
  check.done()
  const cake = readCakeDraft(check, draft)
  check.done()
  return cake
}

type Path = (string | number)[]

function readIds(
  check: InputCheck,
  { variants }: CakeDraft,
  { id, ...variant }: VariantInput,
  index: number,
  taken: Set<string>,
) {
  return { ...variant, id: kept(check, ['variants', index, 'id'], 'CakeVariant', id, variants, taken) }
}

function readGroupIds(
  check: InputCheck,
  { optionGroups }: CakeDraft,
  { id, options, ...group }: GroupInput,
  index: number,
  taken: Set<string>,
) {
  const path = ['optionGroups', index]
  const known = optionGroups.flatMap((each) => each.options)
  return {
    ...group,
    id: kept(check, [...path, 'id'], 'OptionGroup', id, optionGroups, taken),
    options: options.map(({ id: optionId, allergens, ...option }, at) => ({
      ...option,
      allergens: [...allergens],
      id: kept(check, [...path, 'options', at, 'id'], 'CakeOption', optionId, known, taken),
    })),
  }
}

// An entry keeps its id only within its own cake.
function kept(
  check: InputCheck,
  path: Path,
  type: string,
  opaque: string | null | undefined,
  known: readonly { id: string | null }[],
  taken: Set<string>,
): string | null {
  if (opaque === null || opaque === undefined) return null
  const id = check.id(path, type, opaque)
  if (id === '') return null
  if (taken.has(id)) check.refuse(path, 'DUPLICATE', 'This id stands there twice.')
  taken.add(id)
  if (!known.some((entry) => entry.id === id)) {
    check.refuse(path, 'UNKNOWN', `This cake has no such ${type}.`)
  }
  return id
}
