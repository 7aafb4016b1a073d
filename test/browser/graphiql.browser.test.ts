import { existsSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSchema, createYoga, type Plugin } from 'graphql-yoga'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureGraphiql } from '../../dev/graphiql/build.ts'
import { createPages } from '../../src/serving/pages.ts'

const CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((file) => existsSync(file))
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

const skipped = !CHROMIUM && !process.env['CI']
if (skipped) console.warn('The browser tests are skipped: no Chromium was found (apt-get install chromium).')

const TOKENS = { customer: 'token-of-a-customer', staff: 'token-of-staff', admin: 'token-of-an-admin' }
const seen: { role: string; operation: string }[] = []
const note: Plugin = {
  onParams: ({ params, request }) =>
    void seen.push({
      operation: params.operationName ?? '',
      role: request.headers.get('authorization') ?? 'guest',
    }),
}

const schema = createSchema({
  typeDefs: `
    scalar Date
    enum CakeSort { PRICE_ASC }
    type Money { formatted: String! }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    "What can be written on a cake."
    type Cake {
      slug: String! name: String! priceFrom: Money! diets: [String!]! allergens: [String!]! earliestDate: Date
      inscriptionMaxLength: Int variants: [Variant!]! optionGroups: [Group!]!
    }
    type Variant { id: ID! }
    type Group { minChoices: Int! options: [Option!]! }
    type Option { id: ID! available: Boolean! }
    type Cakes { totalCount: Int! nodes: [Cake!]! pageInfo: PageInfo! }
    type Bakery { name: String! timeZone: String! }
    type Order { number: String! version: Int! }
    type Query { bakery: Bakery! cakes(first: Int, sort: CakeSort): Cakes! cake(slug: String!): Cake }
    type Subscription { ordersChanged(date: Date!): Order! }
  `,
  resolvers: {
    Query: {
      bakery: () => ({ name: 'The test bakery', timeZone: 'Europe/Amsterdam' }),
      cakes: () => ({ totalCount: 1, nodes: [cake], pageInfo: { hasNextPage: false } }),
      cake: () => cake,
    },
    Subscription: {
      ordersChanged: {
        async *subscribe() {
          for (const version of [1, 2]) yield { ordersChanged: { number: 'B-7K2M9Q', version } }
        },
      },
    },
  },
})
const cake = {
  slug: 'lemon-tart',
  name: 'Lemon tart',
  priceFrom: { formatted: '€ 24,00' },
  diets: [],
  allergens: ['EGGS'],
  earliestDate: '2026-03-02',
  inscriptionMaxLength: 30,
  variants: [{ id: 'variant-1' }],
  optionGroups: [
    {
      minChoices: 1,
      options: [
        { id: 'sold-out', available: false },
        { id: 'meringue', available: true },
      ],
    },
  ],
}

describe.skipIf(skipped)('GraphiQL in a browser', () => {
  let server: Server
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    await ensureGraphiql(() => {})
    server = createServer(listener())
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({ executablePath: CHROMIUM ?? 'chromium', args: FLAGS.split(' ') })
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
  })

  it('opens, answers the first example and shows the docs, and asks no other host for anything', async () => {
    const { page, complaints, foreign } = await openPage()
    expect(await page.title()).toBe('Bakehouse – GraphiQL')
    expect(await tabTitles(page)).toEqual(
      expect.arrayContaining(['BrowseCakes', 'PlaceOrder', 'ChangeOrder']),
    )

    await run(page)
    await answerHolds(page, 'Lemon tart')

    await page.getByLabel('Show Documentation Explorer').click()
    await page.getByRole('link', { name: 'Cake', exact: true }).click()
    await page.getByText('What can be written on a cake.').waitFor()
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
    await page.locator('.graphiql-editor-tool .view-line', { hasText: 'lemon-tart' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('asks in the role of the tab, with its token', async () => {
    const { page } = await openPage()
    await page.getByRole('button', { name: 'WatchTheDay' }).click()
    expect(await page.getByLabel('Ask as').inputValue()).toBe('staff')
    await write(page, 'subscription Two { ordersChanged(date: "2026-03-02") { version } }')
    await run(page)
    await answerHolds(page, '"version": 2')
    await page.getByLabel('Ask as').selectOption('admin')
    await write(page, 'query Three { bakery { name } }')
    await run(page)
    await answerHolds(page, 'The test bakery')
    expect(seen.filter(({ operation }) => ['Two', 'Three'].includes(operation))).toEqual([
      { operation: 'Two', role: `Bearer ${TOKENS.staff}` },
      { operation: 'Three', role: `Bearer ${TOKENS.admin}` },
    ])
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

function listener(): RequestListener {
  const yoga = createYoga({ schema, graphiql: false, landingPage: false, logging: false, plugins: [note] })
  const pages = {
    development: createPages({ development: true, graphiql: true }),
    production: createPages({ development: false, graphiql: true }),
  }
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`)
    const headers = incoming.headers as Record<string, string>
    const handle = url.hostname.startsWith('production.') ? pages.production : pages.development
    const response =
      url.pathname === '/dev/tokens'
        ? Response.json(TOKENS)
        : await handle(new Request(url, { method: incoming.method, headers }), url)
    if (!response) return yoga(incoming, outgoing)
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  }
  return (incoming, outgoing) => void serve(incoming, outgoing)
}
