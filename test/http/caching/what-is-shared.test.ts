import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../../src/schema/index.ts'
import { CATALOGUE_FIELDS, isOfCatalogue } from '../../../src/serving/caching/catalogue-fields.ts'
import { customer, openBakery, slotId } from '../../support/bakery.ts'
import { addCake } from '../../support/catalogue.ts'
import { place, ZOE } from '../../support/operations.ts'
import { everythingShared, reachableFields } from './keeping.ts'

// Reached from the catalogue, and told to staff only.
const NOT_SHARED = [
  'Bakery.productionCapacity',
  'OpeningHours.ordersPerSlot',
  'SpecialDay.productionCapacity',
  'SpecialHours.ordersPerSlot',
  'WeekdayCapacity.units',
  'WeekdayCapacity.weekday',
]

test('of every field that the catalogue reaches somebody has said whether it is told to everybody alike', () => {
  const shared = Object.entries(CATALOGUE_FIELDS).flatMap(([type, names]) =>
    names.map((name) => `${type}.${name}`),
  )
  expect([...shared, ...NOT_SHARED].toSorted()).toEqual(reachableFields().toSorted())
})

test('what is shared is the same for everybody, and whatever is booked', async () => {
  const bakery = await openBakery()
  const { variants } = await addCake(bakery.db, {
    slug: 'sponge',
    variants: [{ production_units: 20 }],
    groups: [{ options: [{ name: 'Cherries', surcharge: 100 }] }],
  })
  await addCake(bakery.db, { slug: 'tart', season_until: '2026-12-01', cutoff: '12:00' })
  const day = { closed: true, reason: 'Party', has_own_hours: false, production_capacity: null }
  await bakery.db
    .insertInto('special_days')
    .values({ ...day, date: '2026-12-24' })
    .execute()
  const query = everythingShared()
  expect(validate(schema, parse(query))).toEqual([])
  expect(isOfCatalogue(schema, parse(query))).toBe(true)

  const told = await bakery.visitor(query)
  expect(told.errors).toBeUndefined()
  expect(told.data.cakes.nodes).toHaveLength(2)
  expect(told.data.cake.earliestDate).toBe('2026-11-25')
  const { order } = await place(bakery.as(customer('eve')), {
    items: [{ variantId: variants[0] }],
    slotId: slotId('2026-11-25'),
    contact: ZOE,
  })
  expect(order.status).toBe('PENDING')
  for (const ask of [bakery.visitor, bakery.as(customer('eve')), bakery.staff])
    expect(await ask(query)).toEqual(told)
})

test.for([
  '{ cakes { nodes { id ...Name } } } fragment Name on Cake { name variants { ... on CakeVariant { sku } } }',
  '{ __typename cake(slug: "sponge") { __typename } }',
  'query A { bakery { name } } query B { viewer { role } }',
])('%s is all catalogue', (query) => {
  expect(isOfCatalogue(schema, parse(query), query.startsWith('query A') ? 'A' : null)).toBe(true)
})

test.for([
  '{ viewer { role } }',
  '{ bakery { name } viewer { role } }',
  '{ bakery { productionCapacity { units } } }',
  '{ bakery { openingHours { ordersPerSlot } } }',
  '{ bakery { name } ...More } fragment More on Query { orders { totalCount } }',
  '{ bakery { name } ... @include(if: false) { viewer { role } } }',
  '{ name: viewer { role } }',
  '{ node(id: "x") { id } }',
  '{ __schema { queryType { name } } }',
  '{ bakery { name } quote(items: []) { __typename } }',
  'mutation { removeSpecialDay(date: "2026-12-24") { __typename } }',
  'query A { bakery { name } } query B { bakery { name } }',
])('%s is not', (query) => {
  expect(isOfCatalogue(schema, parse(query))).toBe(false)
})
