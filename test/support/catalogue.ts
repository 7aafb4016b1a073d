import { randomUUIDv7 } from 'node:crypto'
import type { Insertable, Kysely } from 'kysely'
import type { Database } from '../../src/db/tables.ts'
import { WEEKDAYS } from '../../src/domain/calendar.ts'
import { encodeId } from '../../src/domain/ids.ts'
import { sortKey, wordsOf } from '../../src/domain/search-words.ts'

export type Rows<Table extends keyof Database> = Partial<Insertable<Database[Table]>>

/** A plain bakery: open every day but Monday, 09:00 to 17:00, by the hour, two orders a slot, 20 units a day. */
export async function setUpBakery(db: Kysely<Database>, own: Rows<'bakery'> = {}): Promise<void> {
  const then = Temporal.Instant.from('2026-01-01T00:00:00Z')
  await db
    .insertInto('bakery')
    .values({
      id: randomUUIDv7(),
      name: 'The Test Kitchen',
      time_zone: 'Europe/Amsterdam',
      currency: 'EUR',
      locale: 'nl-NL',
      email: 'hello@example.com',
      phone: null,
      prices_include_tax: true,
      tax_rate_basis_points: 900,
      booking_horizon_days: 60,
      cancellation_notice_hours: 24,
      confirms_automatically: false,
      order_number_prefix: 'T-',
      catalogue_version: randomUUIDv7(),
      created_at: then,
      updated_at: then,
      ...own,
    })
    .execute()
  const open = WEEKDAYS.filter((day) => day !== 'MONDAY')
  const hours = { opens: '09:00', closes: '17:00', slot_minutes: 60, orders_per_slot: 2 }
  await db
    .insertInto('opening_hours')
    .values(
      open.flatMap((weekday) =>
        (['PICKUP', 'DELIVERY'] as const).map((method) => ({
          id: randomUUIDv7(),
          weekday,
          method,
          ...hours,
        })),
      ),
    )
    .execute()
  await db
    .insertInto('weekday_capacities')
    .values(WEEKDAYS.map((weekday) => ({ weekday, units: weekday === 'MONDAY' ? 0 : 20 })))
    .execute()
  const zone = { id: randomUUIDv7(), position: 0, name: 'Town', postal_code_prefixes: ['10'] }
  await db
    .insertInto('delivery_zones')
    .values({ ...zone, fee: 500, minimum_subtotal: 2000 })
    .execute()
}

export interface TestCake {
  id: string
  slug: string
  variants: string[]
  /** Opaque ids by name of the option. */
  options: Record<string, string>
}

export interface NewTestCake extends Rows<'cakes'> {
  slug: string
  variants?: Rows<'cake_variants'>[]
  groups?: (Rows<'option_groups'> & { options: (Rows<'cake_options'> & { name: string })[] })[]
}

/** Puts a cake on sale and tells its opaque ids. Without more words it costs 30.00 and is ready the next working day. */
export async function addCake(
  db: Kysely<Database>,
  { variants = [{}], groups = [], ...own }: NewTestCake,
): Promise<TestCake> {
  const id = own.id ?? randomUUIDv7()
  const now = Temporal.Now.instant()
  const name = own.name ?? own.slug
  const sizes = variants.map((variant, index) => ({
    id: randomUUIDv7(),
    cake_id: id,
    sku: `${own.slug}-${index}`,
    name: `${20 + 4 * index} cm`,
    servings: 8 + 4 * index,
    price: 3000 + 1000 * index,
    production_units: 1,
    ...variant,
  }))
  await db
    .insertInto('cakes')
    .values({
      id,
      name,
      name_key: sortKey(name),
      description: '',
      status: 'ACTIVE',
      categories: ['Classics'],
      allergens: ['EGGS', 'GLUTEN', 'MILK'],
      diets: ['VEGETARIAN'],
      price_from: Math.min(...sizes.map(({ price }) => price)),
      lead_days: 1,
      cutoff: null,
      season_from: null,
      season_until: null,
      inscription_max_length: 20,
      tax_rate_basis_points: null,
      created_at: now,
      updated_at: now,
      ...own,
    })
    .execute()
  await db.insertInto('cake_variants').values(sizes).execute()
  const words = wordsOf(name, own.description ?? null).map((word) => ({ word, cake_id: id }))
  if (words.length > 0) await db.insertInto('cake_words').values(words).execute()
  const options: Record<string, string> = {}
  for (const [position, { options: choices, ...group }] of groups.entries()) {
    const groupId = randomUUIDv7()
    const plain = {
      name: `Group ${position}`,
      min_choices: 0,
      max_choices: choices.length,
      pricing: 'SUM' as const,
    }
    await db
      .insertInto('option_groups')
      .values({ id: groupId, cake_id: id, position, ...plain, ...group })
      .execute()
    for (const [at, option] of choices.entries()) {
      const row = {
        id: randomUUIDv7(),
        group_id: groupId,
        position: at,
        surcharge: 0,
        allergens: [],
        available: true,
      }
      await db
        .insertInto('cake_options')
        .values({ ...row, ...option })
        .execute()
      options[option.name] = encodeId('CakeOption', option.id ?? row.id)
    }
  }
  return {
    id: encodeId('Cake', id),
    slug: own.slug,
    variants: sizes.map((size) => encodeId('CakeVariant', size.id)),
    options,
  }
}
