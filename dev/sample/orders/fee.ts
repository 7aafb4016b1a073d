import type { FulfilmentMethod } from '../../../src/domain/calendar.ts'
import type { Address } from '../../../src/domain/contact.ts'
import { deliveryFee } from '../../../src/domain/delivery.ts'
import type { PricedLine } from '../../../src/domain/pricing.ts'
import { InvalidInput } from '../../../src/domain/refusals.ts'
import { ZONES } from '../settings.ts'

/** What bringing it costs, or undefined where the basket is too small to be brought there. */
export function feeOf(
  method: FulfilmentMethod,
  { postalCode }: Address,
  lines: PricedLine[],
): number | undefined {
  if (method === 'PICKUP') return 0
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0)
  try {
    return deliveryFee(ZONES, postalCode, subtotal, [])
  } catch (error) {
    if (error instanceof InvalidInput) return undefined
    throw error
  }
}
