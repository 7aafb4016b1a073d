import { readSettings, type Settings } from '../db/bakery.ts'
import * as writing from '../db/bakery-writing.ts'
import { transact } from '../db/transact.ts'
import { readBakeryDraft, type BakeryDraft } from '../domain/bakery-draft.ts'
import { WEEKDAYS } from '../domain/calendar.ts'
import { InputCheck } from '../domain/text.ts'
import type { Asking } from './asking.ts'

export type BakeryChange = {
  [Field in keyof BakeryDraft]?: Changeable<BakeryDraft[Field]> | null
}

type Changeable<Value> = Value extends (infer Entry)[] ? readonly Given<Entry>[] : Value

// A client may leave out what can be null.
type Given<Entry> = { [Key in keyof Entry as null extends Entry[Key] ? never : Key]: Entry[Key] } & {
  [Key in keyof Entry as null extends Entry[Key] ? Key : never]?: Entry[Key]
}

const CLEARED_BY_NULL = ['email', 'phone']

/**
 * Changes the bakery's settings. What is left out stays, lists are replaced whole. Capacities below what is booked
 * cancel nobody and take no more.
 *
 * @throws InvalidInput
 */
export async function updateBakery(asking: Asking, input: BakeryChange): Promise<{ bakery: Settings }> {
  await transact(asking.db, async (trx) => {
    await writing.lock(trx)
    const settings = await readSettings(trx)
    const draft = apply(draftOf(settings), input)
    await writing.update(trx, draft, input, asking.decideAt(settings.databaseNow))
  })
  asking.refresh()
  return { bakery: await asking.settings() }
}

function apply(known: BakeryDraft, input: BakeryChange): BakeryDraft {
  const check = new InputCheck()
  for (const [name, value] of Object.entries(input)) {
    if (value === null && !CLEARED_BY_NULL.includes(name)) {
      check.refuse([name], 'REQUIRED', `${name} cannot be cleared.`)
    }
  }
  check.done()
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  const draft = { ...known, ...(given as Partial<BakeryDraft>) }
  const zones = draft.deliveryZones.map((zone) => ({
    ...zone,
    minimumSubtotal: zone.minimumSubtotal ?? null,
  }))
  const cleaned = readBakeryDraft(check, { ...draft, deliveryZones: zones })
  check.done()
  return cleaned
}

const draftOf = ({ bakery, hours, calendar, zones }: Settings): BakeryDraft => ({
  name: bakery.name,
  locale: bakery.locale,
  email: bakery.email,
  phone: bakery.phone,
  pricesIncludeTax: bakery.prices_include_tax,
  taxRateBasisPoints: bakery.tax_rate_basis_points,
  bookingHorizonDays: bakery.booking_horizon_days,
  cancellationNoticeHours: bakery.cancellation_notice_hours,
  confirmsAutomatically: bakery.confirms_automatically,
  openingHours: hours,
  productionCapacity: WEEKDAYS.map((weekday) => ({ weekday, units: calendar.capacities[weekday] ?? 0 })),
  deliveryZones: zones,
})
