import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { ensureGraphiql } from '../../dev/graphiql/build.ts'
import { fillSampleBakery } from '../../dev/sample/fill.ts'
import { createApp } from '../../src/app.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { ADMIN, openBakeryForFile, STAFF, type TestBakery } from '../support/bakery.ts'
import { openBrowser } from '../support/chromium.ts'

const viewers: Record<string, Viewer> = {
  'token-of-a-customer': { role: 'CUSTOMER', subject: 'sample|anna@example.com', email: 'anna@example.com' },
  'token-of-staff': STAFF,
  'token-of-an-admin': ADMIN,
}
const TOKENS = { customer: 'token-of-a-customer', staff: 'token-of-staff', admin: 'token-of-an-admin' }

export type Graphiql = Awaited<ReturnType<typeof openGraphiql>>

/** GraphiQL of a sample bakery in a real browser. Close it in `afterAll`. */
export async function openGraphiql() {
  await ensureGraphiql(() => {})
  const now = Temporal.Now.instant()
  const bakery = await openBakeryForFile({ now: now.toString(), settings: false })
  await fillSampleBakery(bakery.db, { now })
  const server = createServer(listener(bakery))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await openBrowser()

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
  async function close() {
    await browser.close()
    server.closeAllConnections()
    server.close()
    await bakery.close()
  }
  return { bakery, openPage, close }
}

export async function ready(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor .view-line').first().waitFor()
}

export async function tabTitles(page: Page): Promise<string[]> {
  return page.locator('.graphiql-tab-button').allInnerTexts()
}

export async function write(page: Page, operation: string): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(operation)
  await page.waitForTimeout(400)
}

export async function run(page: Page): Promise<void> {
  await page.locator('.graphiql-execute-button').click()
}

export async function answerHolds(page: Page, text: string): Promise<void> {
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
