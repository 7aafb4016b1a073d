import type { Locator, Page } from 'playwright-core'
import type { Stage } from './stage.ts'

/** What the tests of the kitchen do through the API, as a shop would. */

export interface PlacedOrder {
  id: string
  number: string
  version: number
  status: string
  slot: { id: string; date: string; startTime: string }
}

interface Day {
  date: string
  slots: { available: boolean; slot: { id: string } }[]
}

const BASKET = `query ($slug: String!) { cake(slug: $slug) {
  variants { id } optionGroups { minChoices options { id available } } } }`

/** One cake of the sample bakery, with as few choices as it takes. */
export async function basketOf(stage: Stage, slug = 'red-velvet'): Promise<object[]> {
  const { data } = await stage.ask(null, BASKET, { slug })
  const groups = data.cake.optionGroups as {
    minChoices: number
    options: { id: string; available: boolean }[]
  }[]
  const optionIds = groups.flatMap(({ minChoices, options }) =>
    options
      .filter(({ available }) => available)
      .slice(0, minChoices)
      .map(({ id }) => id),
  )
  return [{ variantId: data.cake.variants[0].id as string, optionIds }]
}

const OFFERS = `query ($items: [OrderItemInput!]!, $from: Date!, $to: Date!) {
  availability(items: $items, from: $from, to: $to) {
    ... on Availability { days { date slots { available slot { id } } } } } }`

/** A day on which much can still be had. */
export async function findDay(stage: Stage): Promise<string> {
  const items = await basketOf(stage)
  const { data } = await stage.ask(null, OFFERS, { items, from: inDays(2), to: inDays(60) })
  const days = data.availability.days as Day[]
  return days.find(({ slots }) => slots.filter(({ available }) => available).length >= 8)!.date
}

const inDays = (days: number): string => Temporal.Now.plainDateISO().add({ days }).toString()

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename
  ... on PlaceOrderSuccess { order { id number version status slot { id date startTime } } }
  ... on UserError { message } } }`

/** As a guest of the shop orders, so that the bakery still has to confirm it. */
export async function placeOrder(stage: Stage, date: string): Promise<PlacedOrder> {
  const items = await basketOf(stage)
  const { data: offered } = await stage.ask(null, OFFERS, { items, from: date, to: date })
  const [{ slots }] = offered.availability.days as [Day]
  const input = {
    idempotencyKey: crypto.randomUUID(),
    items,
    slotId: slots.find(({ available }) => available)!.slot.id,
    contact: { name: 'Noor Jansen', email: `${crypto.randomUUID()}@example.com` },
  }
  const { data, errors } = await stage.ask(null, PLACE, { input })
  if (!data?.placeOrder.order) throw new Error(JSON.stringify(errors ?? data))
  return data.placeOrder.order as PlacedOrder
}

export async function readOrder(stage: Stage, id: string, fields: string) {
  const { data } = await stage.ask('staff', `query ($id: ID!) { order(id: $id) { ${fields} } }`, { id })
  return data.order
}

export async function signIn(page: Page, stage: Stage, path = '/'): Promise<void> {
  await page.goto(stage.kitchen + path)
  await page.getByRole('button', { name: 'Staff' }).click()
  await page.getByRole('navigation', { name: 'Pages' }).waitFor()
}

export const cardOf = (page: Page, { number }: PlacedOrder): Locator =>
  page.getByRole('article', { name: `Order ${number}`, exact: true })

export const columnOf = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

// At the counter.

export async function composeCake(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Black Forest' }).click()
  await page.getByRole('radio', { name: /Soaked in kirsch/ }).check()
  await page.getByRole('checkbox', { name: /marzipan/ }).check()
  await page.getByLabel(/To write on it/).fill('Zoë 30!')
  await page.getByRole('button', { name: 'Add to the order' }).click()
}

export async function chooseSlot(page: Page): Promise<{ slotId: string; total: string }> {
  // What is left of a month may be closed or full.
  await page.locator('.react-aria-Calendar header button').last().click()
  await page.locator('[role=button]:not([aria-disabled=true]).react-aria-CalendarCell').last().click()
  const free = page.locator('.slot:has(input:enabled)').first()
  await free.click()
  const total = await page.locator('.total b').innerText()
  return { slotId: (await free.locator('input').getAttribute('value'))!, total }
}

export async function fillContact(page: Page, name: string, phone = '06 1234 5678'): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Telephone').fill(phone)
}
