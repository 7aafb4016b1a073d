import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { openBrowser } from '../../support/chromium.ts'

export const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const
export type Size = keyof typeof SIZES

/** A crowded machine takes its time. */
const PATIENCE = 20_000

let browser: Promise<Browser> | undefined

/** One Chromium for a whole file: close it in `afterAll`. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

export interface OpenedPage {
  page: Page
  context: BrowserContext
  /** What went wrong in the page: errors, and warnings of the console. */
  complaints: string[]
  /** GraphQL requests so far: the names of their operations. Preflights are none. */
  operations: string[]
}

/** A new visitor, who has nothing stored. Goes when the test ends. */
export async function openPage(size: Size = 'desktop'): Promise<OpenedPage> {
  browser ??= openBrowser()
  const context = await (
    await browser
  ).newContext({
    viewport: SIZES[size],
    hasTouch: size === 'phone',
    // Nobody waits for what moves.
    reducedMotion: 'reduce',
  })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const complaints: string[] = []
  const operations: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!new URL(request.url()).pathname.endsWith('/graphql') || request.method() === 'OPTIONS') return
    const text = request.postData() ?? new URL(request.url()).searchParams.get('query') ?? ''
    operations.push(/\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1] ?? 'unnamed')
  })
  return { page, context, complaints, operations }
}

/** What axe finds that is serious or critical, with the elements concerned. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
}
