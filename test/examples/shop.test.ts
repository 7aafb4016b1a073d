import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, openPage } from './support/browser.ts'
import { asking, moveAlong, orderOf } from './support/order.ts'
import {
  CAN_BE_HAD,
  chooseTime,
  fillIn,
  goToCheckout,
  placeOrder,
  putBlackForestIn,
} from './support/shopping.ts'
import { openStage, type Stage } from './support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage('shop')
})
afterAll(async () => {
  await closeBrowser()
  await stage?.close()
})

describe('a guest', () => {
  test('goes from the catalogue to the tracking page, and sees the order get ready as the kitchen moves it', async () => {
    const { page, complaints, operations } = await openPage('phone')
    await page.goto(stage.shop)
    await page.getByRole('searchbox').fill('black for')
    await page.getByText('1 cake', { exact: true }).waitFor()
    await page.getByRole('link', { name: /Black Forest/ }).click()
    await page.getByRole('radio', { name: 'Soaked in kirsch' }).check()
    await page.getByRole('checkbox', { name: 'Name plate of marzipan' }).check()
    await page.getByText('€ 38,25').waitFor()
    await page.getByText('sulphites, and tree nuts').waitFor()
    await page.getByRole('button', { name: 'Add to basket' }).click()
    await goToCheckout(page)
    await chooseTime(page)
    await fillIn(page)
    const number = await placeOrder(page)
    await page.getByText('Waiting for the bakery').first().waitFor()
    // The token stands where no server sees it.
    expect(new URL(page.url()).pathname).toBe('/order')
    expect(new URL(page.url()).hash).toMatch(/^#.{20,}$/)

    // The server ends each stream after a while; the page goes on with another one.
    await expect.poll(() => operations.filter(isWatching).length, { timeout: 20_000 }).toBeGreaterThan(1)
    for (const [action, words] of [
      ['CONFIRM', 'Confirmed by the bakery'],
      ['START_PRODUCTION', 'In the making'],
      ['MARK_READY', 'It waits for you at the counter.'],
    ] as const) {
      await moveAlong(stage, number, action)
      await page.getByText(words).waitFor()
    }
    await page.getByText('This page changes by itself.').waitFor()
    expect(operations.filter((name) => name === 'GuestOrder')).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  test('moves an order to another time, and calls it off, as long as the API offers it', async () => {
    const { page } = await openPage()
    await putBlackForestIn(page, stage.shop)
    await goToCheckout(page)
    // Far enough ahead that it may still be called off.
    await page.locator('.calendar [slot=next]').click()
    await chooseTime(page)
    await fillIn(page, 'moves@example.com')
    const number = await placeOrder(page)
    const { slot } = await orderOf(stage, number)
    await page.getByRole('button', { name: 'Another time' }).click()
    await page.locator('.dialog .slots input:enabled').last().check()
    await page.getByRole('button', { name: /^Move it to/ }).click()
    await page.getByText('Moved to another time').waitFor()
    expect((await orderOf(stage, number)).slot.id).not.toBe(slot.id)

    await page.getByRole('button', { name: 'Cancel the order' }).click()
    await page.getByLabel('Why').fill('The party is off')
    await page.getByRole('button', { name: 'Yes, cancel it' }).click()
    await page.getByText('Nothing will be made.').waitFor()
    expect(await page.getByRole('button', { name: 'Another time' }).count()).toBe(0)
    expect((await orderOf(stage, number)).status).toBe('CANCELLED')
  })
})

const isWatching = (operation: string): boolean => operation === 'OrderChanged'

test('who has it brought sees what that costs, and where the bakery does not go', async () => {
  const { page } = await openPage('phone')
  await putBlackForestIn(page, stage.shop)
  await goToCheckout(page)
  await page.getByRole('radio', { name: 'Bring it to me' }).check()
  await page.getByLabel('Postal code').fill('9999 ZZ')
  await page.locator('#postalCode-mistake').waitFor()
  await page.getByLabel('Postal code').fill('2011 AB')
  await page
    .locator('.summary', { hasText: 'Delivery' })
    .getByText(/€\s4,95/)
    .waitFor()
  await chooseTime(page)
  await fillIn(page, 'far@example.com')
  await page.getByLabel('Street and number').fill('Grote Markt 1')
  await page.getByLabel('Town').fill('Haarlem')
  await page.getByLabel('Country').fill('NL')
  const { method } = await orderOf(stage, await placeOrder(page))
  expect(method).toBe('DELIVERY')
  await page.getByText('to Grote Markt 1, 2011 AB Haarlem').waitFor()
})

test('where the stream is cut, the page looks for news by itself', async () => {
  const { page, operations } = await openPage()
  await page.route(`${stage.api}/graphql`, (route) =>
    /subscription OrderChanged/.test(route.request().postData() ?? '') ? route.abort() : route.fallback(),
  )
  await putBlackForestIn(page, stage.shop)
  await goToCheckout(page)
  await chooseTime(page)
  await fillIn(page, 'polls@example.com')
  const number = await placeOrder(page)
  await page.getByText('looks for news every few seconds').waitFor()
  await moveAlong(stage, number, 'CONFIRM')
  await page.getByText('Confirmed by the bakery').waitFor()
  expect(operations.filter((name) => name === 'GuestOrder').length).toBeGreaterThan(1)
})

test('a customer signs in by a development token, and finds the orders', async () => {
  const { page } = await openPage('phone')
  await page.goto(`${stage.shop}/account`)
  await page.getByRole('button', { name: /Sign in as Anna/ }).click()
  await page.getByRole('heading', { name: 'Hello, Anna de Vries' }).waitFor()
  await page.locator('.orders a').first().click()
  await page.getByRole('heading', { name: /^Order B-/ }).waitFor()
  await page.goto(`${stage.shop}/account`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await page.getByText('Anna de Vries').count()).toBe(0)
})

test('whose token has ended is a visitor again, and no more', async () => {
  const { page } = await openPage()
  await page.goto(stage.shop)
  await page.evaluate(() => localStorage.setItem('shop.session', '"a.broken.token"'))
  await page.reload()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  await page.getByRole('link', { name: /Black Forest/ }).waitFor()
  expect(await page.evaluate(() => localStorage.getItem('shop.session'))).toBeNull()
})

test('days that cannot be had say why, to who points at them and to who comes by keyboard', async () => {
  const { page } = await openPage()
  await putBlackForestIn(page, stage.shop)
  await goToCheckout(page)
  const said = page.locator('.about-day')
  const first = page.locator(CAN_BE_HAD).first()
  await first.waitFor()
  await first.focus()
  await page.getByText(': can be had.').waitFor()
  await page.keyboard.press('ArrowLeft')
  const why = /The bakery hands nothing over then|your cake needs more time|The ovens are full/
  await said.filter({ hasText: why }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByText(': can be had.').waitFor()
  await page.locator('.day[data-unavailable]:not([data-disabled])').first().click({ force: true })
  await said.filter({ hasText: why }).waitFor()
  expect(await page.locator('.slots').count()).toBe(0)
})

test('the last answer about a price is the one that is shown, whichever comes last', async () => {
  const { page } = await openPage()
  await page.goto(`${stage.shop}/cakes/black-forest`)
  let asked = 0
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  await page.route(asking('Quote'), async (route) => {
    if (++asked === 1) await held
    await route.continue().catch(() => {})
  })
  const first = page.waitForRequest((request) => asking('Quote')(new URL(request.url())))
  await page.getByRole('radio', { name: 'Soaked in kirsch' }).check()
  await first
  await page.getByRole('radio', { name: /26 cm round/ }).check()
  await page.locator('.live-price[aria-busy=false] strong', { hasText: '€ 59,50' }).waitFor()
  letGo()
  await page.waitForLoadState('networkidle')
  expect(await page.locator('.live-price strong').innerText()).toMatch(/^€\s59,50$/)
})
