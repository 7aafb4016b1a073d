import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInscription } from '../../src/domain/inscription.ts'
import { always, anyText } from './arbitraries.ts'

const told = (text: string | null | undefined, maxLength: number | null = 20) => {
  const inscription = readInscription(text, maxLength)
  return inscription.text === undefined ? inscription.code : inscription.text
}

const FAMILY = '👩‍👩‍👧'

describe('an inscription', () => {
  it.each([
    ['a name', 'Zoë'],
    ['one Chinese character', '爱'],
    ['a family of one grapheme', FAMILY],
    ['the flag of a part of a country', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['a kiss in two tones of skin', '👩🏻‍❤️‍💋‍👨🏽'],
    ['Arabic', 'كل عام وأنت بخير'],
    ['Persian with its joiners', 'می‌خواهم'],
    ['Hindi', 'जन्मदिन'],
    ['punctuation alone', '!?'],
    ['a number', '40'],
    ['a heart', '♥'],
    ['marks of direction between letters', 'Zoë \u200f\u200e אבא'],
    ['a base letter under a mark that has no letter of its own', 'x\u0301'],
  ])('may be %s', (_, text) => {
    expect(told(text)).toBe(text.normalize('NFC'))
  })

  it('is none where none is given, or nothing but spaces', () => {
    expect([null, undefined, '', '   ', '\n', '\ufeff'].map((text) => told(text))).toEqual(
      Array(6).fill(null),
    )
    expect(['', ' '].map((text) => told(text, null))).toEqual([null, null])
  })

  it('is refused on a cake that takes none', () => {
    expect(told('Zoë', null)).toBe('NOT_ALLOWED')
  })

  it('is trimmed and composed', () => {
    expect(told('  Zoe\u0308 \n')).toBe('Zo\u00eb')
    expect(told('Zoë  und  Ben')).toBe('Zoë  und  Ben')
  })
})

describe('its length', () => {
  it.each([
    ['letters', 'abcde'],
    ['letters that were two code points each', 'e\u0301'.repeat(5)],
    ['letters outside the basic plane', '𝒜'.repeat(5)],
    ['families', FAMILY.repeat(5)],
    ['flags', '🇳🇱🇧🇪🇩🇪🇫🇷🇮🇹'],
    ['syllables of Hindi', 'कि'.repeat(5)],
    ['letters and spaces', 'a b c'],
  ])('is counted as people see it: five %s fit where five do', (_, text) => {
    expect(told(text, 5)).toBe(text.normalize('NFC'))
    expect(told(text, 4)).toBe('TOO_LONG')
  })

  it('is counted without the spaces around it', () => {
    expect(told(`  abcde${' '.repeat(1000)}`, 5)).toBe('abcde')
  })

  it('is the same for any number of any characters', () => {
    const character = fc.constantFrom('a', 'ß', '爱', FAMILY, '🇳🇱', 'x\u0301', '👍🏽')
    always(200, fc.tuple(character, fc.integer({ min: 1, max: 30 })), ([text, count]) => {
      expect(told(text.repeat(count), count)).toBe(text.repeat(count).normalize('NFC'))
      expect(told(text.repeat(count + 1), count)).toBe('TOO_LONG')
    })
  })
})

describe('a heap of marks', () => {
  it.each([
    ['of 63 bytes fits', 'x', 31, null],
    ['of 64 bytes fits', 'ж', 31, null],
    ['of 65 bytes does not', 'x', 32, 'TOO_LONG'],
    ['of 66 bytes does not', 'ж', 32, 'TOO_LONG'],
    ['of thousands of bytes does not', 'x', 5000, 'TOO_LONG'],
  ])('on one letter %s', (_, letter, marks, code) => {
    const text = letter + '\u0315'.repeat(marks)
    expect(told(text, 10)).toBe(code ?? text)
    expect(told(`ab${text}`, 10)).toBe(code ?? `ab${text}`)
  })
})

describe('what cannot be written on a cake', () => {
  it.each([
    ['a half of a pair', 'a\ud83d', 'MALFORMED'],
    ['the other half', '\udc69a', 'MALFORMED'],
    ['a line break', 'Happy\nBirthday', 'NOT_ALLOWED'],
    ['a carriage return', 'Happy\rBirthday', 'NOT_ALLOWED'],
    ['a line separator', 'Happy\u2028Birthday', 'NOT_ALLOWED'],
    ['a paragraph separator', 'Happy\u2029Birthday', 'NOT_ALLOWED'],
    ['a next line', 'Happy\u0085Birthday', 'NOT_ALLOWED'],
    ['a tab', 'Happy\tBirthday', 'NOT_ALLOWED'],
    ['a NUL', 'Happy\0Birthday', 'NOT_ALLOWED'],
    ['a bell', 'Happy\u0007', 'NOT_ALLOWED'],
    ['an escape', '\u001b[31mHappy', 'NOT_ALLOWED'],
    ['a delete', 'Happy\u007f', 'NOT_ALLOWED'],
    ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'].map(
      (override) => [
        `a turn of direction (${override.codePointAt(0)!.toString(16)})`,
        `Zoë${override}txt`,
        'NOT_ALLOWED',
      ],
    ),
  ])('%s', (_, text, code) => {
    expect(told(text)).toBe(code)
  })

  it.each([
    '\u200b',
    '\u200c\u200d',
    '\u2060',
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u200e \u200f',
    '\u3164',
    '\u115f\u1160',
    '\uffa0',
    '\u2800',
    '\ufe0f',
    '\u180e',
    '\u{e0001}\u{e0020}',
    '\u2065',
    '\u{e0080}',
    '\u200b\u0301',
  ])('nothing but characters that show nothing (%j)', (text) => {
    expect(told(text)).toBe('NOT_ALLOWED')
  })

  it('though one that shows nothing may stand beside others', () => {
    expect(told('Z\u200boë')).toBe('Z\u200boë')
  })

  it('a character that has to be ignored makes no inscription, whichever it is', () => {
    const ignored = [...Array(0xffff).keys(), ...Array.from({ length: 0x1000 }, (_, code) => 0xe0000 + code)]
      .map((code) => String.fromCodePoint(code))
      .filter((character) => /^\p{Default_Ignorable_Code_Point}$/u.test(character))
    expect(ignored.length).toBeGreaterThan(4000)
    expect(
      ignored.filter((character) => told(character) !== 'NOT_ALLOWED' && told(character) !== null),
    ).toEqual([])
  })
})

describe('any text', () => {
  it('that is taken is well-formed, composed, trimmed and within its length, and is taken again as it is', () => {
    const segments = new Intl.Segmenter('nl')
    always(500, fc.tuple(anyText, fc.integer({ min: 1, max: 20 })), ([given, most]) => {
      const { text } = readInscription(given, most)
      fc.pre(typeof text === 'string')
      expect(text).toBe(text.normalize('NFC').trim())
      expect(text.isWellFormed()).toBe(true)
      expect([...segments.segment(text)].length).toBeLessThanOrEqual(most)
      expect(told(text, most)).toBe(text)
    })
  })
})
