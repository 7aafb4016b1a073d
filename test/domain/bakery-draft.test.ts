import { describe, expect, it } from 'vitest'
import {
  checkCapacity,
  checkWindows,
  readBakeryDraft,
  type BakeryDraft,
} from '../../src/domain/bakery-draft.ts'
import { LARGEST_AMOUNT } from '../../src/domain/money.ts'
import { delivery, pickup, reading } from './samples.ts'

const bakery = (but: Partial<BakeryDraft> = {}) => {
  const draft: BakeryDraft = {
    name: 'De Taart',
    locale: 'nl-NL',
    email: null,
    phone: null,
    pricesIncludeTax: true,
    taxRateBasisPoints: 900,
    bookingHorizonDays: 60,
    cancellationNoticeHours: 48,
    confirmsAutomatically: false,
    openingHours: [],
    productionCapacity: [],
    deliveryZones: [],
    ...but,
  }
  return reading((check) => readBakeryDraft(check, draft))
}

const zone = (postalCodePrefixes: string[], but: { fee?: number; minimumSubtotal?: number } = {}) => ({
  name: 'Town',
  postalCodePrefixes,
  fee: 0,
  minimumSubtotal: null,
  ...but,
})

const windowCodes = (...windows: Parameters<typeof checkWindows>[2]) =>
  reading((check) => checkWindows(check, ['hours'], windows)).codes

describe('opening hours that are written', () => {
  it.each([
    ['of one slot', [pickup('09:00', '10:00')], []],
    ['one after another', [pickup('09:00', '10:00'), pickup('10:00', '11:00')], []],
    ['of two methods at once', [pickup('09:00', '10:00'), delivery('09:00', '10:00')], []],
    [
      'that overlap by a minute',
      [pickup('09:00', '10:00'), pickup('08:00', '09:01')],
      ['DUPLICATE hours.1.opens'],
    ],
    ['one within another', [pickup('09:00', '12:00'), pickup('10:00', '11:00')], ['DUPLICATE hours.1.opens']],
    ['without length', [pickup('09:00', '09:00')], ['OUT_OF_RANGE hours.0.closes']],
    ['backwards', [pickup('09:00', '08:00')], ['OUT_OF_RANGE hours.0.closes']],
    ['shorter than a slot', [pickup('09:00', '09:59')], ['OUT_OF_RANGE hours.0.slotMinutes']],
    ['of slots of four minutes', [pickup('09:00', '10:00', 4)], ['OUT_OF_RANGE hours.0.slotMinutes']],
    ['of slots of five minutes', [pickup('09:00', '10:00', 5)], []],
    ['of the shortest slot', [pickup('09:00', '09:05', 5)], []],
    [
      'of slots longer than a day',
      [pickup('00:00', '23:59', 1441)],
      ['OUT_OF_RANGE hours.0.slotMinutes', 'OUT_OF_RANGE hours.0.slotMinutes'],
    ],
    ['of one minute, too short for a slot', [pickup('09:00', '09:01')], ['OUT_OF_RANGE hours.0.slotMinutes']],
    ['one before another', [pickup('10:00', '11:00'), pickup('09:00', '10:00')], []],
    ['of slots that take no orders', [pickup('09:00', '10:00', 60, 0)], []],
    ['of slots that take fewer', [pickup('09:00', '10:00', 60, -1)], ['OUT_OF_RANGE hours.0.ordersPerSlot']],
    [
      'of slots that take 10,001',
      [pickup('09:00', '10:00', 60, 10_001)],
      ['OUT_OF_RANGE hours.0.ordersPerSlot'],
    ],
  ])('%s: %j', (_, windows, codes) => {
    expect(windowCodes(...windows)).toEqual(codes)
  })

  it('may be the same on several weekdays, but not twice on one', () => {
    const [monday, tuesday] = (['MONDAY', 'TUESDAY'] as const).map((weekday) => ({
      weekday,
      ...pickup('09:00', '10:00'),
    }))
    expect(windowCodes(monday!, tuesday!)).toEqual([])
    expect(windowCodes(monday!, tuesday!, monday!)).toEqual(['DUPLICATE hours.2.opens'])
  })
})

describe('a bakery that is written', () => {
  it('is cleaned, with a capacity for every weekday, nothing where none is named', () => {
    const { value, codes } = bakery({
      name: ' De Taart ',
      locale: 'NL-nl',
      productionCapacity: [{ weekday: 'FRIDAY', units: 12 }],
      deliveryZones: [zone([' 1011 ab '])],
    })
    expect(codes).toEqual([])
    expect(value).toMatchObject({
      name: 'De Taart',
      locale: 'nl-NL',
      deliveryZones: [{ postalCodePrefixes: ['1011AB'] }],
    })
    expect(value.productionCapacity.map(({ units }) => units)).toEqual([0, 0, 0, 0, 12, 0, 0])
  })

  it.each<[string, Partial<BakeryDraft>, string[]]>([
    ['a horizon of two years', { bookingHorizonDays: 730 }, []],
    ['a horizon beyond', { bookingHorizonDays: 731 }, ['OUT_OF_RANGE bookingHorizonDays']],
    ['a notice of a year', { cancellationNoticeHours: 8760 }, []],
    ['a notice after the slot', { cancellationNoticeHours: -1 }, ['OUT_OF_RANGE cancellationNoticeHours']],
    ['a tax rate above one', { taxRateBasisPoints: 10_001 }, ['OUT_OF_RANGE taxRateBasisPoints']],
    ['a locale that is none', { locale: 'nl_NL' }, ['MALFORMED locale']],
    ['a locale beyond measure', { locale: `en-x-${'abcdefgh-'.repeat(3)}abcd` }, ['MALFORMED locale']],
    [
      'a capacity twice',
      {
        productionCapacity: [
          { weekday: 'MONDAY', units: 1 },
          { weekday: 'MONDAY', units: 1 },
        ],
      },
      ['DUPLICATE productionCapacity.1.weekday'],
    ],
    [
      'a capacity below nothing',
      { productionCapacity: [{ weekday: 'MONDAY', units: -1 }] },
      ['OUT_OF_RANGE productionCapacity.0.units'],
    ],
    ['a bad e-mail', { email: 'taart' }, ['MALFORMED email']],
    ['a bad phone', { phone: '12' }, ['MALFORMED phone']],
    [
      'a zone without a prefix',
      { deliveryZones: [zone([])] },
      ['REQUIRED deliveryZones.0.postalCodePrefixes'],
    ],
    [
      'a prefix that two zones claim',
      { deliveryZones: [zone(['10 11']), zone(['12', '1011'])] },
      ['DUPLICATE deliveryZones.1.postalCodePrefixes.1'],
    ],
    ['an empty prefix', { deliveryZones: [zone([' '])] }, ['REQUIRED deliveryZones.0.postalCodePrefixes.0']],
    [
      'a fee below nothing',
      { deliveryZones: [zone(['1'], { fee: -1 })] },
      ['OUT_OF_RANGE deliveryZones.0.fee'],
    ],
    [
      'a minimum below nothing',
      { deliveryZones: [zone(['1'], { minimumSubtotal: -1 })] },
      ['OUT_OF_RANGE deliveryZones.0.minimumSubtotal'],
    ],
  ])('with %s: %j', (_, but, codes) => {
    expect(bakery(but).codes).toEqual(codes)
  })

  it.each<[string, (value: number) => Partial<BakeryDraft>, number, number]>([
    ['taxRateBasisPoints', (taxRateBasisPoints) => ({ taxRateBasisPoints }), 0, 10_000],
    ['bookingHorizonDays', (bookingHorizonDays) => ({ bookingHorizonDays }), 0, 730],
    ['cancellationNoticeHours', (cancellationNoticeHours) => ({ cancellationNoticeHours }), 0, 8760],
    [
      'productionCapacity.0.units',
      (units) => ({ productionCapacity: [{ weekday: 'MONDAY', units }] }),
      0,
      1_000_000,
    ],
    ['deliveryZones.0.fee', (fee) => ({ deliveryZones: [zone(['1'], { fee })] }), 0, LARGEST_AMOUNT],
    [
      'deliveryZones.0.minimumSubtotal',
      (minimumSubtotal) => ({ deliveryZones: [zone(['1'], { minimumSubtotal })] }),
      0,
      LARGEST_AMOUNT,
    ],
  ])('its %s are held to their limits, both included', (path, but, least, most) => {
    expect([bakery(but(least)).codes, bakery(but(most)).codes]).toEqual([[], []])
    for (const value of [least - 1, most + 1])
      expect(bakery(but(value)).codes).toEqual([`OUT_OF_RANGE ${path}`])
  })

  it('has 100 windows and zones at most, and each zone 1000 prefixes of 16 characters', () => {
    const prefixes = Array.from({ length: 1001 }, (_, index) => `P${index}`)
    const zones = prefixes.slice(0, 101).map((prefix) => zone([prefix]))
    expect(bakery({ deliveryZones: zones.slice(1) }).codes).toEqual([])
    expect(bakery({ deliveryZones: zones }).codes).toEqual(['TOO_LONG deliveryZones'])
    expect(bakery({ deliveryZones: [zone(prefixes.slice(1))] }).codes).toEqual([])
    expect(bakery({ deliveryZones: [zone(prefixes)] }).codes).toEqual([
      'TOO_LONG deliveryZones.0.postalCodePrefixes',
    ])
    expect(bakery({ deliveryZones: [zone(['1'.repeat(16)])] }).codes).toEqual([])
    expect(bakery({ deliveryZones: [zone(['1'.repeat(17)])] }).codes).toContain(
      'TOO_LONG deliveryZones.0.postalCodePrefixes.0',
    )
  })

  it('has a locale of 35 characters at most', () => {
    expect(bakery({ locale: `en-x-${'abcdefgh-'.repeat(3)}abc` }).codes).toEqual([])
  })

  it.each([
    [null, []],
    [0, []],
    [1_000_000, []],
    [1_000_001, ['OUT_OF_RANGE units']],
    [-1, ['OUT_OF_RANGE units']],
  ])('may give a day of its own %j units: %j', (units, codes) => {
    expect(reading((check) => checkCapacity(check, ['units'], units)).codes).toEqual(codes)
  })
})
