/** The largest amount that GraphQL's Int and a column of four bytes can hold. */
export const LARGEST_AMOUNT = 2_147_483_647

const BASIS_POINTS = 10_000

/** The tax inside an amount that holds it, rounded half up. All whole minor units. */
export function taxInside(amount: number, basisPoints: number): number {
  return divideHalfUp(amount * basisPoints, BASIS_POINTS + basisPoints)
}

/** The tax that comes on top of an amount, rounded half up. */
export function taxOnTop(amount: number, basisPoints: number): number {
  return divideHalfUp(amount * basisPoints, BASIS_POINTS)
}

// Exact: both factors stay far below 2^53 for any amount that an order may have.
const divideHalfUp = (dividend: number, divisor: number): number =>
  Math.floor((2 * dividend + divisor) / (2 * divisor))

const formatters = new Map<string, Intl.NumberFormat>()
const FORMATTERS_AT_MOST = 100

/**
 * An amount of minor units as people of a locale write it, or undefined where the locale is no BCP 47 tag.
 */
export function formatMoney(amount: number, currency: string, locale: string): string | undefined {
  const format = formatterOf(currency, locale)
  return format?.format(amount / 10 ** minorDigitsOf(currency))
}

/** How many digits of an amount are minor units: 2 for EUR, 0 for JPY, 3 for BHD. */
export function minorDigitsOf(currency: string): number {
  return formatterOf(currency, 'en')!.resolvedOptions().maximumFractionDigits!
}

function formatterOf(currency: string, locale: string): Intl.NumberFormat | undefined {
  const key = `${currency} ${locale}`
  const known = formatters.get(key)
  if (known) return known
  if (locale.length > 35 || !isLocale(locale)) return undefined
  const formatter = new Intl.NumberFormat(locale, { style: 'currency', currency })
  if (formatters.size < FORMATTERS_AT_MOST) formatters.set(key, formatter)
  return formatter
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
