import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import type { Client } from 'pg'
import { cakeRows, cakesOf, RECIPES, type SampleCake } from '../dev/sample/cakes.ts'
import { uuidAt } from '../dev/sample/chance.ts'
import { BAKERY, calendarAround, settingsRows } from '../dev/sample/settings.ts'
import type { Recipe } from '../dev/sample/recipes/recipe.ts'
import { insertAll } from '../src/db/rows.ts'
import type { Database } from '../src/db/tables.ts'
import { transact } from '../src/db/transact.ts'
import { uniteAllergens } from '../src/domain/cake.ts'
import { FULFILMENT_METHODS, WEEKDAYS } from '../src/domain/calendar.ts'
import { unitPrice } from '../src/domain/pricing.ts'

const CAKES = 200
/** Fills an empty database with a bakery of some years: see fill.sql for how many of what. */
export async function fill(db: Kysely<Database>, client: Client): Promise<void> {
  const today = Temporal.Now.plainDateISO().toString()
  const cakes = cakesOf(today, manyRecipes())
  const settings = settingsRows({ ...calendarAround(today), specialDays: new Map() })
  const rows = { ...settings, ...roomyWeek(), ...cakeRows(cakes, today) }
  await transact(db, (trx) => insertAll(trx, rows))
  await client.query(
    `create temp table choices as
     select * from json_to_recordset($1::json) as choice (no int, cake_id uuid, variant_id uuid, cake_name text,
       variant_name text, unit_price int, units int, tax_rate int, allergens text[], options json)`,
    [JSON.stringify(choicesOf(cakes))],
  )
  await client.query(readFileSync(path.join(import.meta.dirname, 'fill.sql'), 'utf8'))
}

/** Open every day, with room for all that a run places. */
function roomyWeek() {
  const windows = WEEKDAYS.flatMap((weekday) => FULFILMENT_METHODS.map((method) => ({ weekday, method })))
  return {
    opening_hours: windows.map((window) => ({
      id: uuidAt(BAKERY.created_at, JSON.stringify(window)),
      ...window,
      opens: '08:00',
      closes: '18:00',
      slot_minutes: 30,
      orders_per_slot: 10_000,
    })),
    weekday_capacities: WEEKDAYS.map((weekday) => ({ weekday, units: 1_000_000 })),
  }
}

/** The sample bakery's recipes over and over, each time under another name. */
function manyRecipes(): Recipe[] {
  return Array.from({ length: CAKES }, (_, index) => {
    const recipe = RECIPES[index % RECIPES.length]!
    const number = index + 1
    return {
      ...recipe,
      slug: `${recipe.slug}-${number}`,
      name: `${recipe.name} No. ${number}`,
      status: 'ACTIVE',
      season: undefined,
      leadDays: Math.min(recipe.leadDays, 3),
      sizes: recipe.sizes.map((size) => ({ ...size, sku: `${size.sku}-${number}` })),
    }
  })
}

/** Every size with the first options that must be chosen for it. */
function choicesOf(cakes: readonly SampleCake[]): object[] {
  const choices = cakes.flatMap(({ forSale: cake }) => {
    const chosen = cake.groups.map((group) => ({
      ...group,
      options: group.options.filter(({ available }) => available).slice(0, group.minChoices),
    }))
    const options = chosen.flatMap((group) =>
      group.options.map((option) => ({ ...option, group: group.name })),
    )
    const surcharges = chosen.map((group) => ({
      pricing: group.pricing,
      surcharges: group.options.map(({ surcharge }) => surcharge),
    }))
    return cake.variants.map((variant) => ({
      cake_id: cake.id,
      variant_id: variant.id,
      cake_name: cake.name,
      variant_name: variant.name,
      unit_price: unitPrice(variant.price, surcharges),
      units: variant.productionUnits,
      tax_rate: cake.taxRateBasisPoints ?? BAKERY.tax_rate_basis_points,
      allergens: uniteAllergens([cake.allergens, ...options.map(({ allergens }) => allergens)]),
      options,
    }))
  })
  return choices.map((choice, no) => ({ no, ...choice }))
}
