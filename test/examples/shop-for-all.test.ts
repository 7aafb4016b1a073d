import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, findBarriers, openPage, type Size } from './support/browser.ts'
import { CAN_BE_HAD, chooseTime, fillIn, placeOrder, putBlackForestIn } from './support/shopping.ts'
import { openStage, type Stage } from './support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage('shop')
})
afterAll(async () => {
  await closeBrowser()
  await stage?.close()
})

const DIST = path.join(import.meta.dirname, '../../examples/shop/dist')

test('the first load is 150 kB of compressed JavaScript at most', async () => {
  const { page } = await openPage()
  const scripts: string[] = []
  page.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? ''))
      scripts.push(new URL(response.url()).pathname)
  })
  await page.goto(stage.shop)
  await page.getByRole('link', { name: /Black Forest/ }).waitFor()
  expect(scripts.length).toBeGreaterThan(0)
  const size = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(DIST, file))).length, 0)
  console.log(`First load: ${(size / 1000).toFixed(1)} kB of JavaScript in ${scripts.length} file(s)`)
  expect(size).toBeLessThan(150_000)
})

describe.each<Size>(['phone', 'desktop'])('on a %s', (size) => {
  test('every page is fit for screen readers, no wider than the screen, and asks once for its data', async () => {
    const { page, operations, complaints } = await openPage(size)
    const look = async (name: string, words: string | RegExp) => {
      await page.getByText(words).first().waitFor()
      await page.waitForFunction('!document.querySelector("[aria-busy=true], .wait")')
      expect([name, await findBarriers(page)]).toEqual([name, []])
      expect([name, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([
        name,
        true,
      ])
    }
    /** From nothing, as by a link. */
    const load = async (at: string, words: string | RegExp) => {
      await page.goto('about:blank')
      operations.length = 0
      await page.goto(stage.shop + at)
      await look(at, words)
      return operations.filter((name) => name !== 'OrderChanged')
    }
    expect(await load('/', 'Black Forest')).toEqual(['Catalogue'])
    expect(await load('/?search=lemon&without=TREE_NUTS', /^\d cakes?$/)).toEqual(['Catalogue'])
    expect(await load('/cakes/black-forest', 'Soaked in kirsch')).toEqual(['CakePage'])
    expect(await load('/basket', 'Your basket is empty')).toEqual(['Basket'])
    expect(await load('/account', 'Sign in as Anna')).toEqual(['Account'])
    await putBlackForestIn(page, stage.shop)
    expect(await load('/basket', 'Together')).toEqual(['Basket'])
    expect(await load('/checkout', 'I pick it up')).toEqual(['Checkout'])
    await chooseTime(page)
    await look('/checkout with its times', 'At what time')
    await fillIn(page, `${size}@example.com`)
    await placeOrder(page)
    const tracking = new URL(page.url())
    expect(await load(tracking.pathname + tracking.hash, 'What happened')).toEqual(['GuestOrder'])
    await page.getByRole('button', { name: 'Cancel the order' }).click()
    await look('the dialog', 'Cancel this order?')
    expect(complaints).toEqual([])
  })
})

test('by keyboard alone one gets from the catalogue to an order', async () => {
  const { page } = await openPage()
  await page.goto(stage.shop)
  await page.getByRole('link', { name: /Black Forest/ }).waitFor()
  const { press } = keysOf(page)
  await press('Tab', { until: 'a.skip' })
  await press('Enter')
  await press('Tab', { until: 'a[href="/cakes/black-forest"]' })
  await press('Enter')
  await page.getByRole('heading', { name: 'Black Forest' }).waitFor()
  await press('Tab', { until: '.options input[type=radio]' })
  await press('Space')
  await press('Tab', { until: '.inscription input' })
  await page.keyboard.type('Zoë 30!')
  await press('Tab', { until: '.buy button' })
  await press('Enter')
  await page.getByRole('link', { name: 'To the basket' }).waitFor()
  await press('Tab', { until: '.added a' })
  await press('Enter')
  await page.getByRole('link', { name: 'Choose a day and order' }).waitFor()
  await press('Tab', { until: 'a[href="/checkout"]' })
  await press('Enter')
  await page.locator(CAN_BE_HAD).first().waitFor()
  await press('Tab', { until: '.day' })
  await press('Enter')
  await page.locator('.slots input:enabled').first().waitFor()
  await press('Tab', { until: '.slots input' })
  await press('Space')
  await press('Tab', { until: 'input[name=name]' })
  await page.keyboard.type('Zoë')
  await press('Tab', { until: 'input[name=email]' })
  await page.keyboard.type('keys@example.com')
  await press('Tab', { until: 'button[type=submit]' })
  await press('Enter')
  const heading = page.getByRole('heading', { name: /^Order B-/ })
  await heading.waitFor()
  expect(await heading.innerText()).toMatch(/^Order B-\w+$/)
})

function keysOf(page: Page) {
  /** Presses a key, or goes on pressing it until it leads to something. */
  const press = async (key: string, { until }: { until?: string } = {}) => {
    for (let times = 0; times < 80; times++) {
      await page.keyboard.press(key)
      if (!until || (await page.evaluate((there) => document.activeElement?.matches(there), until))) return
    }
    throw new Error(`${key} does not lead to ${until}`)
  }
  return { press }
}
