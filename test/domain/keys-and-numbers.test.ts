import { randomInt } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guestToken, readGuestToken } from '../../src/domain/guest-token.ts'
import { decodeId, encodeId, isUuid } from '../../src/domain/ids.ts'
import {
  readDeliveryAddress,
  readIdempotencyKey,
  readOptionalContact,
  readSlotId,
} from '../../src/domain/order-input.ts'
import { orderNumber } from '../../src/domain/order-number.ts'
import { decodeSlotId, encodeSlotId, isDate } from '../../src/domain/slot-id.ts'
import { InputCheck } from '../../src/domain/text.ts'
import { always } from './arbitraries.ts'
import { reading } from './samples.ts'

const codesOf = (read: (check: InputCheck) => unknown): string[] => reading(read).codes

const coded = (text: string) => Buffer.from(text).toString('base64url')

const numberOf = (drawn: number) => orderNumber('B-', (below) => drawn % below)

describe('the number of an order', () => {
  it('is the prefix and six characters that nobody mistakes for others', () => {
    const digits = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ')
    expect(digits.map((_, digit) => numberOf(digit * 32 + digit))).toEqual(
      digits.map((digit) => `B-0000${digit}${digit}`),
    )
    expect(numberOf(32 ** 6 - 1)).toBe('B-ZZZZZZ')
    expect(numberOf(32 ** 6)).toBe('B-000000')
  })

  it('is any such', () => {
    always(200, fc.constantFrom('', 'B-', 'CAKE-'), (prefix) => {
      const number = orderNumber(prefix, (below) => randomInt(below))
      expect(number.slice(prefix.length)).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
    })
  })
})

describe('an opaque id', () => {
  const uuid = '0198c0de-0000-7000-8000-00000000cafe'

  it('is read as it was made', () => {
    always(100, fc.tuple(fc.constantFrom('Cake', 'Order', 'CakeVariant'), fc.uuid()), ([type, id]) => {
      expect(decodeId(encodeId(type, id))).toEqual({ type, id })
      // One uuid may be asked for by the name of every type.
      for (const other of ['Cake', 'CakeVariant', 'CakeOption', 'Order']) {
        expect(encodeId(other, id)).toBe(Buffer.from(`${other}:${id}`).toString('base64url'))
        expect(decodeId(encodeId(other, id))).toEqual({ type: other, id })
      }
    })
  })

  it.each([
    ['nothing', ''],
    ['a bare id', uuid],
    ['no type', coded(`:${uuid}`)],
    ['capitals', coded(`Cake:${uuid.toUpperCase()}`)],
    ['something before it', coded(` Cake:${uuid}`)],
    ['something after it', coded(`Cake:${uuid}\n`)],
    ['a number', coded('Cake:1')],
    ['padding', Buffer.from(`Cake:${uuid}`).toString('base64')],
    ['a space in it', `${encodeId('Cake', uuid).slice(0, 8)} ${encodeId('Cake', uuid).slice(8)}`],
    ['a length beyond measure', encodeId('Cake'.repeat(40), uuid)],
  ])('with %s is none', (_, opaque) => {
    expect(decodeId(opaque)).toBeUndefined()
  })
})

describe('a bare id', () => {
  it.each([
    ['0198c0de-0000-7000-8000-00000000cafe', true],
    ['0198C0DE-0000-7000-8000-00000000CAFE', false],
    ['0198c0de-0000-7000-8000-00000000cafe ', false],
    [' 0198c0de-0000-7000-8000-00000000cafe', false],
    ['0198c0de00007000800000000000cafe', false],
    ['', false],
    [null, false],
    [42, false],
    [['0198c0de-0000-7000-8000-00000000cafe'], false],
  ])('%j: %s', (value, expected) => {
    expect(isUuid(value)).toBe(expected)
  })
})

describe('the id of a slot', () => {
  const slot = { method: 'PICKUP', date: '2026-12-24', startTime: '09:30' } as const

  it('is read as it was made', () => {
    for (const startTime of ['00:00', '09:30', '19:59', '23:59']) {
      expect(decodeSlotId(encodeSlotId({ ...slot, startTime }))).toEqual({ ...slot, startTime })
    }
    expect(decodeSlotId(encodeSlotId({ ...slot, method: 'DELIVERY' }))).toEqual({
      ...slot,
      method: 'DELIVERY',
    })
  })

  it.each([
    'PICKUP 2026-12-24 24:00',
    'PICKUP 2026-12-24 09:60',
    'PICKUP 2026-12-24 9:30',
    'PICKUP 2026-02-29 09:30',
    'PICKUP 2026-13-01 09:30',
    'POST 2026-12-24 09:30',
    'PICKUP  2026-12-24 09:30',
    'PICKUP 2026-12-24 09:30 ',
    ' PICKUP 2026-12-24 09:30',
    '',
  ])('of %j is none', (text) => {
    expect(decodeSlotId(coded(text))).toBeUndefined()
    expect(codesOf((check) => readSlotId(check, coded(text)))).toEqual(['MALFORMED slotId'])
  })

  it('is none with padding, or beyond measure', () => {
    expect(decodeSlotId(`${encodeSlotId(slot)}=`)).toBeUndefined()
    expect(decodeSlotId('A'.repeat(1_000_000))).toBeUndefined()
    expect(codesOf((check) => readSlotId(check, encodeSlotId(slot)))).toEqual([])
  })

  it.each([
    ['2026-12-24', true],
    ['2028-02-29', true],
    ['1900-01-01', true],
    ['2999-12-31', true],
    ['2026-02-29', false],
    ['2026-04-31', false],
    ['2026-00-10', false],
    ['1899-12-31', false],
    ['3000-01-01', false],
    ['2026-1-01', false],
    ['2026-12-24T00:00', false],
    ['+002026-12-24', false],
  ])('a date %s: %s', (text, expected) => {
    expect(isDate(text)).toBe(expected)
  })
})

describe('the token of a guest', () => {
  const secrets = [
    { keyId: 'k2', secret: 'the newer secret' },
    { keyId: 'k1', secret: 'the older secret' },
  ]
  const order = '0198c0de-0000-7000-8000-00000000cafe'
  const token = guestToken(secrets, order)

  it('shows the order it was made for, and is the same each time', () => {
    expect(readGuestToken(secrets, token)).toBe(order)
    expect(guestToken(secrets, order)).toBe(token)
    always(100, fc.uuid(), (id) => {
      expect(readGuestToken(secrets, guestToken(secrets, id))).toBe(id)
    })
  })

  it('is made by the newest secret, and read by every one that is still known', () => {
    const old = guestToken([secrets[1]!], order)
    expect(token.split('.')[1]).toBe('k2')
    expect(readGuestToken(secrets, old)).toBe(order)
    expect(readGuestToken([secrets[0]!], old)).toBeUndefined()
  })

  it('names its key in 32 signs at most', () => {
    const [named, misnamed] = [32, 33].map((length) => [{ keyId: 'k'.repeat(length), secret: 'a secret' }])
    expect(readGuestToken(named!, guestToken(named!, order))).toBe(order)
    expect(readGuestToken(misnamed!, guestToken(misnamed!, order))).toBeUndefined()
  })

  it.each([
    ['made with another secret', guestToken([{ keyId: 'k2', secret: 'a guess' }], order)],
    ['made out to another order', [coded('0123456789abcdef'), ...token.split('.').slice(1)].join('.')],
    ['of another key', token.replace('.k2.', '.k1.')],
    ['of no key', token.replace('.k2.', '..')],
    ['cut short', token.slice(0, -1)],
    ['made longer', `${token}A`],
    ['with something before it', ` ${token}`],
    ['without a seal', token.split('.').slice(0, 2).join('.')],
    ['of nothing', ''],
  ])('%s shows nothing', (_, forged) => {
    expect(readGuestToken(secrets, forged)).toBeUndefined()
  })
})

describe('what comes with an order', () => {
  const address = { line1: 'Dam 1', postalCode: '1012 JS', city: 'Amsterdam', country: 'NL' }
  const slot = { method: 'PICKUP', date: '2026-12-24', startTime: '09:30' } as const

  it.each([
    ['15 characters', 'a'.repeat(15), ['TOO_SHORT idempotencyKey']],
    ['a space, and too short', 'a b', ['TOO_SHORT idempotencyKey']],
    ['16 characters', 'a'.repeat(16), []],
    ['255 characters', 'a'.repeat(255), []],
    ['256 characters', 'a'.repeat(256), ['TOO_LONG idempotencyKey']],
    ['a space in it', `${'a'.repeat(16)} a`, ['NOT_ALLOWED idempotencyKey']],
    ['a letter with an accent', 'é'.repeat(16), ['NOT_ALLOWED idempotencyKey']],
    ['a line break at the end', `${'a'.repeat(16)}\n`, ['NOT_ALLOWED idempotencyKey']],
    ['every visible sign', '!~0aZ-_.:/+={}[]()', []],
  ])('a key with %s', (_, text, codes) => {
    expect(codesOf((check) => readIdempotencyKey(check, text))).toEqual(codes)
  })

  it.each([
    ['a delivery with an address is fine', 'DELIVERY', address, []],
    ['a delivery without an address is refused', 'DELIVERY', null, ['REQUIRED deliveryAddress']],
    ['a pickup without an address is fine', 'PICKUP', undefined, []],
    ['a pickup with an address is refused', 'PICKUP', address, ['NOT_ALLOWED deliveryAddress']],
    ['a bad address is refused', 'DELIVERY', { ...address, city: '' }, ['REQUIRED deliveryAddress.city']],
  ] as const)('%s', (_, method, given, codes) => {
    expect(codesOf((check) => readDeliveryAddress(check, given, { ...slot, method }))).toEqual(codes)
  })

  it('a contact may be left out, and is checked where it is given', () => {
    expect(codesOf((check) => readOptionalContact(check, null))).toEqual([])
    expect(codesOf((check) => readOptionalContact(check, { name: 'Zoë' }))).toEqual(['REQUIRED contact'])
    expect(readOptionalContact(new InputCheck(), undefined)).toBeNull()
  })
})
