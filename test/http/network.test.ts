import { expect, onTestFinished, test } from 'vitest'
import { openBakery, type Answer } from '../support/bakery.ts'
import { layCable, soon } from '../support/cable.ts'
import { addCake } from '../support/catalogue.ts'
import { connectAsApp } from '../support/pooler.ts'
import { codesOf, serve } from './serving.ts'

const CAKES = '{ cakes { nodes { name variants { id } } } bakery { name } }'

/** A bakery whose database is at the other end of a cable. */
async function openFarBakery(deadlineMs = 1_500) {
  const bakery = await openBakery()
  await addCake(bakery.db, { slug: 'sponge' })
  const cable = await layCable(bakery.url)
  const db = connectAsApp({ url: cable.url(), max: 5 })
  onTestFinished(() => db.destroy())
  const { ask } = serve(db, { deadlineMs })
  const askAll = (count: number) => Promise.all(Array.from({ length: count }, () => ask(CAKES)))
  return { cable, ask, askAll }
}

const statusesOf = (responses: Response[]): number[] => responses.map(({ status }) => status)

test('a database that falls silent: everybody is told so by the deadline, and all is well when it is back', async () => {
  const { cable, askAll } = await openFarBakery()
  expect(statusesOf(await askAll(10))).toEqual(Array(10).fill(200))
  cable.freeze()
  const started = performance.now()
  const silent = await askAll(20)
  expect(performance.now() - started).toBeLessThan(4_000)
  expect(statusesOf(silent)).toEqual(Array(20).fill(503))
  for (const response of silent) {
    expect(response.headers.get('retry-after')).toBe('1')
    expect(new Set(codesOf((await response.json()) as Answer))).toEqual(new Set(['UNAVAILABLE']))
  }
  cable.heal()
  await soon(async () => statusesOf(await askAll(20)).every((status) => status === 200))
  await soon(() => cable.open() <= 5)
})

test('a database that cannot be reached is told within a second, and found as soon as it is back', async () => {
  const { cable, ask } = await openFarBakery(10_000)
  cable.freeze()
  const started = performance.now()
  expect((await ask(CAKES)).status).toBe(503)
  expect(performance.now() - started).toBeLessThan(1_500)
  cable.heal()
  expect((await ask(CAKES)).status).toBe(200)
})

test('connections that break in the middle cost the requests on them, and no other', async () => {
  const { cable, askAll } = await openFarBakery(10_000)
  await askAll(5)
  for (let round = 0; round < 10; round++) {
    const asked = askAll(10)
    cable.cut()
    for (const status of statusesOf(await asked)) expect([200, 503]).toContain(status)
    expect(statusesOf(await askAll(10))).toEqual(Array(10).fill(200))
  }
  await soon(() => cable.open() <= 5)
})

test('a database far away is waited for', async () => {
  const { cable, askAll } = await openFarBakery(10_000)
  cable.slow(200)
  expect(statusesOf(await askAll(5))).toEqual(Array(5).fill(200))
})
