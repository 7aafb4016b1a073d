import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freePort } from '../../dev/postgres-answers.ts'
import { createDatabase } from '../support/database.ts'
import { killAll, startProgram } from '../support/started.ts'
import { closeBrowser, openPage } from './support/browser.ts'

const data = mkdtempSync(path.join(tmpdir(), 'bakehouse-demo-'))
const database = await createDatabase()

afterAll(async () => {
  killAll()
  await closeBrowser()
  await database.drop()
  rmSync(data, { recursive: true, force: true })
})

test('one command runs all of it, the overview leads to it, and Ctrl-C ends it', async () => {
  const env = { SHOP_PORT: '0', KITCHEN_PORT: '0', PORT: String(await freePort()) }
  const demo = startProgram(['npm', 'run', '-s', 'demo'], {
    ...env,
    BAKEHOUSE_DATA: data,
    DATABASE_URL: database.direct,
  })
  const overview = await demo.says(/Overview +(http\S+)/)
  const shop = await demo.says(/Shop +(http\S+)/)
  const { page, complaints } = await openPage()
  await page.goto(overview)
  await page.getByRole('link', { name: /^Shop/ }).click()
  await page.getByRole('link', { name: /Black Forest/ }).waitFor()
  expect(complaints).toEqual([])
  expect(await demo.send('SIGINT', 'group')).toBe(0)
  expect(demo.errors()).toBe('')
  for (const address of [overview, shop])
    await expect(fetch(address), address).rejects.toThrow('fetch failed')
})
