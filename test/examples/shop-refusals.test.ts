import type { Page } from 'playwright-core'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, openPage } from './support/browser.ts'
import { orderOf } from './support/order.ts'
import { chooseTime, fillIn, goToCheckout, placeOrder, putBlackForestIn } from './support/shopping.ts'
import { openStage, type Stage } from './support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage('shop')
})
afterAll(async () => {
  await closeBrowser()
  await stage?.close()
})

/** As far as the button that orders. */
async function fillBasket(page: Page, email: string): Promise<void> {
  await putBlackForestIn(page, stage.shop)
  await goToCheckout(page)
  await chooseTime(page)
  await fillIn(page, email)
  await page.getByRole('button', { name: 'Place the order' }).waitFor()
}

const ordersOf = (email: string) =>
  stage.rows<{ number: string }>('SELECT number FROM orders WHERE contact_email = $1', [email])

test('who loses the race for the last place of a slot takes one of the alternatives', async () => {
  const email = 'late@example.com'
  const { page } = await openPage('phone')
  await fillBasket(page, email)
  const { draft } = await page.evaluate(() => ({
    draft: JSON.parse(localStorage.getItem('shop.draft') ?? ''),
  }))
  const { basket } = await page.evaluate(() => ({
    basket: JSON.parse(localStorage.getItem('shop.basket') ?? ''),
  }))
  // Others take every place of that time.
  for (let guest = 0; ; guest++) {
    const input = {
      idempotencyKey: `the-others-are-fast-${guest}`,
      items: [{ ...basket[0].item }],
      slotId: draft.slot.id,
      contact: { name: 'Other', email: `other-${guest}@example.com` },
    }
    const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename } }'
    const answer = await stage.ask(null, PLACE, { input })
    if (answer.data.placeOrder.__typename === 'SlotUnavailableError') break
    expect(answer.data.placeOrder.__typename).toBe('PlaceOrderSuccess')
  }
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByText('Somebody was faster').waitFor()
  expect(await ordersOf(email)).toEqual([])
  await page.locator('.alternatives button').first().click()
  const { slot } = await orderOf(stage, await placeOrder(page))
  expect(slot.id).not.toBe(draft.slot.id)
})

/** By hand, and so the catalogue gets its new version by hand too. */
async function raisePrice(by: number): Promise<void> {
  await stage.rows(`UPDATE cake_variants SET price = price + ${by} WHERE name = '18 cm round'`)
  await stage.rows('UPDATE bakery SET catalogue_version = gen_random_uuid()')
}

test('a price that changed meanwhile is agreed to before anything is ordered', async () => {
  const email = 'thrifty@example.com'
  const { page } = await openPage()
  await fillBasket(page, email)
  await raisePrice(150)
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByText(/The price is now €\s39,75/).waitFor()
  expect(await ordersOf(email)).toEqual([])
  await page.getByRole('button', { name: /Order for €\s39,75/ }).click()
  await page.getByRole('heading', { name: /^Order B-/ }).waitFor()
  expect(await ordersOf(email)).toHaveLength(1)
  await raisePrice(-150)
})

test('what the API finds wrong with the contact is told at the field', async () => {
  const { page } = await openPage('phone')
  await fillBasket(page, 'zoe at example')
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.locator('input[name=email][aria-invalid=true]').waitFor()
  expect(await page.locator('#email-mistake').innerText()).not.toBe('')
})

test('a server that is killed in the middle of an order leaves one order, however often it is sent', async () => {
  const email = 'stubborn@example.com'
  const { page } = await openPage()
  await fillBasket(page, email)
  // Nobody writes an order while we hold the table, so the server is in the middle of it for as long as we like.
  const holder = new Client({ connectionString: stage.databaseUrl })
  await holder.connect()
  await holder.query('BEGIN; LOCK TABLE orders IN EXCLUSIVE MODE')
  await page.getByRole('button', { name: 'Place the order' }).click()
  const waits = `SELECT 1 FROM pg_locks JOIN pg_class ON relation = pg_class.oid WHERE relname = 'orders' AND NOT granted`
  await expect.poll(() => stage.rows(waits), { timeout: 20_000 }).toHaveLength(1)
  await stage.killApi()
  await holder.query('ROLLBACK')
  await holder.end()
  await page.getByText('We do not know yet whether your order arrived').waitFor()

  await stage.restartApi()
  await page.reload()
  await page.getByText('its answer never came').waitFor()
  await page.getByRole('button', { name: 'Send it again' }).click()
  await page.getByRole('heading', { name: /^Order B-/ }).waitFor()
  expect(await ordersOf(email)).toHaveLength(1)
})

test('an order whose answer was lost with the server is found again, not made again', async () => {
  const email = 'unlucky@example.com'
  const { page } = await openPage('phone')
  await fillBasket(page, email)
  let sent = 0
  await page.route(`${stage.api}/graphql`, async (route) => {
    if (!route.request().postData()?.includes('mutation PlaceOrder') || ++sent > 1) return route.fallback()
    await route.fetch()
    await stage.killApi()
    return route.abort('connectionreset')
  })
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByText('We do not know yet whether your order arrived').waitFor()
  const [placed] = await ordersOf(email)
  await stage.restartApi()
  // Even who changes the order before sending it again gets the one that stands.
  await page.getByLabel('Anything else').fill('With a candle')
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByRole('heading', { name: `Order ${placed?.number}` }).waitFor()
  expect(await ordersOf(email)).toHaveLength(1)
  expect(await page.evaluate(() => localStorage.getItem('shop.attempt'))).toBeNull()
})
