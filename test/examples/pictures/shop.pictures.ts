import { afterAll, beforeAll, test } from 'vitest'
import { closeBrowser, openPage, type Size } from '../support/browser.ts'
import { moveAlong } from '../support/order.ts'
import { takePicture } from '../support/picture.ts'
import { chooseTime, fillIn, placeOrder, putBlackForestIn } from '../support/shopping.ts'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage('shop')
})
afterAll(async () => {
  await closeBrowser()
  await stage?.close()
})

// oxlint-disable-next-line vitest/expect-expect -- what it shows is for people to look at
test.for<Size>(['phone', 'desktop'])('the pages of the shop on a %s', async (size) => {
  const { page } = await openPage(size)
  await page.goto(stage.shop)
  await page.getByRole('link', { name: /Black Forest/ }).waitFor()
  await takePicture(page, `shop-catalogue-${size}`)
  await page.goto(`${stage.shop}/cakes/amsterdam-apple-pie`)
  await page.getByRole('button', { name: 'Add to basket' }).click()
  await page.getByRole('link', { name: 'To the basket' }).waitFor()
  await putBlackForestIn(page, stage.shop)
  await page.getByText('€ 38,25').waitFor()
  await page.evaluate('scrollTo(0, 0)')
  await takePicture(page, `shop-cake-${size}`, { whole: true })
  await page.getByRole('link', { name: 'To the basket' }).click()
  await page.getByRole('link', { name: 'Choose a day and order' }).waitFor()
  await takePicture(page, `shop-basket-${size}`)
  await page.getByRole('link', { name: 'Choose a day and order' }).click()
  await page.getByRole('heading', { name: 'Your order', exact: true }).waitFor()
  // A month ahead there is more to see.
  await page.locator('.calendar [slot=next]').click()
  await chooseTime(page)
  await fillIn(page)
  await page.evaluate('document.activeElement.blur(), scrollTo(0, 0)')
  await takePicture(page, `shop-checkout-${size}`, { whole: true })
  const number = await placeOrder(page)
  for (const action of ['CONFIRM', 'START_PRODUCTION', 'MARK_READY']) await moveAlong(stage, number, action)
  await page.getByText('It waits for you at the counter.').waitFor()
  await takePicture(page, `shop-order-${size}`, { whole: true })
})
