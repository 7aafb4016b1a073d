import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from '../support/chromium.ts'
import { closeBrowser, openPage } from './support/browser.ts'
import { cardOf, columnOf, findDay, placeOrder, readOrder, signIn } from './support/kitchen.ts'
import { openStage, type Stage } from './support/stage.ts'

describe.skipIf(noBrowser)('the board of the kitchen', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage('kitchen')
  })
  afterAll(async () => {
    await closeBrowser()
    await stage?.close()
  })

  it('shows an order by itself as soon as it is placed', async () => {
    const day = await findDay(stage)
    const { page, complaints } = await openPage()
    await signIn(page, stage, `/board/${day}`)
    await page.getByText('Live', { exact: true }).waitFor()
    const order = await placeOrder(stage, day)
    await columnOf(page, 'To confirm')
      .getByRole('article', { name: `Order ${order.number}` })
      .waitFor()
    expect(complaints).toEqual([])
  })

  it('leads an order from its placing to its handing over, and offers what the API allows and nothing else', async () => {
    const day = await findDay(stage)
    const order = await placeOrder(stage, day)
    const { page } = await openPage()
    await signIn(page, stage, `/board/${day}`)
    const card = cardOf(page, order)
    const steps = [
      ['To confirm', 'Confirm'],
      ['To make', 'Start making'],
      ['In the making', 'It is ready'],
      ['Ready', 'Handed over'],
    ] as const
    for (const [column, step] of steps) {
      await columnOf(page, column).locator(card).waitFor()
      const { availableActions } = await readOrder(stage, order.id, 'availableActions')
      const offered = await card
        .locator('[data-action]')
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-action')))
      expect(offered).toEqual(availableActions)
      await card.getByRole('button', { name: new RegExp(`^${step}:`) }).click()
    }
    await page.getByText(/^Done for this day/).click()
    await columnOf(page, 'Handed over').locator(card).waitFor()
    expect(await card.getByRole('button').count()).toBe(0)
    expect(await readOrder(stage, order.id, 'status version')).toEqual({ status: 'COMPLETED', version: 5 })
  })

  it('tells the slower of two screens how the order stands, and puts it right', async () => {
    const day = await findDay(stage)
    const order = await placeOrder(stage, day)
    const [faster, slower] = [await openPage(), await openPage()]
    for (const { page } of [faster, slower]) {
      await signIn(page, stage, `/board/${day}`)
      await cardOf(page, order).waitFor()
    }
    // The slower screen hears of nothing until it has pressed its button.
    const pressed = Promise.withResolvers<void>()
    await slower.page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('mutation ')) pressed.resolve()
      await pressed.promise
      await route.continue()
    })
    await stage.killApi()
    await stage.restartApi()
    await faster.page.getByText('Live', { exact: true }).waitFor()

    await cardOf(faster.page, order)
      .getByRole('button', { name: /^Confirm/ })
      .click()
    await columnOf(faster.page, 'To make').locator(cardOf(faster.page, order)).waitFor()
    await cardOf(slower.page, order)
      .getByRole('button', { name: /^Confirm/ })
      .click()
    await slower.page.getByText(`Somebody else was faster. ${order.number} is now: To make.`).waitFor()
    await columnOf(slower.page, 'To make').locator(cardOf(slower.page, order)).waitFor()
    expect(await readOrder(stage, order.id, 'version')).toEqual({ version: 2 })
  })

  it('asks every few seconds where the stream is cut, says so, and is live again when it can be', async () => {
    const day = await findDay(stage)
    const { page } = await openPage()
    let isCut = true
    await page.route('**/graphql', (route) =>
      isCut && route.request().postData()?.includes('subscription ') ? route.abort() : route.continue(),
    )
    await signIn(page, stage, `/board/${day}`)
    await page.getByText('Connection lost: asking again and again').waitFor()
    const order = await placeOrder(stage, day)
    await cardOf(page, order).waitFor()
    isCut = false
    await page.getByText('Live', { exact: true }).waitFor()
    const next = await placeOrder(stage, day)
    await cardOf(page, next).waitFor()
    expect(await page.getByText('Connection lost').count()).toBe(0)
  })

  it('declines an order with words for the customer', async () => {
    const day = await findDay(stage)
    const order = await placeOrder(stage, day)
    const { page } = await openPage()
    await signIn(page, stage, `/board/${day}`)
    await cardOf(page, order)
      .getByRole('button', { name: /^Decline/ })
      .click()
    await page.getByLabel('Why? The customer reads it.').fill('The oven is broken, sorry.')
    await page.getByRole('button', { name: 'Yes, do it' }).click()
    await page.getByText(`${order.number}: Declined.`).waitFor()
    const { status, history } = await readOrder(stage, order.id, 'status history { note }')
    expect(status).toBe('DECLINED')
    expect(history.at(-1)).toEqual({ note: 'The oven is broken, sorry.' })
  })

  it('moves an order to another time of its day', async () => {
    const day = await findDay(stage)
    const order = await placeOrder(stage, day)
    const { page } = await openPage()
    await signIn(page, stage, `/board/${day}`)
    await cardOf(page, order).getByRole('button', { name: /^Move/ }).click()
    const free = page.locator('.slot:has(input:enabled)', { hasNotText: order.slot.startTime }).last()
    const time = await free.locator('b').innerText()
    await free.click()
    await page.getByRole('button', { name: 'Move the order' }).click()
    await cardOf(page, order).getByText(time, { exact: true }).waitFor()
    expect((await readOrder(stage, order.id, 'slot { startTime }')).slot).toEqual({ startTime: time })
  })
})
