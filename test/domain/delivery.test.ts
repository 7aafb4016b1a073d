import { describe, expect, it } from 'vitest'
import { deliveryFee, zoneFor, type DeliveryZone } from '../../src/domain/delivery.ts'

const zone = (
  name: string,
  postalCodePrefixes: string[],
  fee = 500,
  minimumSubtotal: number | null = null,
) => ({
  name,
  postalCodePrefixes,
  fee,
  minimumSubtotal,
})

const zones: DeliveryZone[] = [
  zone('Region', ['1', '2'], 1500, 5000),
  zone('Town', ['99', '10', '1102'], 700),
  zone('Street', ['1011 AB'], 0, 2000),
  zone('London', ['sw1', 'SW1A 1']),
]

const refusal = (postalCode: string, subtotal = 10_000, path = ['postalCode']) => {
  try {
    return deliveryFee(zones, postalCode, subtotal, path)
  } catch (error) {
    return error
  }
}

describe('the zone of an address', () => {
  it.each([
    ['the one that matches', '2511', 'Region'],
    ['the longest prefix, not the first', '1099', 'Town'],
    ['the longest prefix, though a shorter one comes after it', '1011AB', 'Street'],
    ['the next longest where the longest does not match', '1011AC', 'Town'],
    ['the longest prefix of the same zone', '1102', 'Town'],
    ['told by the whole prefix', '1103', 'Region'],
    ['found with spaces in the code', ' 10 11  ab ', 'Street'],
    ['found with a tab in the code', '1011\tAB', 'Street'],
    ['found whatever the case of the code', '1011ab', 'Street'],
    ['found whatever the case of the prefix', 'SW1B 2', 'London'],
    ['found by a prefix with a space', 'sw1a1aa', 'London'],
    ['none where only a part in the middle matches', '3101', undefined],
    ['none for a code shorter than every prefix', '9', undefined],
    ['none without a code', '', undefined],
  ])('is %s', (_, postalCode, name) => {
    expect(zoneFor(zones, postalCode)?.name).toBe(name)
  })

  it('is none where the bakery does not deliver at all', () => {
    expect(zoneFor([], '1011AB')).toBeUndefined()
  })

  it('of two that claim the same prefix is the first', () => {
    expect(zoneFor([zone('First', ['10']), zone('Second', ['10'])], '1011')?.name).toBe('First')
  })
})

describe('the delivery fee', () => {
  it('is that of the zone', () => {
    expect([refusal('2511'), refusal('1012'), refusal('1011AB')]).toEqual([1500, 700, 0])
  })

  it('is charged from the minimum of the zone on, and refused a minor unit below it', () => {
    expect(refusal('2511', 5000)).toBe(1500)
    expect(refusal('2511', 4999)).toMatchObject({
      name: 'InvalidInputError',
      fields: [
        { code: 'BELOW_MINIMUM', path: ['postalCode'], message: expect.stringContaining('Region') as string },
      ],
    })
  })

  it('has no minimum where the zone has none', () => {
    expect(refusal('1012', 0)).toBe(700)
  })

  it('is refused where no zone is, at the place where the input named the address', () => {
    expect(refusal('3511', 10_000, ['deliveryAddress'])).toMatchObject({
      name: 'InvalidInputError',
      fields: [{ code: 'NO_DELIVERY_ZONE', path: ['deliveryAddress'] }],
    })
  })
})
