import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from '../support/chromium.ts'
import { closeBrowser, openPage } from './support/browser.ts'
import { signIn } from './support/kitchen.ts'
import { orderOf } from './support/order.ts'
import { chooseTime, fillIn, goToCheckout, placeOrder, putBlackForestIn } from './support/shopping.ts'
import { openStage, type Stage } from './support/stage.ts'

describe.skipIf(noBrowser)('shop and kitchen', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage('shop', 'kitchen')
  })
  afterAll(async () => {
    await closeBrowser()
    await stage?.close()
  })

  it('see the same order: the customer watches it get ready as the baker presses the buttons', async () => {
    const { page: customer } = await openPage('phone')
    await putBlackForestIn(customer, stage.shop)
    await goToCheckout(customer)
    await chooseTime(customer)
    await fillIn(customer)
    const number = await placeOrder(customer)
    const { slot } = await orderOf(stage, number)

    const { page: baker } = await openPage()
    await signIn(baker, stage, `/board/${slot.date}`)
    const card = baker.getByRole('article', { name: `Order ${number}` })
    for (const [step, told] of [
      ['Confirm', 'Confirmed by the bakery'],
      ['Start making', 'In the making'],
      ['It is ready', 'It waits for you at the counter.'],
    ] as const) {
      await card.getByRole('button', { name: `${step}: ${number}` }).click()
      await customer.getByText(told).first().waitFor()
    }
    expect((await orderOf(stage, number)).status).toBe('READY')
  })
})
