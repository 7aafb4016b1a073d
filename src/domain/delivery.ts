import { InvalidInput } from './refusals.ts'

export interface DeliveryZone {
  name: string
  postalCodePrefixes: string[]
  fee: number
  minimumSubtotal: number | null
}

/** The zone with the longest prefix of the postal code, case and spaces aside. */
export function zoneFor(zones: readonly DeliveryZone[], postalCode: string): DeliveryZone | undefined {
  const code = postalKey(postalCode)
  let best: { zone: DeliveryZone; length: number } | undefined
  for (const zone of zones) {
    for (const prefix of zone.postalCodePrefixes.map(postalKey)) {
      if (code.startsWith(prefix) && prefix.length > (best?.length ?? 0))
        best = { zone, length: prefix.length }
    }
  }
  return best?.zone
}

/** The fee for bringing a basket there. `path` is where the input named the postal code. */
export function deliveryFee(
  zones: readonly DeliveryZone[],
  postalCode: string,
  subtotal: number,
  path: string[],
): number {
  const zone = zoneFor(zones, postalCode)
  if (!zone) {
    throw new InvalidInput([
      { code: 'NO_DELIVERY_ZONE', path, message: 'The bakery does not deliver there.' },
    ])
  }
  if (zone.minimumSubtotal !== null && subtotal < zone.minimumSubtotal) {
    const message = `${zone.name} is delivered to from a subtotal of ${zone.minimumSubtotal} minor units on.`
    throw new InvalidInput([{ code: 'BELOW_MINIMUM', path, message }])
  }
  return zone.fee
}

const postalKey = (code: string): string => code.replace(/\s/g, '').toUpperCase()
