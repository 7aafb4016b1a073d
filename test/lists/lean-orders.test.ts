import { sql } from 'kysely'
import { getNamedType, isCompositeType, isRequiredArgument, type GraphQLObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/schema/index.ts'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { pooled } from '../support/pooler.ts'
import { statementsFor } from '../support/statements.ts'
import { fillShop } from '../support/stock.ts'

let bakery: TestBakery
beforeAll(async () => {
  // One connection, so that all is prepared on the same.
  bakery = await openBakeryForFile({ poolMax: 1 })
  await fillShop(bakery.db, 12)
})
afterAll(() => bakery.close())

/** Each field of a type that needs no arguments, with what is simple below it. */
const selectionsOf = (name: string): string[] =>
  Object.values((schema.getType(name) as GraphQLObjectType).getFields()).flatMap((field) => {
    const type = getNamedType(field.type)
    if (field.args.some(isRequiredArgument)) return []
    if (!isCompositeType(type)) return [field.name]
    const simple = Object.values((type as GraphQLObjectType).getFields()).filter(
      (each) => !isCompositeType(getNamedType(each.type)) && !each.args.some(isRequiredArgument),
    )
    return [`${field.name} { ${simple.map((each) => each.name).join(' ')} }`]
  })

const ALL = [
  ...selectionsOf('Order'),
  ...selectionsOf('Slot').map((field) => `slot { ${field} }`),
  ...selectionsOf('Customer')
    .filter((field) => !field.startsWith('orders'))
    .map((field) => `customer { ${field} }`),
]
const LIST = 'query ($sort: OrderSort!) { orders(first: 3, sort: $sort)'

describe.each(['PLACED_AT_DESC', 'SLOT_ASC'])('orders sorted by %s', (sort) => {
  test.each(ALL)('show %s as each of them does by itself', async (field) => {
    const list = await bakery.staff(`${LIST} { nodes { key: id ${field} } } }`, { sort })
    expect(list.errors).toBeUndefined()
    expect(list.data.orders.nodes).toHaveLength(3)
    const whole = `{ key: id updatedAt ${field} }`
    for (const { key, ...shown } of list.data.orders.nodes) {
      const one = await bakery.staff(`query ($id: ID!) { node(id: $id) { ... on Order ${whole} } }`, {
        id: key,
      })
      expect(one.data.node).toMatchObject(shown)
    }
  })
})

const textOf = async (fields: string) =>
  (
    await statementsFor(bakery, bakery.staff, `${LIST} { nodes { ${fields} } } }`, {
      sort: 'PLACED_AT_DESC',
    })
  )[0]

test('a list of what most lists show reads these columns alone, any other reads them all', async () => {
  const LEAN = 'number status placedAt total { amount } slot { date startTime } customer { name }'
  expect(await textOf(LEAN)).toContain('placed_at::text')
  expect(await textOf(LEAN)).not.toContain('*')
  expect(await textOf(`${LEAN} note`)).toContain('*')
  expect(await textOf('slot { startsAt }')).toContain('*')
})

test('what is included later is read, also where the same list was asked without it', async () => {
  const BOTH = `query ($more: Boolean!) {
    orders(first: 3) { nodes { id } }
    ... @include(if: $more) { orders(first: 3) { nodes { note updatedAt } } }
  }`
  for (const more of [false, true, false]) {
    const { data, errors } = await bakery.staff(BOTH, { more })
    expect(errors).toBeUndefined()
    expect(Object.keys(data.orders.nodes[0])).toEqual(more ? ['id', 'note', 'updatedAt'] : ['id'])
  }
})

const idOf = async () => (await bakery.staff('{ orders(first: 1) { nodes { id } } }')).data.orders.nodes[0].id
const statementsOfOne = async (fields: string) =>
  statementsFor(bakery, bakery.staff, `query ($id: ID!) { ${fields} }`, { id: await idOf() })

describe('an order by its id', () => {
  test('is read with the columns that most lists show, where these are enough and nothing is asked beside it', async () => {
    const [lean] = await statementsOfOne('order(id: $id) { number total { amount } items { cakeName } }')
    expect(lean).toContain('placed_at::text')
    for (const more of [
      'order(id: $id) { number note }',
      'order(id: $id) { number } other: order(id: $id) { note }',
      '... { order(id: $id) { number } other: order(id: $id) { note } }',
    ]) {
      const all = await statementsOfOne(more)
      expect(all).toHaveLength(1)
      expect(all[0]).not.toContain('placed_at::text')
    }
  })

  test.each(ALL)('shows %s as it does among others', async (field) => {
    const fields = `{ number ${field} }`
    const { data, errors } = await bakery.staff(`query ($id: ID!) { order(id: $id) ${fields} }`, {
      id: await idOf(),
    })
    const { data: whole } = await bakery.staff(
      `query ($id: ID!) { order(id: $id) ${fields} node(id: $id) { ... on Order { note } } }`,
      { id: await idOf() },
    )
    expect(errors).toBeUndefined()
    expect(data.order).toEqual(whole.order)
  })

  test.skipIf(pooled)('has a plan that Postgres keeps', async () => {
    // It plans five times before it believes in one for all.
    for (let times = 0; times < 8; times++)
      await statementsOfOne('order(id: $id) { number customer { name } }')
    const { rows } = await sql<{ kept: number }>`select generic_plans::int as kept from pg_prepared_statements
      where statement like '%::uuid%' and statement like '%placed_at::text%' and statement not like '%limit%'`.execute(
      bakery.db,
    )
    expect(Math.max(...rows.map(({ kept }) => kept))).toBeGreaterThan(0)
  })
})
