import { REFUSALS } from '../support/operations.ts'

export { CHANGE_ORDER, PLACE_ORDER } from '../support/operations.ts'

const withRefusals = (operation: string): string => `${operation} ${REFUSALS}`

export const UPDATE_BAKERY = withRefusals(`mutation ($input: UpdateBakeryInput!) {
  updateBakery(input: $input) { __typename ... on UpdateBakerySuccess { bakery { openingHours { weekday } } } ...Refused }
}`)

const CAKE = '{ cake { id slug variants { id } optionGroups { options { id name } } } }'

export const CREATE_CAKE = withRefusals(`mutation ($input: CreateCakeInput!) {
  createCake(input: $input) { __typename ... on CreateCakeSuccess ${CAKE} ...Refused }
}`)

export const UPDATE_CAKE = withRefusals(`mutation ($input: UpdateCakeInput!) {
  updateCake(input: $input) { __typename ... on UpdateCakeSuccess ${CAKE} ...Refused }
}`)

export const REGISTER = withRefusals(`mutation ($input: RegisterCustomerInput!) {
  registerCustomer(input: $input) { __typename ... on RegisterCustomerSuccess { customer { id } } ...Refused }
}`)

export const CREATE_CUSTOMER = withRefusals(`mutation ($input: CreateCustomerInput!) {
  createCustomer(input: $input) { __typename ... on CreateCustomerSuccess { customer { id } } ...Refused }
}`)

const SLOTS = '... on Availability { days { slots { available slot { id } } } }'

export const WHEN = `query ($items: [OrderItemInput!]!, $from: Date!, $to: Date!) {
  availability(items: $items, from: $from, to: $to) { ${SLOTS} }
}`

export const WHEN_ELSE = `query ($id: ID!) {
  order(id: $id) { availability(from: "2026-11-27", to: "2026-12-20") { ${SLOTS} } }
}`

export const PLAN = `query ($date: Date!) {
  productionPlan(date: $date) {
    capacity booked
    batches { cakeName variantName composition quantity allergens inscriptions }
    orders { id number status version }
  }
}`

export const SET_SPECIAL_DAY = withRefusals(`mutation ($input: SpecialDayInput!) {
  setSpecialDay(input: $input) {
    __typename
    ... on SetSpecialDaySuccess { specialDay { closed reason } affectedOrders { id version } }
    ...Refused
  }
}`)

export const RESCHEDULE = withRefusals(`mutation ($input: RescheduleOrderInput!) {
  rescheduleOrder(input: $input) { __typename ... on RescheduleOrderSuccess { order { version } } ...Refused }
}`)

export const ERASE = withRefusals(`mutation ($id: ID!) {
  eraseCustomer(customerId: $id) { __typename ... on EraseCustomerSuccess { erasedId } ...Refused }
}`)
