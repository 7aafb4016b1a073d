const LONGEST_WORD = 64
const TERMS_AT_MOST = 10

/** The words under which texts are found: lower case, without accents, none twice. */
export function wordsOf(...texts: (string | null)[]): string[] {
  return [...new Set(split(texts.filter((text) => text !== null).join(' ')))]
}

/** A phone is found by each group of its digits and by all of them in one. */
export function phoneWordsOf(phone: string | null): string[] {
  return phone === null
    ? []
    : [...new Set([...split(phone), phone.replace(/\D/g, '').slice(0, LONGEST_WORD)])]
}

/** The same words for whoever looks for their beginnings: one that begins another is found with that one. */
export const withoutBeginnings = (words: readonly string[]): string[] =>
  words.toSorted().filter((word, index, sorted) => !sorted[index + 1]?.startsWith(word))

/** What somebody looks for: each must be the beginning of some word. */
export function searchTerms(search: string): string[] {
  return search === '' ? [] : wordsOf(search).slice(0, TERMS_AT_MOST)
}

/** The key by which names are sorted. */
export const sortKey = (name: string): string => fold(name)

const fold = (text: string): string => (isAscii(text) ? text.toLowerCase() : foldAny(text))

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

const foldAny = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ς/g, 'σ')
    .replace(/ı/g, 'i')

function split(text: string): string[] {
  const words = isAscii(text)
    ? text.toLowerCase().split(/[^a-z0-9]+/)
    : foldAny(text).split(/[^\p{L}\p{N}]+/u)
  return words.filter((word) => word !== '').map(cut)
}

const cut = (word: string): string =>
  word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD).toWellFormed() : word
