import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  emailKey,
  phoneKey,
  readAddress,
  readContact,
  readEmail,
  readPhone,
  type NewAddress,
  type NewContact,
} from '../../src/domain/contact.ts'
import { always } from './arbitraries.ts'
import { reading } from './samples.ts'

const email = (text: string | null | undefined) => reading((check) => readEmail(check, ['email'], text))
const phone = (text: string | null | undefined) => reading((check) => readPhone(check, ['phone'], text))
const contact = (input: NewContact) => reading((check) => readContact(check, ['contact'], input))
const address = (but: Partial<NewAddress> = {}) => {
  const input = { line1: 'Dam 1', postalCode: '1012 JS', city: 'Amsterdam', country: 'NL', ...but }
  return reading((check) => readAddress(check, ['address'], input))
}

describe('an e-mail', () => {
  it.each([
    ['zoe@example.nl'],
    ['Zoë.de-Vries+cakes@Bäckerei.example'],
    ['a@b'],
    ["o'brien@example.ie"],
    [`${'a'.repeat(242)}@example.com`],
  ])('%s is kept as typed', (text) => {
    expect(email(text)).toEqual({ value: text, codes: [] })
  })

  it.each([
    ['without @', 'zoe.example.nl', 'MALFORMED'],
    ['with two', 'zoe@@example.nl', 'MALFORMED'],
    ['with two apart', 'zoe@example@nl', 'MALFORMED'],
    ['without a name', '@example.nl', 'MALFORMED'],
    ['without a host', 'zoe@', 'MALFORMED'],
    ['with a space', 'zoe vries@example.nl', 'MALFORMED'],
    ['with a space in the host', 'zoe@example. nl', 'MALFORMED'],
    ['with another kind of space', 'zoe\u00a0v@example.nl', 'MALFORMED'],
    ['with a line break', 'zoe@example.nl\nBcc:x@y', 'NOT_ALLOWED'],
    ['with half a character', '\ud800@example.nl', 'MALFORMED'],
    ['of 255 characters', `${'a'.repeat(243)}@example.com`, 'TOO_LONG'],
  ])('%s is refused', (_, text, code) => {
    expect(email(text)).toEqual({ value: null, codes: [`${code} email`] })
  })

  it('is trimmed, and nothing where it is empty', () => {
    expect(email(' zoe@example.nl ').value).toBe('zoe@example.nl')
    for (const text of [null, undefined, '', ' ']) expect(email(text)).toEqual({ value: null, codes: [] })
  })

  it('is the same as another that differs in case or in how its accents are written', () => {
    expect(emailKey('ZOË@Example.NL')).toBe('zoë@example.nl')
    expect(emailKey('Zoe\u0308@example.nl')).toBe(emailKey('zoë@EXAMPLE.nl'))
    expect(emailKey('zoe@example.nl')).not.toBe(emailKey('zoë@example.nl'))
    expect(emailKey('z.oe@example.nl')).not.toBe(emailKey('zoe@example.nl'))
  })

  it('has one key, which is its own key', () => {
    always(500, fc.string({ unit: 'grapheme' }), (text) => {
      expect(emailKey(emailKey(text))).toBe(emailKey(text))
      expect(emailKey(text.normalize('NFD'))).toBe(emailKey(text))
    })
    always(200, fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(emailKey(text.toUpperCase())).toBe(emailKey(text.toLowerCase()))
    })
  })
})

describe('a phone', () => {
  it.each([['112'], ['020 123 45 67'], ['+31 (0)20-123.45/67'], ['0'.repeat(30)], [`${'0 '.repeat(14)}00`]])(
    '%s is kept as typed',
    (text) => {
      expect(phone(text)).toEqual({ value: text, codes: [] })
    },
  )

  it.each([
    ['of two digits', '12', 'MALFORMED'],
    ['of two digits and much between them', '(1) - 2', 'MALFORMED'],
    ['of no digits', '+-()./', 'MALFORMED'],
    ['of letters', '0800-CAKE', 'MALFORMED'],
    ['with an extension', '020 1234567 x12', 'MALFORMED'],
    ['of digits of another script', '٠٢٠١٢٣', 'MALFORMED'],
    ['of 31 characters', '0'.repeat(31), 'TOO_LONG'],
    ['with a line break', '020\n123', 'NOT_ALLOWED'],
    ['with a comma', '020,123', 'MALFORMED'],
  ])('%s is refused', (_, text, code) => {
    expect(phone(text)).toEqual({ value: null, codes: [`${code} phone`] })
  })

  it('is trimmed, and nothing where it is empty', () => {
    expect(phone(' 020 123 ').value).toBe('020 123')
    for (const text of [null, undefined, '', ' ']) expect(phone(text)).toEqual({ value: null, codes: [] })
  })

  it('is the same as another of the same digits', () => {
    expect(phoneKey('+31 (0)20-123.45/67')).toBe('310201234567')
    expect(phoneKey('020 123')).toBe(phoneKey('0-2-0-1-2-3'))
  })
})

describe('a contact', () => {
  it.each([
    ['an e-mail', { email: 'zoe@example.nl' }, { email: 'zoe@example.nl', phone: null }],
    ['a phone', { phone: '020 123' }, { email: null, phone: '020 123' }],
    ['a phone and an empty e-mail', { phone: '020 123', email: ' ' }, { email: null, phone: '020 123' }],
    ['an e-mail and an empty phone', { email: 'a@b', phone: '' }, { email: 'a@b', phone: null }],
    ['both', { email: 'a@b', phone: '020 123' }, { email: 'a@b', phone: '020 123' }],
  ])('has %s', (_, given, expected) => {
    expect(contact({ name: ' Zoë ', ...given })).toEqual({ value: { name: 'Zoë', ...expected }, codes: [] })
  })

  it.each([
    ['neither', { name: 'Zoë' }, ['REQUIRED contact']],
    ['two that are empty', { name: 'Zoë', email: ' ', phone: ' ' }, ['REQUIRED contact']],
    ['two that are null', { name: 'Zoë', email: null, phone: null }, ['REQUIRED contact']],
    ['a malformed e-mail only', { name: 'Zoë', email: 'zoe' }, ['MALFORMED contact.email']],
    ['a malformed phone only', { name: 'Zoë', phone: '12' }, ['MALFORMED contact.phone']],
    ['nothing at all', { name: '' }, ['REQUIRED contact.name', 'REQUIRED contact']],
    [
      'every mistake there is',
      { name: '\0!', email: 'zoe', phone: 'x' },
      ['NOT_ALLOWED contact.name', 'MALFORMED contact.email', 'MALFORMED contact.phone'],
    ],
  ])('with %s is refused', (_, given, codes) => {
    expect(contact(given).codes).toEqual(codes)
  })
})

describe('an address', () => {
  it('is kept as given, trimmed, its country in capitals', () => {
    expect(address({ line1: ' Dam 1 ', country: ' nl ' })).toEqual({
      value: { line1: 'Dam 1', line2: null, postalCode: '1012 JS', city: 'Amsterdam', country: 'NL' },
      codes: [],
    })
    expect(address({ line2: ' 3rd floor ' }).value.line2).toBe('3rd floor')
    expect(address({ line2: ' ' }).value.line2).toBeNull()
  })

  it.each(['NL', 'DE', 'BE', 'GB', 'US', 'JP', 'CW', 'AX', 'ZA', 'AD', 'ZW'])('may be in %s', (country) => {
    expect(address({ country }).codes).toEqual([])
  })

  it.each(['', 'N', 'NLD', 'Netherlands', 'N1', 'N L', 'AA', 'QQ', 'ZZ', 'ß', '\ud800'])(
    'is in no country %j',
    (country) => {
      expect(address({ country }).codes).toEqual(['MALFORMED address.country'])
    },
  )

  it.each([
    ['no street', { line1: ' ' }, 'REQUIRED address.line1'],
    ['no postal code', { postalCode: '' }, 'REQUIRED address.postalCode'],
    ['no city', { city: '' }, 'REQUIRED address.city'],
    ['a postal code of 17 characters', { postalCode: '1'.repeat(17) }, 'TOO_LONG address.postalCode'],
    ['a street of 201 characters', { line1: '1'.repeat(201) }, 'TOO_LONG address.line1'],
    ['a second line of two', { line2: 'a\nb' }, 'NOT_ALLOWED address.line2'],
    ['a city of 201 characters', { city: '1'.repeat(201) }, 'TOO_LONG address.city'],
  ])('with %s is refused', (_, but, code) => {
    expect(address(but).codes).toEqual([code])
  })

  it('may have a postal code of 16 characters', () => {
    expect(address({ postalCode: '1'.repeat(16) }).codes).toEqual([])
  })

  it('is told all its mistakes at once', () => {
    const wrong = { line1: '', line2: '\0x', postalCode: '', city: '', country: '' }
    expect(address(wrong).codes.toSorted()).toEqual([
      'MALFORMED address.country',
      'NOT_ALLOWED address.line2',
      'REQUIRED address.city',
      'REQUIRED address.line1',
      'REQUIRED address.postalCode',
    ])
  })
})
