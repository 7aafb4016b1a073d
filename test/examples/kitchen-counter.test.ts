import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from '../support/chromium.ts'
import { closeBrowser, openPage } from './support/browser.ts'
import { basketOf, chooseSlot, composeCake, fillContact, signIn } from './support/kitchen.ts'
import { openStage, type Stage } from './support/stage.ts'

describe.skipIf(noBrowser)('the counter', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage('kitchen')
  })
  afterAll(async () => {
    await closeBrowser()
    await stage?.close()
  })

  it('takes an order by telephone, for the price and with the allergens that were told', async () => {
    const { page, complaints } = await openPage()
    await signIn(page, stage, '/counter')
    await composeCake(page)
    await page.getByText('Contains eggs, gluten, milk, soybeans, sulphites, tree nuts.').waitFor()
    const { total } = await chooseSlot(page)
    await fillContact(page, 'Zoë Quartel')
    await page.getByRole('button', { name: `Take the order for ${total}` }).click()
    await page.getByRole('heading', { name: /is taken$/ }).waitFor()
    await page.getByRole('button', { name: 'Next customer' }).click()
    await page.getByText('Nothing yet.').waitFor()

    const [order, ...others] = await ordersOf('Zoë Quartel')
    expect(others).toEqual([])
    expect(order).toMatchObject({
      status: 'CONFIRMED',
      total: { formatted: total },
      contact: { phone: '06 1234 5678' },
      items: [{ cakeName: 'Black Forest', inscription: 'Zoë 30!', quantity: 1 }],
    })
    expect(complaints).toEqual([])
  })

  it('says beside the field what is wrong with it', async () => {
    const { page } = await openPage()
    await signIn(page, stage, '/counter')
    await composeCake(page)
    await chooseSlot(page)
    await fillContact(page, 'Wim Quist', 'no number')
    await page.getByRole('button', { name: /^Take the order/ }).click()
    const telephone = page.getByLabel('Telephone')
    await page.locator('input[aria-invalid=true]').waitFor()
    expect(await telephone.getAttribute('aria-invalid')).toBe('true')
    expect(await ordersOf('Wim Quist')).toEqual([])
    await telephone.fill('06 1111 2222')
    await page.getByRole('button', { name: /^Take the order/ }).click()
    await page.getByRole('heading', { name: /is taken$/ }).waitFor()
  })

  it('offers what can still be had where the time was taken meanwhile', async () => {
    const { page } = await openPage()
    await signIn(page, stage, '/counter')
    await composeCake(page)
    const { slotId } = await chooseSlot(page)
    await fillContact(page, 'Xander Quispel')
    await fillUp(slotId)
    await page.getByRole('button', { name: /^Take the order/ }).click()
    await page.getByText(/That time is gone/).waitFor()
    await page.locator('.refusal button').first().click()
    await page.getByRole('button', { name: /^Take the order/ }).click()
    await page.getByRole('heading', { name: /is taken$/ }).waitFor()
    const [order, ...others] = await ordersOf('Xander Quispel')
    expect(others).toEqual([])
    expect(order.slot.id).not.toBe(slotId)
  })

  it('places one order, however often it is sent, where the answer was lost and the page loaded anew', async () => {
    const { page } = await openPage()
    let lost = 0
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('mutation PlaceOrder') || lost === 2) return route.continue()
      await route.fetch()
      lost += 1
      return route.abort()
    })
    await signIn(page, stage, '/counter')
    await composeCake(page)
    await chooseSlot(page)
    await fillContact(page, 'Saar Quak')
    await page.getByRole('button', { name: /^Take the order/ }).click()
    await page.getByText('No answer came.').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => lost, { timeout: 20_000 }).toBe(2)
    await page.getByText('No answer came.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: /is taken$/ }).waitFor()
    expect(await ordersOf('Saar Quak')).toHaveLength(1)
  })

  async function ordersOf(name: string) {
    const query = `query ($search: String!) { orders(filter: { search: $search }) { nodes {
      status total { formatted } contact { phone } slot { id } items { cakeName inscription quantity } } } }`
    const { data } = await stage.ask('staff', query, { search: name })
    return data.orders.nodes
  }

  /** Others are faster, until nothing is left of the slot. */
  async function fillUp(slotId: string): Promise<void> {
    const items = await basketOf(stage)
    for (let result = 'PlaceOrderSuccess'; result === 'PlaceOrderSuccess';) {
      const input = {
        idempotencyKey: crypto.randomUUID(),
        items,
        slotId,
      }
      const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename } }'
      result = (await stage.ask('staff', place, { input })).data.placeOrder.__typename
    }
  }
})
