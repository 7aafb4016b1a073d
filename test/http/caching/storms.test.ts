import { expect, onTestFinished, test, vi } from 'vitest'
import {
  cakeInput,
  createCake,
  removeSpecialDay,
  setSpecialDay,
  updateBakery,
  updateCake,
} from '../../support/back-office.ts'
import { MONDAY_MORNING, openBakery, slotId } from '../../support/bakery.ts'
import { addCake } from '../../support/catalogue.ts'
import { deadlocks } from '../../support/order-book.ts'
import { place } from '../../support/operations.ts'
import { connectAsApp } from '../../support/pooler.ts'
import { layWire } from '../../support/wire.ts'
import { serve } from '../serving.ts'
import { read } from './keeping.ts'

const CAKES = '{ cakes(sort: NEWEST) { totalCount nodes { name description } } bakery { phone } }'

const now = () => Temporal.Instant.from(MONDAY_MORNING)

/** A cable that keeps back whatever asks for the version alone, once it is told to, until it is let go. */
async function layVersionCable(url: string) {
  let isHolding = false
  const held: (() => void)[] = []
  const wire = await layWire(url, {
    open: (line) => line,
    fromApp: ({ postgres }, data) => {
      const asksVersion = data.includes('select "catalogue_version" from "bakery"')
      if (isHolding && asksVersion) held.push(() => postgres.write(data))
      else postgres.write(data)
    },
    fromPostgres: ({ app }, data) => void app.write(data),
  })
  onTestFinished(() => wire.close())
  return {
    url: wire.url,
    hold: () => void (isHolding = true),
    isHeld: () => held.length > 0,
    letGo: () => {
      isHolding = false
      for (const send of held.splice(0)) send()
    },
  }
}

test('an answer that a change overtakes never goes by the ETag of the change', async () => {
  const bakery = await openBakery()
  const { id } = await addCake(bakery.db, { slug: 'sponge' })
  const cable = await layVersionCable(bakery.url)
  const db = connectAsApp({ url: cable.url, max: 1 })
  onTestFinished(() => db.destroy())
  const { get } = serve(db, { clock: { now, decideAt: now } })
  await read({ fetch: get }, CAKES)
  cable.hold()
  const overtaken = read({ fetch: get }, CAKES)
  await vi.waitFor(() => expect(cable.isHeld()).toBe(true))
  await updateCake(bakery.admin, { cakeId: id, description: 'With cherries' })
  cable.letGo()
  const [before, after] = [await overtaken, await read({ fetch: get }, CAKES)]
  expect(after.body).toContain('cherries')
  expect(before.etag === after.etag).toBe(before.body === after.body)
})

test('many who change the catalogue at once never wait in a circle', async () => {
  const bakery = await openBakery({ poolMax: 10, guestOrdersAtMost: 1000 })
  const cakes = await Promise.all(['a', 'b', 'c'].map((slug) => addCake(bakery.db, { slug })))
  const change = (nth: number) => [
    ...cakes.map(({ id }) => updateCake(bakery.admin, { cakeId: id, slug: `cake-of-${nth}` })),
    updateBakery(bakery.admin, { phone: `020 123${nth}` }),
    setSpecialDay(bakery.admin, { date: '2026-12-24', closed: nth % 2 === 0 }),
    removeSpecialDay(bakery.admin, '2026-12-24'),
    ...cakes.map(() => createCake(bakery.admin, cakeInput({ slug: `cake-of-${nth}` }))),
    place(bakery.visitor, {
      items: [{ variantId: cakes[nth % 3]!.variants[0] }],
      slotId: slotId('2026-11-25'),
      contact: { name: 'Zoë', email: `zoe-${nth}@example.com` },
    }),
  ]
  for (let round = 0; round < 8; round++) {
    const told = await Promise.all(change(round))
    expect(told.map((each) => each?.__typename).filter((name) => /Invalid|Conflict/.test(name))).toEqual([])
  }
  expect(await deadlocks(bakery.db)).toBe(0)
})
