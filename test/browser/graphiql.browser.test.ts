import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from '../support/chromium.ts'
import { answerHolds, openGraphiql, ready, run, tabTitles, write, type Graphiql } from './graphiql.ts'

describe.skipIf(noBrowser)('GraphiQL in a browser', () => {
  let graphiql: Graphiql
  beforeAll(async () => void (graphiql = await openGraphiql()), 60_000)
  afterAll(() => graphiql?.close())
  const openPage: Graphiql['openPage'] = (...where) => graphiql.openPage(...where)

  it('opens, answers the first example and shows the docs, and asks no other host for anything', async () => {
    const { page, complaints, foreign } = await openPage()
    expect(await page.title()).toBe('Bakehouse – GraphiQL')
    expect(await tabTitles(page)).toEqual(
      expect.arrayContaining(['BrowseCakes', 'PlaceOrder', 'ChangeOrder']),
    )

    await run(page)
    await answerHolds(page, 'Lemon Drizzle Loaf')

    await page.getByLabel('Show Documentation Explorer').click()
    await page.getByRole('link', { name: 'Cake', exact: true }).click()
    await page.getByText('A cake that the bakery makes to order').waitFor()
    await page.getByLabel('Show Examples').click()
    await page.getByRole('button', { name: 'CloseDay' }).last().click()
    await page.getByLabel('Open settings dialog').click()
    await page.getByText('Theme').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByLabel(/^Prettify query/).click()
    await page.waitForTimeout(500)
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] })
  })

  it('knows the schema while one types', async () => {
    const { page, complaints } = await openPage()
    await write(page, 'query Typo { cakes { nodes { nameless } } }')
    await page.locator('.squiggly-error').first().waitFor()
    await page.getByRole('tab').nth(1).click()
    await page.locator('.graphiql-editor-tool .view-line', { hasText: 'slug' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('asks in the role of the tab, with its token', async () => {
    const { page } = await openPage()
    await page.getByRole('button', { name: 'WatchTheDay' }).click()
    expect(await page.getByLabel('Ask as').inputValue()).toBe('staff')
    await write(page, 'query Two { viewer { role } }')
    await run(page)
    await answerHolds(page, '"STAFF"')
    const { slot_date: day } = await graphiql.bakery.db
      .selectFrom('orders')
      .select('slot_date')
      .executeTakeFirstOrThrow()
    await write(
      page,
      `subscription Live { ordersChanged(date: "${day}", since: "2020-01-01T00:00:00Z") { version } }`,
    )
    await run(page)
    await answerHolds(page, '"ordersChanged"')
    await page.getByLabel('Ask as').selectOption('admin')
    await write(page, 'query Three { viewer { role } }')
    await page.locator('.graphiql-execute-button').click()
    await run(page)
    await answerHolds(page, '"ADMIN"')
  })

  it('offers no roles in production, and asks for no tokens', async () => {
    const { page, requested, complaints } = await openPage('production.')
    await page.getByRole('button', { name: 'MyOrders' }).click()
    expect(await page.getByLabel('Ask as').count()).toBe(0)
    expect(requested.filter((address) => address.includes('/dev/'))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('keeps what was typed over a reload', async () => {
    const { page } = await openPage()
    await write(page, 'query Kept { bakery { name } }')
    await page.getByRole('tab', { name: 'Kept' }).waitFor()
    await page.waitForTimeout(1200)
    await page.reload()
    await ready(page)
    expect((await tabTitles(page))[0]).toBe('Kept')
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'Kept' }).waitFor()
  })

  it('fits a phone', async () => {
    const { page } = await openPage('', { width: 390, height: 844 })
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBe(390)
    await run(page)
    await page.getByLabel('Show Documentation Explorer').click()
    await page.getByRole('link', { name: 'Bakery', exact: true }).waitFor()
  })
})
