import * as fc from 'fast-check'
import {
  ALLERGENS,
  CAKE_STATUSES,
  DIETS,
  type Allergen,
  type CakeStatus,
  type Diet,
} from '../../src/domain/cake.ts'
import { FULFILMENT_METHODS, type Calendar } from '../../src/domain/calendar.ts'
import { dateAfter, naiveLeadDate, naiveSlots, unitsMadeOn, wallClock } from '../domain/naive.ts'

// The filters of cakes over again: slow, in memory, and by other means than the code's.

export interface ShelfCake {
  slug: string
  name: string
  description: string
  status: CakeStatus
  categories: string[]
  allergens: Allergen[]
  diets: Diet[]
  price_from: number
  leadDays: number
  cutoff: string | null
  seasonFrom: string | null
  seasonUntil: string | null
  servings: number[]
  groups: { minChoices: number; options: { allergens: Allergen[]; available: boolean }[] }[]
}

export interface CakeFilter {
  search: string
  category: string
  diets: Diet[]
  withoutAllergens: Allergen[]
  maxPrice: number
  minServings: number
  availableOn: string
  status: CakeStatus[] | null
}

// Each of them with what a search is to find it by.
const WORDS = {
  'Crème brûlée': 'creme brulee',
  Schwarzwälder: 'schwarzwalder',
  Kirsch: 'kirsch',
  Käse: 'kase',
  Weiße: 'weisse',
  'Esterházy!': 'esterhazy',
  '100%': '100',
  b_c: 'b c',
  'd\\e': 'd e',
  "O'Neill": 'o neill',
  Торт: 'торт',
  蛋糕: '蛋糕',
  Kirschwasser: 'kirschwasser',
}
const SPELLINGS = Object.keys(WORDS) as (keyof typeof WORDS)[]
const CATEGORIES = ['Classics', 'classics', 'Vegan', 'Weddings & more', '%', '_', "It's", '']

const few = <T>(values: readonly T[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...values), { maxLength })
// The next days are where lead times and cutoffs tell.
const anyDay = fc
  .oneof(fc.integer({ min: -5, max: 40 }), fc.integer({ min: 0, max: 9 }))
  .map((days) => dateAfter('2082-11-24', days))
const anyStatus = fc.constantFrom(...CAKE_STATUSES, 'ACTIVE' as const, 'ACTIVE' as const)
const SOME_ALLERGENS = ALLERGENS.slice(0, 5)

export const anyCake: fc.Arbitrary<ShelfCake> = fc
  .record({
    slug: fc.uuid(),
    name: fc
      .array(fc.constantFrom(...SPELLINGS), { minLength: 1, maxLength: 3 })
      .map((words) => words.join(' ')),
    description: fc.array(fc.constantFrom(...SPELLINGS), { maxLength: 3 }).map((words) => words.join(' — ')),
    status: anyStatus,
    categories: few(CATEGORIES, 3),
    allergens: few(SOME_ALLERGENS, 2),
    diets: few(DIETS, 4),
    price_from: fc.constantFrom(0, 1000, 1001, 3000, 2_147_483_647),
    leadDays: fc.constantFrom(0, 1, 2, 5, 30),
    cutoff: fc.constantFrom(null, '08:00', '10:00', '12:00'),
    seasonFrom: fc.option(anyDay, { freq: 2 }),
    seasonUntil: fc.option(anyDay, { freq: 2 }),
    servings: fc.array(fc.constantFrom(4, 8, 12, 100), { minLength: 1, maxLength: 3 }),
    groups: fc.array(
      fc.record({
        minChoices: fc.nat({ max: 2 }),
        options: fc.array(fc.record({ allergens: few(SOME_ALLERGENS, 2), available: fc.boolean() }), {
          maxLength: 4,
        }),
      }),
      { maxLength: 2 },
    ),
  })
  .map((cake) => {
    const [seasonFrom, seasonUntil] = [cake.seasonFrom, cake.seasonUntil]
    return seasonFrom !== null && seasonUntil !== null && seasonFrom > seasonUntil
      ? { ...cake, seasonFrom: seasonUntil, seasonUntil: seasonFrom }
      : cake
  })

const anySearch = fc.oneof(
  fc.array(fc.constantFrom(...SPELLINGS), { maxLength: 2 }).map((words) => words.join(' ')),
  fc.constantFrom(...SPELLINGS).map((word) => word.slice(0, 4).toUpperCase()),
  fc.constantFrom(
    'k',
    'KIRSCH',
    'kirschw wei',
    'irsch',
    '%',
    '_',
    '\\',
    '%irsch',
    'k_rsch',
    'k%',
    'kirsch\\',
    'e',
    'cre\u0300me',
  ),
  fc.constantFrom(
    '',
    '   ',
    '\0',
    '\ud800',
    "' or 1=1 --",
    'neil o',
    '蛋',
    'тор',
    '10',
    '100%',
    'weiss',
    'weisse kase creme brulee',
  ),
)

export const anyCakeFilter: fc.Arbitrary<CakeFilter> = fc.record({
  search: anySearch,
  category: fc.constantFrom(...CATEGORIES, 'Class', 'None', 'CLASSICS'),
  diets: few(DIETS, 2),
  withoutAllergens: few(SOME_ALLERGENS, 3),
  maxPrice: fc.constantFrom(-1, 0, 999, 1000, 1001, 3000, 2_147_483_647),
  minServings: fc.constantFrom(-1, 0, 4, 5, 12, 13, 100, 101),
  availableOn: anyDay,
  status: fc.subarray([...CAKE_STATUSES], { minLength: 1 }),
})

export function isOnSale(
  { status, seasonFrom, seasonUntil }: ShelfCake,
  calendar: Calendar,
  now: number,
): boolean {
  const today = wallClock(calendar.timeZone, now).slice(0, 10)
  const days = Array.from({ length: calendar.bookingHorizonDays + 1 }, (_, index) => dateAfter(today, index))
  const inSeason = days.some((day) => (seasonFrom ?? day) <= day && day <= (seasonUntil ?? day))
  return status === 'ACTIVE' && inSeason
}

export function fits(cake: ShelfCake, filter: Partial<CakeFilter>, calendar: Calendar, now: number): boolean {
  const { search, category, diets, withoutAllergens, maxPrice, minServings, availableOn } = filter
  return (
    (search === undefined || isFoundBy(cake, search)) &&
    (category === undefined || cake.categories.includes(category)) &&
    (diets === undefined || diets.every((diet) => cake.diets.includes(diet))) &&
    (withoutAllergens === undefined || canDoWithout(cake, withoutAllergens)) &&
    (maxPrice === undefined || cake.price_from <= maxPrice) &&
    (minServings === undefined || Math.max(...cake.servings) >= minServings) &&
    (availableOn === undefined || canBeHadOn(cake, availableOn, calendar, now))
  )
}

function isFoundBy({ name, description }: ShelfCake, search: string): boolean {
  let spoken = `${name} ${description}`
  for (const spelling of SPELLINGS) spoken = spoken.replaceAll(spelling, WORDS[spelling])
  const words = spoken.split(/[ —]+/)
  const terms = plain(search).split(/[^a-z0-9\u0400-\u04ff\u4e00-\u9fff]+/)
  return terms.every((term) => words.some((word) => word.startsWith(term)))
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')

function canDoWithout({ allergens, groups }: ShelfCake, unwanted: Allergen[]): boolean {
  const isFree = (list: Allergen[]): boolean => unwanted.every((allergen) => !list.includes(allergen))
  if (unwanted.length === 0) return true
  return (
    isFree(allergens) &&
    groups.every(({ minChoices, options }) => {
      const possible = options.filter((option) => option.available && isFree(option.allergens))
      return possible.length >= minChoices
    })
  )
}

function canBeHadOn(cake: ShelfCake, date: string, calendar: Calendar, now: number): boolean {
  const { leadDays, cutoff, seasonFrom, seasonUntil } = cake
  const today = wallClock(calendar.timeZone, now).slice(0, 10)
  const need = { leadDays, cutoff, seasonFrom, seasonUntil }
  const first = remember(`${leadDays} ${cutoff}`, () => naiveLeadDate(calendar, need, now))
  const isInTime = first !== undefined && first <= date && date >= today
  const isInReach = date <= dateAfter(today, calendar.bookingHorizonDays)
  const isInSeason = (seasonFrom ?? date) <= date && date <= (seasonUntil ?? date)
  return isInTime && isInReach && isInSeason && remember(date, () => isOpen(date, calendar, now))
}

const isOpen = (date: string, calendar: Calendar, now: number): boolean =>
  unitsMadeOn(calendar, date) > 0 &&
  FULFILMENT_METHODS.some((method) => naiveSlots(calendar, date, method).some(({ starts }) => starts > now))

// There is one calendar and one moment for all tests of a file.
const remembered = new Map<string, unknown>()

function remember<T>(what: string, find: () => T): T {
  if (!remembered.has(what)) remembered.set(what, find())
  return remembered.get(what) as T
}
