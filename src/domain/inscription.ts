import type { FieldErrorCode } from './refusals.ts'

const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
// Joiners, marks, spaces and the letters that show nothing.
const INVISIBLE = /^[\p{Cf}\p{DI}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]*$/u
const LARGEST_GRAPHEME = 64

// Made when first wanted: its data take time to load.
let graphemes: Intl.Segmenter | undefined
const bytes = new TextEncoder()

export type Inscription =
  { text: string | null } | { text?: undefined; code: FieldErrorCode; message: string }

/** What is to be written on a cake that holds `maxLength` user-perceived characters; null where nothing is. */
export function readInscription(value: string | null | undefined, maxLength: number | null): Inscription {
  if (value === null || value === undefined) return { text: null }
  if (!value.isWellFormed())
    return { code: 'MALFORMED', message: 'The inscription is not well-formed Unicode.' }
  const text = value.normalize('NFC').trim()
  if (text === '') return { text: null }
  if (maxLength === null) return { code: 'NOT_ALLOWED', message: 'Nothing can be written on this cake.' }
  if (FORBIDDEN.test(text)) {
    return { code: 'NOT_ALLOWED', message: 'An inscription is one line without control characters.' }
  }
  if (INVISIBLE.test(text)) return { code: 'NOT_ALLOWED', message: 'The inscription shows nothing.' }
  if (!fits(text, maxLength)) {
    return { code: 'TOO_LONG', message: `At most ${maxLength} characters fit on this cake.` }
  }
  return { text }
}

function fits(text: string, maxLength: number): boolean {
  if (text.length > maxLength * LARGEST_GRAPHEME) return false
  let length = 0
  for (const { segment } of (graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' })).segment(
    text,
  )) {
    length++
    if (length > maxLength || bytes.encode(segment).length > LARGEST_GRAPHEME) return false
  }
  return true
}
