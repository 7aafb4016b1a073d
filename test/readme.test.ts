import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configurationPage } from '../dev/configuration-page.ts'
import { fillSampleBakery } from '../dev/sample/fill.ts'
import { MONDAY_MORNING, openBakeryForFile, STAFF, type TestBakery } from './support/bakery.ts'

// `UPDATE_README=1 npm test -- readme` writes the answers anew.
const README = path.join(import.meta.dirname, '../README.md')
const STEP = /```graphql( staff)?\n([^]*?)```\n\n(?:```json variables\n([^]*?)```\n\n)?```json\n([^]*?)```/g

let bakery: TestBakery

beforeAll(async () => {
  bakery = await openBakeryForFile({ now: MONDAY_MORNING, settings: false })
  await fillSampleBakery(bakery.db, { now: Temporal.Instant.from(MONDAY_MORNING) })
})
afterAll(() => bakery.close())

test('the tour in the README answers as it says', async () => {
  const readme = readFileSync(README, 'utf8')
  const steps = [...readme.matchAll(STEP)]
  expect(steps.length).toBeGreaterThanOrEqual(6)
  let variables: object = {}
  let updated = readme
  const answers: unknown[] = []
  for (const [whole, role, query, given] of steps) {
    if (given) variables = JSON.parse(given) as object
    const { data, errors } = await bakery.as(role ? STAFF : null)(query!, variables)
    expect(errors).toBeUndefined()
    answers.push(shorten(data))
    updated = updated.replace(whole, () => whole.replace(/(```json\n)[^]*?```$/, `$1${show(data)}\n\`\`\``))
  }
  if (process.env['UPDATE_README']) writeFileSync(README, updated)
  const told = [...readFileSync(README, 'utf8').matchAll(STEP)].map((step) => JSON.parse(step[4]!) as unknown)
  expect(answers).toEqual(told)
})

test('the page of settings says what the code reads', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../docs/configuration.md'), 'utf8')
  expect(page, 'npm run docs:config writes it').toBe(configurationPage())
})

// What is random, and what is long, is shown by its beginning.
function shorten(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => {
      if (key === 'number') return 'B-…'
      if (key === 'guestToken') return '…'
      return Array.isArray(each) && each.length > 4 && typeof each[0] === 'object'
        ? [...each.slice(0, 3), '…']
        : each
    }),
  )
}

const show = (data: unknown): string => print(shorten(data), '')

// As wide as the page, where it fits on a line.
function print(value: unknown, indent: string): string {
  const line = JSON.stringify(value, null, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll(/\[ (.*?) \]/g, '[$1]')
  if (typeof value !== 'object' || value === null || line.length + indent.length < 96) return line
  const entries = Object.entries(value).map(([key, each]) => {
    const name = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `
    return `${indent}  ${name}${print(each, `${indent}  `)}`
  })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${entries.join(',\n')}\n${indent}${close}`
}
