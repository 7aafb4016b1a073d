import { sql } from 'kysely'

const LAST_CHARACTER = '\u{10FFFF}'

/**
 * Whether the column `word` begins with a term. A range instead of LIKE: words are compared by code point, so that
 * every plan of a prepared statement can use the index.
 */
export const startsWith = (term: string) => sql<boolean>`word >= ${term} and word < ${term + LAST_CHARACTER}`
