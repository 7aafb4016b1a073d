import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBakeryForFile, type Answer, type TestBakery } from '../support/bakery.ts'
import { cakeBySlug, cakeInput, createCake, sizeInput, sizesOf, updateCake } from '../support/back-office.ts'

let bakery: TestBakery

beforeAll(async () => {
  bakery = await openBakeryForFile()
})
afterAll(() => bakery.close())

const countOf = (answers: Answer['data'][], typename: string) =>
  answers.filter((answer) => answer.__typename === typename).length

const rowsIn = async (table: 'cakes' | 'cake_variants' | 'option_groups' | 'cake_options' | 'cake_words') =>
  (await bakery.db.selectFrom(table).selectAll().execute()).length

test('a slug or an SKU of another cake is taken, and nothing of the new one is written', async () => {
  const { cake: first } = await createCake(bakery.admin, cakeInput())
  const before = await Promise.all([rowsIn('cakes'), rowsIn('cake_variants'), rowsIn('cake_words')])
  const sameSlug = await createCake(bakery.admin, cakeInput({ slug: first.slug }))
  expect(sameSlug).toMatchObject({ __typename: 'AlreadyExistsError', field: 'slug' })
  expect(sameSlug.message).toContain('slug')
  const variants = [sizeInput(), sizeInput({ sku: first.variants[0].sku })]
  const sameSku = await createCake(bakery.admin, cakeInput({ variants }))
  expect(sameSku).toMatchObject({ __typename: 'AlreadyExistsError', field: 'sku' })
  expect(await Promise.all([rowsIn('cakes'), rowsIn('cake_variants'), rowsIn('cake_words')])).toEqual(before)

  const { cake: second } = await createCake(bakery.admin, cakeInput())
  for (const [input, field] of [
    [{ name: 'Lost', slug: first.slug }, 'slug'],
    [{ name: 'Lost', variants }, 'sku'],
  ] as const) {
    const refused = await updateCake(bakery.admin, { cakeId: second.id, ...input })
    expect(refused).toMatchObject({ __typename: 'AlreadyExistsError', field })
  }
  expect(await cakeBySlug(bakery.admin, second.slug)).toEqual(second)
  expect(bakery.logged.filter(({ severity }) => severity === 'ERROR')).toEqual([])
})

test('an archived cake keeps its slug and its SKUs', async () => {
  const { cake } = await createCake(bakery.admin, cakeInput({ status: 'ARCHIVED' }))
  const again = await createCake(bakery.admin, cakeInput({ slug: cake.slug }))
  expect(again).toMatchObject({ __typename: 'AlreadyExistsError', field: 'slug' })
})

test('an SKU that a size gave up can be given to another cake', async () => {
  const { cake } = await createCake(bakery.admin, cakeInput())
  const [size] = sizesOf(cake)
  await updateCake(bakery.admin, { cakeId: cake.id, variants: [{ ...size, sku: 'RENAMED' }] })
  const heir = await createCake(bakery.admin, cakeInput({ variants: [sizeInput({ sku: size.sku })] }))
  expect(heir).toMatchObject({ __typename: 'CreateCakeSuccess' })
})

test('ten new cakes with one slug at once: one is written whole, nine find it taken', async () => {
  const before = await rowsIn('cake_options')
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => createCake(bakery.admin, cakeInput({ slug: 'wanted', name: 'Wanted' }))),
  )
  expect(countOf(answers, 'CreateCakeSuccess')).toBe(1)
  expect(answers.filter(({ field }) => field === 'slug')).toHaveLength(9)
  expect(await rowsIn('cake_options')).toBe(before + 2)
  expect(await cakeBySlug(bakery.visitor, 'wanted')).toEqual(answers.find(({ cake }) => cake).cake)
})

test('ten new cakes with one SKU at once: one is written, nine find it taken', async () => {
  const variants = [sizeInput()]
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => createCake(bakery.admin, cakeInput({ variants }))),
  )
  expect(countOf(answers, 'CreateCakeSuccess')).toBe(1)
  expect(answers.filter(({ field }) => field === 'sku')).toHaveLength(9)
})

test('ten cakes that want one slug at once: one has it, nine stay as they were', async () => {
  const cakes = await Promise.all(
    Array.from({ length: 10 }, async () => (await createCake(bakery.admin, cakeInput())).cake),
  )
  const answers = await Promise.all(
    cakes.map(({ id }) => updateCake(bakery.admin, { cakeId: id, slug: 'moved', name: 'Moved' })),
  )
  expect(countOf(answers, 'UpdateCakeSuccess')).toBe(1)
  expect(countOf(answers, 'AlreadyExistsError')).toBe(9)
  for (const [index, cake] of cakes.entries()) {
    const stands = await cakeBySlug(bakery.admin, cake.slug)
    expect(stands).toEqual(answers[index].cake ? null : cake)
  }
})

test('two cakes that take each other’s SKUs at once never end with one SKU twice, or with an error', async () => {
  for (let round = 0; round < 2; round++) {
    const [{ cake: one }, { cake: two }] = await Promise.all([
      createCake(bakery.admin, cakeInput()),
      createCake(bakery.admin, cakeInput()),
    ])
    const [mine] = sizesOf(one)
    const [yours] = sizesOf(two)
    const answers = await Promise.all([
      updateCake(bakery.admin, { cakeId: one.id, variants: [{ ...mine, sku: yours.sku }] }),
      updateCake(bakery.admin, { cakeId: two.id, variants: [{ ...yours, sku: mine.sku }] }),
    ])
    for (const { __typename, field } of answers) {
      expect(['UpdateCakeSuccess', 'AlreadyExistsError sku']).toContain([__typename, field].join(' ').trim())
    }
    const skus = await bakery.db
      .selectFrom('cake_variants')
      .select('sku')
      .where('sku', 'in', [mine.sku, yours.sku])
      .execute()
    expect(new Set(skus.map(({ sku }) => sku)).size).toBe(skus.length)
  }
})
