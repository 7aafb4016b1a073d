import type { Insertable, Kysely, Transaction } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { CakeDraft } from '../domain/cake-draft.ts'
import type { Cake } from './cakes.ts'
import { renew } from './catalogue.ts'
import { insertAll } from './rows.ts'
import type { Database } from './tables.ts'

/** A cake with all that belongs to it, ids included. Every entry has one by now. */
export interface WrittenCake extends Omit<CakeDraft, 'variants' | 'optionGroups'> {
  id: string
  nameKey: string
  priceFrom: number
  words: string[]
  createdAt: Temporal.Instant
  updatedAt: Temporal.Instant
  variants: WithId<CakeDraft['variants'][number]>[]
  optionGroups: (Omit<CakeDraft['optionGroups'][number], 'id' | 'options'> & {
    id: string
    options: WithId<CakeDraft['optionGroups'][number]['options'][number]>[]
  })[]
}

type WithId<Entry> = Omit<Entry, 'id'> & { id: string }

export async function insert(trx: Transaction<Database>, cake: WrittenCake): Promise<void> {
  await insertAll(trx, { cakes: [rowOf(cake)], ...partsOf(cake) })
  await renew(trx)
}

/** Writes a held cake anew. Its parts are taken out and put back under their ids, so that two sizes can swap SKUs. */
export async function rewrite(trx: Transaction<Database>, cake: WrittenCake): Promise<void> {
  const { id, ...row } = rowOf(cake)
  await trx.updateTable('cakes').set(row).where('id', '=', id).execute()
  await trx.deleteFrom('option_groups').where('cake_id', '=', id).execute()
  await trx.deleteFrom('cake_variants').where('cake_id', '=', id).execute()
  await trx.deleteFrom('cake_images').where('cake_id', '=', id).execute()
  await trx.deleteFrom('cake_words').where('cake_id', '=', id).execute()
  await insertAll(trx, partsOf(cake))
  await renew(trx)
}

/** The cake as it stands, held until the transaction ends. */
export async function lockDraft(
  trx: Transaction<Database>,
  id: string,
): Promise<(CakeDraft & { createdAt: Temporal.Instant }) | undefined> {
  const cake = await trx.selectFrom('cakes').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return cake && { ...draftColumns(cake), ...(await readParts(trx, id)), createdAt: cake.created_at }
}

const draftColumns = (cake: Cake) => ({
  slug: cake.slug,
  name: cake.name,
  description: cake.description,
  status: cake.status,
  categories: cake.categories,
  allergens: cake.allergens,
  diets: cake.diets,
  leadDays: cake.lead_days,
  cutoff: cake.cutoff,
  seasonFrom: cake.season_from,
  seasonUntil: cake.season_until,
  inscriptionMaxLength: cake.inscription_max_length,
  taxRateBasisPoints: cake.tax_rate_basis_points,
})

async function readParts(db: Kysely<Database>, id: string) {
  const images = await db
    .selectFrom('cake_images')
    .select(['url', 'alt'])
    .where('cake_id', '=', id)
    .orderBy('position')
    .execute()
  const variants = await db
    .selectFrom('cake_variants')
    .select(['id', 'sku', 'name', 'servings', 'price', 'production_units as productionUnits'])
    .where('cake_id', '=', id)
    .orderBy('price')
    .orderBy('id')
    .execute()
  const optionGroups = await db
    .selectFrom('option_groups')
    .select((group) => [
      'id',
      'name',
      'min_choices as minChoices',
      'max_choices as maxChoices',
      'pricing',
      jsonArrayFrom(
        group
          .selectFrom('cake_options')
          .select(['id', 'name', 'surcharge', 'allergens', 'available'])
          .whereRef('group_id', '=', 'option_groups.id')
          .orderBy('position'),
      ).as('options'),
    ])
    .where('cake_id', '=', id)
    .orderBy('position')
    .execute()
  return { images, variants, optionGroups }
}

const rowOf = (cake: WrittenCake): Insertable<Database['cakes']> => ({
  id: cake.id,
  slug: cake.slug,
  name: cake.name,
  name_key: cake.nameKey,
  description: cake.description,
  status: cake.status,
  categories: cake.categories,
  allergens: cake.allergens,
  diets: cake.diets,
  price_from: cake.priceFrom,
  lead_days: cake.leadDays,
  cutoff: cake.cutoff,
  season_from: cake.seasonFrom,
  season_until: cake.seasonUntil,
  inscription_max_length: cake.inscriptionMaxLength,
  tax_rate_basis_points: cake.taxRateBasisPoints,
  created_at: cake.createdAt,
  updated_at: cake.updatedAt,
})

function partsOf({ id: cakeId, images, variants, optionGroups, words }: WrittenCake) {
  return {
    cake_images: images.map(({ url, alt }, position) => ({ cake_id: cakeId, position, url, alt })),
    cake_variants: variants.map(({ id, sku, name, servings, price, productionUnits }) => ({
      id,
      cake_id: cakeId,
      sku,
      name,
      servings,
      price,
      production_units: productionUnits,
    })),
    option_groups: optionGroups.map(({ id, name, minChoices, maxChoices, pricing }, position) => ({
      id,
      cake_id: cakeId,
      position,
      name,
      pricing,
      min_choices: minChoices,
      max_choices: maxChoices,
    })),
    cake_options: optionGroups.flatMap(({ id: groupId, options }) =>
      options.map(({ id, name, surcharge, allergens, available }, position) => ({
        id,
        group_id: groupId,
        position,
        name,
        surcharge,
        allergens,
        available,
      })),
    ),
    cake_words: words.map((word) => ({ word, cake_id: cakeId })),
  }
}
