import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureGraphiql } from '../../dev/graphiql/build.ts'
import { fillSampleBakery } from '../../dev/sample/fill.ts'
import { createApp } from '../../src/app.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { ADMIN, openBakeryForFile, STAFF, type TestBakery } from '../support/bakery.ts'
import { noBrowser, openBrowser } from '../support/chromium.ts'

const viewers: Record<string, Viewer> = {
  'token-of-a-customer': { role: 'CUSTOMER', subject: 'sample|anna@example.com', email: 'anna@example.com' },
  'token-of-staff': STAFF,
  'token-of-an-admin': ADMIN,
}
const TOKENS = { customer: 'token-of-a-customer', staff: 'token-of-staff', admin: 'token-of-an-admin' }

describe.skipIf(noBrowser)('GraphiQL in a browser', () => {
  let bakery: TestBakery
  let server: Server
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    await ensureGraphiql(() => {})
    const now = Temporal.Now.instant()
    bakery = await openBakeryForFile({ now: now.toString(), settings: false })
    await fillSampleBakery(bakery.db, { now })
    server = createServer(listener(bakery))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await openBrowser()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
    await bakery?.close()
  })

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
    const { slot_date: day } = await bakery.db
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

  async function openPage(host = '', viewport = { width: 1280, height: 800 }) {
    const base = origin.replace('127.0.0.1', `${host}localhost`)
    const context = await browser.newContext({ viewport })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const [complaints, foreign, requested]: string[][] = [[], [], []]
    page.on(
      'console',
      (message) => ['error', 'warning'].includes(message.type()) && complaints?.push(message.text()),
    )
    page.on('pageerror', (error) => complaints?.push(error.message))
    page.on('requestfailed', (request) => complaints?.push(`failed: ${request.url()}`))
    context.on('request', (request) => {
      requested?.push(request.url())
      if (new URL(request.url()).origin !== base) foreign?.push(request.url())
    })
    await page.goto(`${base}/graphql`)
    await ready(page)
    return { page, complaints: complaints ?? [], foreign: foreign ?? [], requested: requested ?? [] }
  }
})

async function ready(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor .view-line').first().waitFor()
}

async function tabTitles(page: Page): Promise<string[]> {
  return page.locator('.graphiql-tab-button').allInnerTexts()
}

async function write(page: Page, operation: string): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(operation)
  await page.waitForTimeout(400)
}

async function run(page: Page): Promise<void> {
  await page.locator('.graphiql-execute-button').click()
}

async function answerHolds(page: Page, text: string): Promise<void> {
  await page.locator('.result-window .view-line', { hasText: text }).first().waitFor()
}

// One app as in development, one as in production, told apart by the host.
function listener({ db }: TestBakery): RequestListener {
  const options = {
    db,
    identify: async (header: string | null) =>
      header ? (viewers[header.replace('Bearer ', '')] ?? null) : null,
    guestSecrets: [{ keyId: 'test', secret: 'x'.repeat(32) }],
    guestOrdersAtMost: 5,
    publicUrl: null,
    graphiql: true,
    log: () => {},
  }
  const development = createApp({ ...options, development: true, sampleTokens: async () => TOKENS })
  const production = createApp({ ...options, development: false })
  return (incoming, outgoing) => {
    const app = incoming.headers.host?.startsWith('production.') ? production : development
    app(incoming, outgoing)
  }
}
