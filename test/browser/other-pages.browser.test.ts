import type { RequestListener } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDoor, type Door } from '../../src/serving/door.ts'
import { openFront } from '../support/front.ts'
import { customer, MONDAY_MORNING, openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { noBrowser, openBrowser } from '../support/chromium.ts'

const TOKEN = JSON.stringify(customer('eve'))

describe.skipIf(noBrowser)('pages of other origins in a browser', () => {
  let bakery: TestBakery
  let browser: Browser
  let shop: Door
  let api: Door
  const asked: string[] = []

  beforeAll(async () => {
    bakery = await openBakeryForFile()
    browser = await openBrowser()
    shop = await openDoor((_request, response) => void response.end('<!doctype html>'), { port: 0 })
    const options = { db: bakery.db, now: MONDAY_MORNING, guestSecret: 'x'.repeat(32), guestOrdersAtMost: 5 }
    const front = openFront({ ...options, corsOrigins: [originOf(shop)] })
    const listener: RequestListener = (request, response) => {
      asked.push(request.method!)
      return front(request, response)
    }
    api = await openDoor(listener, { port: 0 })
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await Promise.all([shop?.close(0), api?.close(0)])
    await bakery?.close()
  })

  /** What a page there gets when it asks who it is, with a token. */
  async function askFrom(origin: string, method: 'GET' | 'POST', headers: Record<string, string>) {
    const page = await browser.newPage()
    await page.goto(origin)
    asked.length = 0
    const query = '{ bakery { name } viewer { role } }'
    const told = await page.evaluate(
      async ({ url, init }) => (await fetch(url, init).catch(() => undefined))?.json(),
      method === 'GET'
        ? { url: `${originOf(api)}/graphql?query=${encodeURIComponent(query)}`, init: { headers } }
        : {
            url: `${originOf(api)}/graphql`,
            init: { method, headers, body: JSON.stringify({ query }) },
          },
    )
    await page.close()
    return { asked: [...asked], data: told?.data ?? null }
  }

  const name = 'The Test Kitchen'

  it('of the list ask first, then with a token, and read the answer', async () => {
    const headers = { authorization: TOKEN, 'content-type': 'application/json', 'x-request-id': 'a' }
    const viewer = { role: 'CUSTOMER' }
    expect(await askFrom(originOf(shop), 'POST', headers)).toEqual({
      asked: ['OPTIONS', 'POST'],
      data: { bakery: { name }, viewer },
    })
    expect(await askFrom(originOf(shop), 'GET', { authorization: TOKEN })).toEqual({
      asked: ['OPTIONS', 'GET'],
      data: { bakery: { name }, viewer },
    })
    expect(await askFrom(originOf(shop), 'GET', {})).toEqual({
      asked: ['GET'],
      data: { bakery: { name }, viewer: null },
    })
  })

  it('of any other origin may not even send an order, and read nothing', async () => {
    const other = originOf(shop).replace('127.0.0.1', 'localhost')
    const headers = { authorization: TOKEN, 'content-type': 'application/json' }
    expect(await askFrom(other, 'POST', headers)).toEqual({ asked: ['OPTIONS'], data: null })
    expect(await askFrom(other, 'POST', { 'content-type': 'application/json' })).toEqual({
      asked: ['OPTIONS'],
      data: null,
    })
    expect(await askFrom(other, 'GET', {})).toEqual({ asked: ['GET'], data: null })
  })
})

const originOf = ({ port }: Door): string => `http://127.0.0.1:${port}`
