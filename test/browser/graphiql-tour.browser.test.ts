import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXAMPLES } from '../../src/serving/graphiql/examples.ts'
import type { Tab } from '../../dev/graphiql/page/tabs.ts'
import type { Answer } from '../support/bakery.ts'
import { noBrowser } from '../support/chromium.ts'
import { answerHolds, openGraphiql, run, type Graphiql } from './graphiql.ts'

type Result = { __typename?: string; message?: string; guestToken?: string } | null

describe.skipIf(noBrowser)('the tour of GraphiQL', () => {
  let graphiql: Graphiql
  beforeAll(async () => void (graphiql = await openGraphiql()), 60_000)
  afterAll(() => graphiql?.close())

  test('is answered tab by tab, from browsing to closing a day', { timeout: 120_000 }, async () => {
    const { page } = await graphiql.openPage('', { width: 2400, height: 1400 })
    let guestToken: string | undefined
    const outcomes: Record<string, string | undefined> = {}
    for (const { name, query } of EXAMPLES) {
      await openTab(page, name)
      if (name === 'GuestOrder') await fillIn(page, { token: guestToken })
      const answer = await answerOf(page, name)
      if (query.includes('subscription ')) {
        outcomes[name] = answer.headers()['content-type']
        if (name === 'WatchMyOrder') await answerHolds(page, '"orderChanged"')
        // Ends it.
        await run(page)
        continue
      }
      const { data, errors } = (await answer.json()) as Answer
      const result = Object.values(data as Record<string, Result>).at(-1)
      outcomes[name] = errors?.[0]?.extensions.code ?? outcomeOf(result)
      guestToken ??= result?.guestToken
      await answerHolds(page, errors ? 'UNAUTHENTICATED' : '"data"')
    }
    expect(outcomes).toEqual(
      Object.fromEntries(EXAMPLES.map(({ name }) => [name, EXPECTED[name] ?? 'answered'])),
    )
  })
})

const EXPECTED: Record<string, string> = {
  WatchMyOrder: 'text/event-stream',
  WatchTheDay: 'text/event-stream',
  Refused: 'refused',
  NotSignedIn: 'UNAUTHENTICATED',
}

const outcomeOf = (result?: Result): string => (!result ? 'nothing' : result.message ? 'refused' : 'answered')

// The editors are filled one after the other, and a person would look at them first.
async function openTab(page: Page, name: string): Promise<void> {
  const kept = await page.evaluate("localStorage.getItem('graphiql:tabState')")
  const tab = (JSON.parse(String(kept)) as { tabs: Tab[] }).tabs.find(({ title }) => title === name)!
  await page.locator('.graphiql-tab-button', { hasText: new RegExp(`^${name}$`) }).click()
  await expect
    .poll(() => shownIn(page, '.graphiql-query-editor'), PATIENCE)
    .toContain(inOneWord(tab.query!).slice(0, 100))
  await expect
    .poll(() => shownIn(page, '.graphiql-editor-tool'), PATIENCE)
    .toContain(inOneWord(tab.variables ?? '').slice(0, 120))
}

const PATIENCE = { timeout: 20_000 }
const inOneWord = (text: string): string => text.replaceAll(/\s/g, '')

async function shownIn(page: Page, editor: string): Promise<string> {
  const lines = await page
    .locator(`${editor} .view-line`)
    .evaluateAll((elements) =>
      elements.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent })),
    )
  return inOneWord(
    lines
      .toSorted((a, b) => a.top - b.top)
      .map(({ text }) => text)
      .join(''),
  )
}

// For a moment the page still names the operation of the tab before, which is refused.
async function answerOf(page: Page, name: string): Promise<Response> {
  for (;;) {
    const answer = page.waitForResponse((response) => response.request().method() === 'POST', PATIENCE)
    await run(page)
    const asked = (await answer).request().postDataJSON() as { operationName: string }
    if (asked.operationName === name) return answer
  }
}

async function fillIn(page: Page, variables: object): Promise<void> {
  await page.locator('.graphiql-editor-tool .view-lines').first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(JSON.stringify(variables))
  // What the editor closes by itself.
  await page.keyboard.press('ControlOrMeta+Shift+End')
  await page.keyboard.press('Delete')
  await expect.poll(() => shownIn(page, '.graphiql-editor-tool'), PATIENCE).toBe(JSON.stringify(variables))
}
