import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { noBrowser } from '../support/chromium.ts'
import { closeBrowser, findBarriers, openPage } from './support/browser.ts'
import { cardOf, columnOf, findDay, placeOrder, signIn } from './support/kitchen.ts'
import { openStage, type Stage } from './support/stage.ts'

describe.skipIf(noBrowser)('the pages of the kitchen', () => {
  let stage: Stage
  let day: string

  beforeAll(async () => {
    stage = await openStage('kitchen')
    day = await findDay(stage)
    await placeOrder(stage, day)
  })
  afterAll(async () => {
    await closeBrowser()
    await stage?.close()
  })

  it('ask one question each', async () => {
    const { page, operations, complaints } = await openPage()
    await signIn(page, stage)
    const pages = [
      ['/plan', 'Plan', '.plan'],
      [`/board/${day}`, 'Board', '.card'],
      ['/counter', 'Counter', '.cakes li'],
      [`/sheet/${day}`, 'Sheet', '.sheet'],
    ] as const
    for (const [path, question, content] of pages) {
      operations.length = 0
      await page.goto(stage.kitchen + path)
      await page.locator(content).first().waitFor()
      expect(operations.filter((name) => name !== 'DayChanged')).toEqual([question])
    }
    expect(complaints).toEqual([])
  })

  it('tell the day and the time of the bakery, wherever the browser thinks it is', async () => {
    const { page: here } = await openPage()
    const far = await here
      .context()
      .browser()!
      .newContext({ timezoneId: 'Pacific/Kiritimati', locale: 'ja-JP' })
    onTestFinished(() => far.close())
    const page = await far.newPage()
    await signIn(page, stage)
    const { data } = await stage.ask(null, '{ bakery { locale timeZone } }')
    const today = Temporal.Now.plainDateISO(data.bakery.timeZone)
    const said = today.toLocaleString(data.bakery.locale, { weekday: 'long', day: 'numeric', month: 'long' })
    await expect
      .poll(() => page.getByRole('heading', { name: `Today, ${said}` }).count(), { timeout: 20_000 })
      .toBe(1)
  })

  it('show what the API plans for today and tomorrow', async () => {
    const { page } = await openPage()
    await signIn(page, stage)
    await page.locator('.plan').nth(1).waitFor()
    const { data: found } = await stage.ask(null, '{ bakery { timeZone } }')
    const today = Temporal.Now.plainDateISO(found.bakery.timeZone)
    const plan = 'query ($date: Date!) { productionPlan(date: $date) { batches { cakeName quantity } } }'
    for (const [index, date] of [today, today.add({ days: 1 })].entries()) {
      const { data } = await stage.ask('staff', plan, { date: date.toString() })
      const planned = (data.productionPlan.batches as { cakeName: string; quantity: number }[]).map(
        ({ cakeName, quantity }) => `${quantity}× ${cakeName}`,
      )
      const shown = page.locator('.plan').nth(index).locator('.batches li')
      expect(await shown.count()).toBe(planned.length)
      for (const [line, text] of planned.entries())
        expect((await shown.nth(line).innerText()).replaceAll(/\s+/g, ' ')).toContain(text)
    }
  })

  it('print the bake sheet without what only a screen needs', async () => {
    const { page } = await openPage()
    await signIn(page, stage, `/sheet/${day}`)
    await page.getByRole('row', { name: /Noor Jansen/ }).waitFor()
    await page.emulateMedia({ media: 'print' })
    for (const name of ['Print', 'Sign out']) expect(await page.getByRole('button', { name }).count()).toBe(0)
    await page
      .getByRole('row', { name: /Red Velvet/ })
      .first()
      .waitFor()
    const paper = String(await page.pdf({ preferCSSPageSize: true }))
    expect(paper.slice(0, 5)).toBe('%PDF-')
    expect(/\/MediaBox \[0 0 (59\d|595)[\d.]* (84\d)/.test(paper)).toBe(true)
  })

  it('turn away who is not of the staff, and whose token is broken', async () => {
    const { page } = await openPage()
    await page.goto(stage.kitchen)
    await page.getByText('With a token').click()
    for (const [token, why] of [
      [stage.tokens.customer, 'The kitchen is for staff only.'],
      ['nonsense', 'This token is broken or has ended.'],
    ] as const) {
      await page.getByLabel('Token').fill(token)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect.poll(() => page.getByRole('alert').innerText(), { timeout: 20_000 }).toBe(why)
    }
  })

  it('go by keyboard alone, from signing in to an order that is moved along', async () => {
    const order = await placeOrder(stage, day)
    const { page } = await openPage()
    await page.goto(`${stage.kitchen}/board/${day}`)
    await pressOn(page, 'Staff')
    await cardOf(page, order).waitFor()
    await pressOn(page, `Confirm: ${order.number}`)
    await columnOf(page, 'To make').locator(cardOf(page, order)).waitFor()
    // The focus has gone along with the card.
    await pressOn(page, `Start making: ${order.number}`, 2)
    const making = columnOf(page, 'In the making').locator(cardOf(page, order))
    await expect.poll(() => making.count(), { timeout: 20_000 }).toBe(1)
  })

  it('have no serious barrier', async () => {
    const { page } = await openPage()
    await page.goto(stage.kitchen)
    await page.getByRole('button', { name: 'Staff' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await signIn(page, stage)
    for (const [path, content] of [
      ['/plan', '.plan'],
      [`/board/${day}`, '.card'],
      [`/sheet/${day}`, '.sheet'],
      ['/counter', '.cakes li'],
    ] as const) {
      await page.goto(stage.kitchen + path)
      await page.locator(content).first().waitFor()
      expect([path, await findBarriers(page)]).toEqual([path, []])
    }
    await page.getByRole('button', { name: 'Black Forest' }).click()
    await page.getByRole('radio', { name: /Soaked in kirsch/ }).check()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Add to the order' }).click()
    await page.getByRole('application', { name: /Day/ }).waitFor()
    expect(await findBarriers(page)).toEqual([])
  })
})

/** Tabs to what has this name, and presses Enter. */
async function pressOn(page: Page, name: string, within = 150): Promise<void> {
  const wanted = page.getByRole('button', { name, exact: true })
  await wanted.waitFor()
  for (let tabs = 0; tabs < within; tabs += 1) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((button) => button === document.activeElement))
      return page.keyboard.press('Enter')
  }
  throw new Error(`Nobody comes to “${name}” by ${within} tabs`)
}
