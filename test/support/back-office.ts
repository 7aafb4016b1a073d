import type { Answer, Ask } from './bakery.ts'
import { REFUSALS } from './operations.ts'

/** A Monday morning so far ahead that special days never fall into the past: those of the past are not read. */
export const FAR_MONDAY_MORNING = '2082-11-23T09:00:00Z'
export const FAR_TUESDAY = '2082-11-24'
export const FAR_WEDNESDAY = '2082-11-25'
export const FAR_THURSDAY = '2082-11-26'

/** All that can be seen of a cake. */
export const CAKE = /* GraphQL */ `
  fragment WholeCake on Cake {
    id
    slug
    name
    description
    status
    categories
    images {
      url
      alt
    }
    allergens
    diets
    variants {
      id
      sku
      name
      servings
      price {
        amount
      }
      productionUnits
    }
    optionGroups {
      id
      name
      minChoices
      maxChoices
      pricing
      options {
        id
        name
        surcharge {
          amount
        }
        allergens
        available
      }
    }
    priceFrom {
      amount
    }
    leadDays
    cutoff
    seasonFrom
    seasonUntil
    inscriptionMaxLength
    taxRateBasisPoints
    createdAt
    updatedAt
  }
`

const TAKEN = '... on AlreadyExistsError { field }'

export const CREATE_CAKE = `mutation ($input: CreateCakeInput!) {
  createCake(input: $input) { __typename ...Refused ${TAKEN} ... on CreateCakeSuccess { cake { ...WholeCake } } }
} ${CAKE} ${REFUSALS}`

export const UPDATE_CAKE = `mutation ($input: UpdateCakeInput!) {
  updateCake(input: $input) { __typename ...Refused ${TAKEN} ... on UpdateCakeSuccess { cake { ...WholeCake } } }
} ${CAKE} ${REFUSALS}`

/** All that can be set of the bakery. */
const SETTINGS = `fragment Settings on Bakery {
  name timeZone currency locale email phone pricesIncludeTax taxRateBasisPoints bookingHorizonDays
  cancellationNoticeHours confirmsAutomatically
  openingHours { weekday method opens closes slotMinutes ordersPerSlot }
  productionCapacity { weekday units }
  deliveryZones { name postalCodePrefixes fee { amount } minimumSubtotal { amount } }
}`

const UPDATE_BAKERY = `mutation ($input: UpdateBakeryInput!) {
  updateBakery(input: $input) { __typename ...Refused ... on UpdateBakerySuccess { bakery { ...Settings } } }
} ${SETTINGS} ${REFUSALS}`

const SPECIAL_DAY = `fragment TheDay on SpecialDay {
  date closed reason openingHours { method opens closes slotMinutes ordersPerSlot } productionCapacity
}`

const SET_SPECIAL_DAY = `mutation ($input: SpecialDayInput!) {
  setSpecialDay(input: $input) {
    __typename ...Refused
    ... on SetSpecialDaySuccess { specialDay { ...TheDay } affectedOrders { id } }
  }
} ${SPECIAL_DAY} ${REFUSALS}`

const REMOVE_SPECIAL_DAY = `mutation ($date: Date!) {
  removeSpecialDay(date: $date) {
    __typename ...Refused ... on RemoveSpecialDaySuccess { bakery { specialDays(from: $date, to: $date) { date } } }
  }
} ${REFUSALS}`

type Result = Answer['data']

export const createCake = (ask: Ask, input: object): Promise<Result> => sent(ask, CREATE_CAKE, { input })

export const updateCake = (ask: Ask, input: object): Promise<Result> => sent(ask, UPDATE_CAKE, { input })

export const updateBakery = (ask: Ask, input: object): Promise<Result> => sent(ask, UPDATE_BAKERY, { input })

export const setSpecialDay = (ask: Ask, input: object): Promise<Result> =>
  sent(ask, SET_SPECIAL_DAY, { input })

export const removeSpecialDay = (ask: Ask, date: string): Promise<Result> =>
  sent(ask, REMOVE_SPECIAL_DAY, { date })

/** The bakery as an admin sees it. */
export const settingsOf = (ask: Ask): Promise<Result> => sent(ask, `{ bakery { ...Settings } } ${SETTINGS}`)

/** The special day of a date, as whoever asks sees it. */
export async function specialDayOf(ask: Ask, date: string): Promise<Result> {
  const query = `query ($date: Date!) { bakery { specialDays(from: $date, to: $date) { ...TheDay } } } ${SPECIAL_DAY}`
  return (await sent(ask, query, { date })).specialDays[0]
}

/** A cake by its slug, as whoever asks sees it. */
export const cakeBySlug = (ask: Ask, slug: string): Promise<Result> =>
  sent(ask, `query ($slug: String!) { cake(slug: $slug) { ...WholeCake } } ${CAKE}`, { slug })

/** Whether there is still something behind an id, for whoever asks. */
export async function isThere(ask: Ask, id: string): Promise<boolean> {
  return (await sent(ask, 'query ($id: ID!) { node(id: $id) { id } }', { id })) !== null
}

/** Where and why an input was refused: `variants.1.sku DUPLICATE`. */
export function mistakes(result: Result): string[] {
  if (result.__typename !== 'InvalidInputError') throw new Error(`No mistakes: ${JSON.stringify(result)}`)
  return result.fields.map(({ path, code }: Result) => `${path.join('.')} ${code}`)
}

/** The only root field of an answer, which must be without errors. */
export async function sent(ask: Ask, query: string, variables?: object): Promise<Result> {
  const { data, errors } = await ask(query, variables)
  if (errors) throw new Error(JSON.stringify(errors))
  return Object.values(data)[0]
}

let written = 0

/** A cake that can be put on sale: one size for 30.00, a filling to choose, with an SKU of its own. */
export function cakeInput(own: object = {}): Result {
  const nth = ++written
  return {
    slug: `cake-${nth}`,
    name: `Cake ${nth}`,
    status: 'ACTIVE',
    allergens: ['EGGS', 'GLUTEN'],
    variants: [sizeInput({ sku: `CAKE-${nth}` })],
    optionGroups: [groupInput()],
    ...own,
  }
}

export const sizeInput = (own: object = {}): Result => ({
  sku: `SIZE-${++written}`,
  name: '20 cm',
  servings: 10,
  price: 3000,
  productionUnits: 1,
  ...own,
})

export const groupInput = (own: object = {}): Result => ({
  name: 'Filling',
  minChoices: 1,
  maxChoices: 1,
  pricing: 'SUM',
  options: [{ name: 'Raspberry' }, { name: 'Hazelnut', surcharge: 300, allergens: ['TREE_NUTS'] }],
  ...own,
})

/** The sizes or options of a cake as they can be sent back: with their ids. */
export const sizesOf = ({ variants }: Result): Result[] =>
  variants.map(({ price, ...size }: Result) => ({ ...size, price: price.amount }))

export const groupsOf = ({ optionGroups }: Result): Result[] =>
  optionGroups.map(({ options, ...group }: Result) => ({
    ...group,
    options: options.map(({ surcharge, ...option }: Result) => ({ ...option, surcharge: surcharge.amount })),
  }))
