import { afterAll, beforeAll, test } from 'vitest'
import { closeBrowser, openPage, type Size } from '../support/browser.ts'
import { chooseSlot, composeCake, fillContact, findDay, placeOrder, signIn } from '../support/kitchen.ts'
import { moveAlong } from '../support/order.ts'
import { takePicture } from '../support/picture.ts'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
let day: string
beforeAll(async () => {
  stage = await openStage('kitchen')
  day = await findDay(stage)
  const steps = ['CONFIRM', 'START_PRODUCTION', 'MARK_READY']
  for (const [index] of [...steps, ''].entries()) {
    const { number } = await placeOrder(stage, day)
    for (const step of steps.slice(0, index)) await moveAlong(stage, number, step)
  }
})
afterAll(async () => {
  await closeBrowser()
  await stage?.close()
})

// oxlint-disable-next-line vitest/expect-expect -- what it shows is for people to look at
test.for<Size>(['phone', 'desktop'])('the pages of the kitchen on a %s', async (size) => {
  const { page } = await openPage(size)
  await signIn(page, stage)
  await page.locator('.plan').first().waitFor()
  await takePicture(page, `kitchen-plan-${size}`)
  await page.goto(`${stage.kitchen}/board/${day}`)
  await page.locator('.card').first().waitFor()
  await takePicture(page, `kitchen-board-${size}`)
  await page.goto(`${stage.kitchen}/sheet/${day}`)
  await page
    .getByRole('row', { name: /Noor Jansen/ })
    .first()
    .waitFor()
  await takePicture(page, `kitchen-sheet-${size}`, { whole: true })
  await page.goto(`${stage.kitchen}/counter`)
  await composeCake(page)
  await chooseSlot(page)
  await fillContact(page, 'Zoë de Vries')
  await page.evaluate('document.activeElement.blur(), scrollTo(0, 0)')
  await takePicture(page, `kitchen-counter-${size}`, { whole: true })
})
