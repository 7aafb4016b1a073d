import { minutesOf, WEEKDAYS, type LocalTime, type Weekday, type Window } from './calendar.ts'
import { readEmail, readPhone } from './contact.ts'
import type { DeliveryZone } from './delivery.ts'
import { LARGEST_AMOUNT } from './money.ts'
import type { InputCheck } from './text.ts'

/** What an admin may set of the bakery. Time zone and currency stand from its first day. */
export interface BakeryDraft {
  name: string
  locale: string
  email: string | null
  phone: string | null
  pricesIncludeTax: boolean
  taxRateBasisPoints: number
  bookingHorizonDays: number
  cancellationNoticeHours: number
  confirmsAutomatically: boolean
  openingHours: (Window & { weekday: Weekday })[]
  productionCapacity: { weekday: Weekday; units: number }[]
  deliveryZones: DeliveryZone[]
}

type Path = (string | number)[]

const WINDOWS_AT_MOST = 100
const UNITS_AT_MOST = 1_000_000

/** Cleans a bakery's settings and refuses what cannot be. */
export function readBakeryDraft(check: InputCheck, draft: BakeryDraft): BakeryDraft {
  check.range(['taxRateBasisPoints'], draft.taxRateBasisPoints, 0, 10_000)
  check.range(['bookingHorizonDays'], draft.bookingHorizonDays, 0, 730)
  check.range(['cancellationNoticeHours'], draft.cancellationNoticeHours, 0, 8760)
  checkWindows(check, ['openingHours'], draft.openingHours)
  for (const [index, { weekday, units }] of draft.productionCapacity.entries()) {
    const path = ['productionCapacity', index]
    check.range([...path, 'units'], units, 0, UNITS_AT_MOST)
    const isRepeated = draft.productionCapacity.findIndex((each) => each.weekday === weekday) < index
    if (isRepeated) check.refuse([...path, 'weekday'], 'DUPLICATE', `${weekday} stands there twice.`)
  }
  return {
    ...draft,
    name: check.name(['name'], draft.name),
    locale: readLocale(check, draft.locale),
    email: readEmail(check, ['email'], draft.email),
    phone: readPhone(check, ['phone'], draft.phone),
    productionCapacity: WEEKDAYS.map((weekday) => ({
      weekday,
      units: draft.productionCapacity.find((each) => each.weekday === weekday)?.units ?? 0,
    })),
    deliveryZones: readZones(check, draft.deliveryZones),
  }
}

/** Windows of one weekday and method must not overlap: a slot would stand there twice. */
export function checkWindows(
  check: InputCheck,
  path: Path,
  windows: readonly (Window & { weekday?: Weekday })[],
): void {
  check.count(path, windows, WINDOWS_AT_MOST)
  for (const [index, window] of windows.entries()) {
    const at = [...path, index]
    check.range([...at, 'slotMinutes'], window.slotMinutes, 5, 1440)
    check.range([...at, 'ordersPerSlot'], window.ordersPerSlot, 0, 10_000)
    const minutes = minutesOf(window.closes) - minutesOf(window.opens)
    if (minutes <= 0) check.refuse([...at, 'closes'], 'OUT_OF_RANGE', 'A window closes after it opens.')
    else if (minutes < window.slotMinutes) {
      check.refuse([...at, 'slotMinutes'], 'OUT_OF_RANGE', 'No slot of this length fits into the window.')
    }
    const isOverlapping = windows.slice(0, index).some((other) => overlap(window, other))
    if (isOverlapping) check.refuse([...at, 'opens'], 'DUPLICATE', 'The window overlaps another one.')
  }
}

export function checkCapacity(check: InputCheck, path: Path, units: number | null): void {
  check.range(path, units, 0, UNITS_AT_MOST)
}

interface Span {
  weekday?: Weekday
  method: string
  opens: LocalTime
  closes: LocalTime
}

const overlap = (a: Span, b: Span): boolean =>
  a.weekday === b.weekday && a.method === b.method && a.opens < b.closes && b.opens < a.closes

function readLocale(check: InputCheck, locale: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(locale.slice(0, 36))
    if (tag !== undefined && locale.length <= 35) return tag
  } catch {}
  check.refuse(['locale'], 'MALFORMED', 'A locale is a BCP 47 tag: nl-NL.')
  return locale
}

function readZones(check: InputCheck, zones: readonly DeliveryZone[]): DeliveryZone[] {
  check.count(['deliveryZones'], zones, WINDOWS_AT_MOST)
  const taken = new Set<string>()
  return zones.map((zone, index) => {
    const path = ['deliveryZones', index]
    check.range([...path, 'fee'], zone.fee, 0, LARGEST_AMOUNT)
    check.range([...path, 'minimumSubtotal'], zone.minimumSubtotal, 0, LARGEST_AMOUNT)
    check.count([...path, 'postalCodePrefixes'], zone.postalCodePrefixes, 1000)
    if (zone.postalCodePrefixes.length === 0) {
      check.refuse([...path, 'postalCodePrefixes'], 'REQUIRED', 'A zone has a prefix at least.')
    }
    const postalCodePrefixes = zone.postalCodePrefixes.map((prefix, at) => {
      const clean = check
        .name([...path, 'postalCodePrefixes', at], prefix, 16)
        .replaceAll(/\s/g, '')
        .toUpperCase()
      if (clean !== '' && taken.has(clean)) {
        check.refuse([...path, 'postalCodePrefixes', at], 'DUPLICATE', `${clean} stands there twice.`)
      }
      taken.add(clean)
      return clean
    })
    return { ...zone, name: check.name([...path, 'name'], zone.name), postalCodePrefixes }
  })
}
