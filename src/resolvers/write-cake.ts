import { randomUUIDv7 } from 'node:crypto'
import { readSettings } from '../db/bakery.ts'
import * as cakeWriting from '../db/cake-writing.ts'
import type { Cake } from '../db/cakes.ts'
import { constraintOf } from '../db/errors.ts'
import { transact } from '../db/transact.ts'
import { lowestPrice, type CakeDraft } from '../domain/cake-draft.ts'
import { AlreadyExists, NotFound } from '../domain/refusals.ts'
import { sortKey, wordsOf } from '../domain/search-words.ts'
import { InputCheck } from '../domain/text.ts'
import type { Asking } from './asking.ts'
import { apply, EMPTY, type CakeInput } from './cake-input.ts'

/**
 * Writes a new cake.
 *
 * @throws InvalidInput, AlreadyExists
 */
export async function createCake(asking: Asking, input: CakeInput): Promise<{ cake: Cake }> {
  const id = randomUUIDv7()
  await savingUniquely(() =>
    transact(asking.db, async (trx) => {
      const now = asking.decideAt((await readSettings(trx)).databaseNow)
      const draft = apply(EMPTY, input)
      await cakeWriting.insert(trx, { ...written(draft, id), createdAt: now, updatedAt: now })
    }),
  )
  return { cake: (await asking.loaders.cake.load(id))! }
}

/**
 * Changes a cake: lists are replaced whole, entries with an id are kept. Orders keep what was agreed.
 *
 * @throws InvalidInput, NotFound, AlreadyExists
 */
export async function updateCake(
  asking: Asking,
  input: CakeInput & { cakeId: string },
): Promise<{ cake: Cake }> {
  const check = new InputCheck()
  const id = check.id(['cakeId'], 'Cake', input.cakeId)
  check.done()
  await savingUniquely(() =>
    transact(asking.db, async (trx) => {
      const known = await cakeWriting.lockDraft(trx, id)
      if (!known) throw new NotFound('cake', input.cakeId)
      const now = asking.decideAt((await readSettings(trx)).databaseNow)
      const draft = apply(known, input)
      await cakeWriting.rewrite(trx, { ...written(draft, id), createdAt: known.createdAt, updatedAt: now })
    }),
  )
  asking.refresh()
  return { cake: (await asking.loaders.cake.load(id))! }
}

/** With the order of the sizes in their ids, by which they are listed where they cost the same. */
function sizesOf({ variants }: CakeDraft) {
  const ids = variants.map(() => randomUUIDv7()).toSorted()
  return variants.map((variant, index) => ({ ...variant, id: variant.id ?? ids[index]! }))
}

const written = (draft: CakeDraft, id: string) => ({
  ...draft,
  id,
  nameKey: sortKey(draft.name),
  priceFrom: lowestPrice(draft),
  words: wordsOf(draft.name, draft.description),
  variants: sizesOf(draft),
  optionGroups: draft.optionGroups.map((group) => ({
    ...group,
    id: group.id ?? randomUUIDv7(),
    options: group.options.map((option) => ({ ...option, id: option.id ?? randomUUIDv7() })),
  })),
})

const UNIQUE: Record<string, string> = { cakes_slug_key: 'slug', cake_variants_sku_key: 'sku' }

async function savingUniquely(save: () => Promise<void>): Promise<void> {
  try {
    await save()
  } catch (error) {
    const field = UNIQUE[constraintOf(error) ?? '']
    throw field ? new AlreadyExists(field) : error
  }
}
