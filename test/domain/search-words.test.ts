import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  phoneWordsOf,
  searchTerms,
  sortKey,
  withoutBeginnings,
  wordsOf,
} from '../../src/domain/search-words.ts'
import { always } from './arbitraries.ts'

/** Whether somebody who looks for the one finds the other. */
const finds = (search: string, ...texts: (string | null)[]): boolean =>
  searchTerms(search).every((term) => wordsOf(...texts).some((word) => word.startsWith(term)))

const findsPhone = (search: string, phone: string): boolean =>
  searchTerms(search).every((term) => phoneWordsOf(phone).some((word) => word.startsWith(term)))

describe('the words of a text', () => {
  it.each([
    ['Black Forest', ['black', 'forest']],
    ['Zoë Müller-Lüdenscheidt', ['zoe', 'muller', 'ludenscheidt']],
    ['Zoe\u0308', ['zoe']],
    ['Groß', ['gross']],
    ['GROẞ', ['gross']],
    ["O'Brien", ['o', 'brien']],
    ['zoe.vries+cake@example.nl', ['zoe', 'vries', 'cake', 'example', 'nl']],
    ['B-7K2M9Q', ['b', '7k2m9q']],
    ['İstanbul', ['istanbul']],
    ['ﬁnancier', ['financier']],
    ['Ｗｉｄｅ', ['wide']],
    ['巧克力蛋糕', ['巧克力蛋糕']],
    ['cake  cake, CAKE', ['cake']],
    ['  — !', []],
    ['', []],
  ])('%j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  it('of several texts are told once each, and of none there are none', () => {
    expect(wordsOf('Zoë Vries', null, 'zoe@vries.nl')).toEqual(['zoe', 'vries', 'nl'])
    expect(wordsOf(null)).toEqual([])
    expect(wordsOf()).toEqual([])
  })

  it('are cut after 64 characters, in the text as in the search', () => {
    expect(wordsOf('a'.repeat(65))).toEqual(['a'.repeat(64)])
    expect(wordsOf('a'.repeat(64))).toEqual(['a'.repeat(64)])
    expect(finds('a'.repeat(80), 'a'.repeat(80))).toBe(true)
    expect(wordsOf(`${'a'.repeat(63)}𝒜`)[0]!.isWellFormed()).toBe(true)
    expect(wordsOf('𐐨'.repeat(40))[0]!.isWellFormed()).toBe(true)
  })

  it('are well-formed even where the text is not', () => {
    expect(wordsOf('Zo\ud800ë').every((word) => word.isWellFormed())).toBe(true)
  })
})

describe('a search', () => {
  it.each([
    ['zoe', 'Zoë Vries'],
    ['ZOË', 'zoe vries'],
    ['vri zo', 'Zoë Vries'],
    ['müll', 'Mueller, Muller'],
    ['strasse', 'Hauptstraße Straße'],
    ['stras', 'Straße'],
    ['straß', 'Strasse'],
    ['zoe@exam', 'zoe@example.nl'],
    ['7k2', 'B-7K2M9Q'],
    ['巧克', '巧克力蛋糕'],
    ['', 'anything'],
  ])('for %j finds %j', (search, text) => {
    expect(finds(search, text)).toBe(true)
  })

  it.each([
    ['oe', 'Zoë'],
    ['zoe ben', 'Zoë Vries'],
    ['zoes', 'Zoë'],
    ['forestry', 'Black Forest'],
  ])('for %j does not find %j', (search, text) => {
    expect(finds(search, text)).toBe(false)
  })

  it('is made of ten terms at most, each once', () => {
    expect(searchTerms('a b c d e f g h i j k l')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])
    expect(searchTerms('cake Cake CÀKE')).toEqual(['cake'])
  })

  it.each([
    ['Zoë Müller'],
    ['Łukasz Żółć'],
    ['Søren Kierkegaard'],
    ['Иван Чайковский'],
    ['ΣΑΣΑ ΟΔΥΣΣΕΑΣ'],
    ['Σάσα Οδυσσέας'],
    ['Yıldız Işık'],
    ['İbrahim'],
    ['한국 케이크'],
    ['שלום'],
  ])('for any beginning of a name, in any case, finds %s', (name) => {
    for (const word of name.split(' ')) {
      for (let length = 1; length <= word.length; length++) {
        const start = word.slice(0, length)
        const searches = [start, start.toUpperCase(), start.toLowerCase(), start.normalize('NFD')]
        expect(searches.filter((search) => !finds(search, name))).toEqual([])
        expect(finds(start, name.toUpperCase())).toBe(true)
      }
    }
  })
})

describe('a phone', () => {
  it('is found by each group of its digits and by all in one', () => {
    expect(phoneWordsOf('+31 (0)20-123.45/67')).toEqual(['31', '0', '20', '123', '45', '67', '310201234567'])
    expect(phoneWordsOf('112')).toEqual(['112'])
    expect(phoneWordsOf(null)).toEqual([])
  })

  it.each(['+31 20 123', '3120', '(31)', '123 45', '31201234567'])('with %s', (search) => {
    expect(findsPhone(search, '+31 20 123 45 67')).toBe(true)
  })

  it('is not found by other digits', () => {
    expect(findsPhone('3121', '+31 20 123 45 67')).toBe(false)
  })
})

const isFound = (words: string[], term: string): boolean => words.some((word) => word.startsWith(term))

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom('a', 'É', 'ß', 'ẞ', 'İ', 'ǆ', 'Å', '\u0301', ' ', '-', '5', '½', 'ﬃ'),
      maxLength: 30,
    }),
  )

  it('has words that are their own words', () => {
    always(500, text, (given) => {
      const words = wordsOf(given)
      expect(wordsOf(words.join(' '))).toEqual(words)
      expect(new Set(words).size).toBe(words.length)
    })
  })

  it('is found by the same searches without the words that only begin others of it', () => {
    always(500, fc.tuple(text, text), ([given, search]) => {
      const words = wordsOf(given)
      const fewer = withoutBeginnings(words)
      for (const term of [...wordsOf(search), ...words.map((word) => word.slice(0, 2))])
        expect(isFound(fewer, term)).toBe(isFound(words, term))
      for (const [index, word] of fewer.entries())
        expect(fewer.some((other, at) => at !== index && other.startsWith(word))).toBe(false)
    })
    expect(withoutBeginnings(['b', '7k2m9q', 'b7k2m9q', '06', '0612', '7k2m9q'])).toEqual([
      '0612',
      '7k2m9q',
      'b7k2m9q',
    ])
  })

  it('is found by itself, by any of its words, and however its accents are written', () => {
    always(500, text, (given) => {
      expect(finds(given, given)).toBe(true)
      expect(wordsOf(given).every((word) => finds(word, given))).toBe(true)
      expect(wordsOf(given.normalize('NFD'))).toEqual(wordsOf(given.normalize('NFC')))
    })
  })

  it('is sorted by a key that is its own key', () => {
    always(500, text, (given) => {
      expect(sortKey(sortKey(given))).toBe(sortKey(given))
    })
  })
})

describe('names', () => {
  it('are sorted without regard to case and accents', () => {
    const names = ['Zwetschge', 'éclair', 'Donauwelle', 'ÄPFEL', 'apfel rund', 'Eiche']
    const keyed = names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    expect(keyed).toEqual(['ÄPFEL', 'apfel rund', 'Donauwelle', 'éclair', 'Eiche', 'Zwetschge'])
    expect(sortKey('Groß-Éclair 2')).toBe('gross-eclair 2')
  })
})
