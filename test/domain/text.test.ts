import { describe, expect, it } from 'vitest'
import { encodeId } from '../../src/domain/ids.ts'
import { InvalidInput } from '../../src/domain/refusals.ts'
import { InputCheck } from '../../src/domain/text.ts'
import { always, anyText } from './arbitraries.ts'
import { reading } from './samples.ts'

const name = (text: string, longest?: number) => reading((check) => check.name(['name'], text, longest))
const optional = (text: string | null | undefined) => reading((check) => check.optionalName(['name'], text))
const cakeId = (opaque: string) => reading((check) => check.id(['cakeId'], 'Cake', opaque))
const note = (text: string | null | undefined) => reading((check) => check.note(['note'], text))

const range = (value: number | null) => reading((check) => check.range(['units'], value, 1, 10)).codes
const count = (length: number) => reading((check) => check.count(['items'], Array(length), 3)).codes

describe('a name', () => {
  it('is trimmed and composed', () => {
    expect(name(' \n Zoe\u0308  de Vries\t')).toEqual({ value: 'Zoë  de Vries', codes: [] })
  })

  it.each([
    ['nothing', '', 'REQUIRED'],
    ['spaces', ' \u00a0 ', 'REQUIRED'],
    ['half a character', 'Zo\ud800', 'MALFORMED'],
    ['a NUL', 'Zo\0ë', 'NOT_ALLOWED'],
    ['a tab', 'Zo\të', 'NOT_ALLOWED'],
    ['a line break', 'Zo\në', 'NOT_ALLOWED'],
    ['a carriage return', 'Zo\rë', 'NOT_ALLOWED'],
    ['an escape', 'Zo\u001bë', 'NOT_ALLOWED'],
    ['a delete', 'Zo\u007fë', 'NOT_ALLOWED'],
    ['a control character of the upper set', 'Zo\u009fë', 'NOT_ALLOWED'],
    ['a line separator', 'Zo\u2028ë', 'NOT_ALLOWED'],
    ['201 characters', 'a'.repeat(201), 'TOO_LONG'],
    ['201 characters of two code units', '𝒜'.repeat(201), 'TOO_LONG'],
    ['a million characters', 'a'.repeat(1_000_000), 'TOO_LONG'],
    ['201 characters with a control character', `${'a'.repeat(200)}\0`, 'TOO_LONG'],
  ])('of %s is refused, once', (_, text, code) => {
    expect(name(text)).toEqual({ value: '', codes: [`${code} name`] })
  })

  it.each([
    ['200 characters', 'a'.repeat(200)],
    ['200 characters of two code units', '𝒜'.repeat(200)],
    ['150 characters of two code units', '𝒜'.repeat(150)],
    ['one character', 'Z'],
  ])('of %s is fine', (_, text) => {
    expect(name(text)).toEqual({ value: text, codes: [] })
  })

  it('is measured as it is kept: trimmed and composed', () => {
    expect(name(` ${'e\u0301'.repeat(200)} `)).toEqual({ value: 'é'.repeat(200), codes: [] })
  })

  it('may have a shorter limit of its own', () => {
    expect(name('1011 AB', 7).codes).toEqual([])
    expect(name('1011 AB', 6).codes).toEqual(['TOO_LONG name'])
  })

  it('that may be left out is nothing where it is empty', () => {
    for (const text of [null, undefined, '', '  ']) expect(optional(text)).toEqual({ value: null, codes: [] })
    expect(optional(' Zoë ')).toEqual({ value: 'Zoë', codes: [] })
    expect(optional('a'.repeat(200)).codes).toEqual([])
    expect(optional('a'.repeat(201))).toEqual({ value: null, codes: ['TOO_LONG name'] })
    expect(optional('a\nb')).toEqual({ value: null, codes: ['NOT_ALLOWED name'] })
  })
})

describe('a note', () => {
  it('may break lines, however they are broken', () => {
    expect(note('No nuts.\r\nRing twice.\rThanks\n\nZoe\u0308').value).toBe(
      'No nuts.\nRing twice.\nThanks\n\nZoë',
    )
  })

  it.each(['\0', '\t', '\u000b', '\u001b', '\u007f', '\u0085'])(
    'holds no control character %j',
    (control) => {
      expect(note(`a${control}b`)).toEqual({ value: null, codes: ['NOT_ALLOWED note'] })
      expect(note(`a\n${control}b`)).toEqual({ value: null, codes: ['NOT_ALLOWED note'] })
    },
  )

  it('is nothing where it is empty', () => {
    for (const text of [null, undefined, '', ' \r\n ']) expect(note(text)).toEqual({ value: null, codes: [] })
  })

  it('has 2000 characters at most', () => {
    expect(note('𝒜'.repeat(2000)).codes).toEqual([])
    expect(note('𝒜'.repeat(2001)).codes).toEqual(['TOO_LONG note'])
    expect(note('a'.repeat(2001)).codes).toEqual(['TOO_LONG note'])
    expect(note('\r\n'.repeat(500) + 'a'.repeat(2000)).codes).toEqual([])
  })
})

describe('any free text', () => {
  it('that is taken is well-formed, composed, trimmed and without control characters, and is taken again', () => {
    always(500, anyText, (given) => {
      for (const read of [optional, note]) {
        const { value, codes } = read(given)
        const text = value ?? ''
        expect([text, text.isWellFormed()]).toEqual([text.normalize('NFC').trim(), true])
        expect(text).not.toMatch(read === note ? /(?!\n)\p{Cc}/u : /\p{Cc}/u)
        expect(codes.length).toBeLessThanOrEqual(value === null ? 1 : 0)
        expect(read(text).value).toBe(value)
      }
    })
  })
})

describe('what is wrong with an input', () => {
  it('is told all at once, each mistake where it stands', () => {
    const check = new InputCheck()
    check.name(['items', 0, 'name'], '')
    check.note(['items', 1, 'note'], '\0')
    check.refuse(['contact'], 'REQUIRED', 'An e-mail or a phone is needed.')
    expect(() => check.done()).toThrow(InvalidInput)
    expect(check.fields).toMatchObject([
      { code: 'REQUIRED', path: ['items', '0', 'name'] },
      { code: 'NOT_ALLOWED', path: ['items', '1', 'note'] },
      { code: 'REQUIRED', path: ['contact'], message: 'An e-mail or a phone is needed.' },
    ])
  })

  it.each([
    ['is missing', ''],
    ['is broken', 'Zo\ud800'],
    ['is too long', 'a'.repeat(201)],
    ['holds what may not stand there', 'Zo\0ë'],
  ])('names the field that %s, be it the only one', (_, text) => {
    const check = new InputCheck()
    check.name(['contact', 'name'], text)
    expect(() => check.done()).toThrow(/\bname\b/)
  })

  it('is nothing where nothing is wrong', () => {
    expect(() => new InputCheck().done()).not.toThrow()
  })

  it('is told of a name that is missing even where another field was refused', () => {
    const check = new InputCheck()
    check.name(['line1'], '')
    check.name(['city'], '')
    expect(check.fields.map(({ path }) => path)).toEqual([['line1'], ['city']])
  })
})

describe('numbers and lists', () => {
  it('are held to their limits, both included', () => {
    expect([range(1), range(10), range(null)]).toEqual([[], [], []])
    expect([range(0), range(11)]).toEqual([['OUT_OF_RANGE units'], ['OUT_OF_RANGE units']])
    expect([count(0), count(3), count(4)]).toEqual([[], [], ['TOO_LONG items']])
  })
})

describe('an id', () => {
  const uuid = '0198c0de-0000-7000-8000-00000000cafe'
  it('is read where it is one of its type', () => {
    expect(cakeId(encodeId('Cake', uuid))).toEqual({ value: uuid, codes: [] })
  })

  it('is unknown where it is one of another type, and malformed where it is none', () => {
    expect(cakeId(encodeId('Order', uuid))).toEqual({ value: '', codes: ['UNKNOWN cakeId'] })
    expect(cakeId('black-forest')).toEqual({ value: '', codes: ['MALFORMED cakeId'] })
  })
})
