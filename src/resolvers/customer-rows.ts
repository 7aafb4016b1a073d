import { randomUUIDv7 } from 'node:crypto'
import type { Customer } from '../db/customers.ts'
import { uniteAllergens, type Allergen } from '../domain/cake.ts'
import { emailKey, type Contact } from '../domain/contact.ts'
import { phoneWordsOf, wordsOf } from '../domain/search-words.ts'

export interface NewCustomerRow extends Contact {
  /** The subject of the token that may see it; null where staff made it. */
  subject: string | null
  allergies: readonly Allergen[]
}

export const customerRow = (
  { subject, name, email, phone, allergies }: NewCustomerRow,
  now: Temporal.Instant,
): Customer => ({
  id: randomUUIDv7(),
  subject,
  name,
  email,
  email_key: email && emailKey(email),
  phone,
  allergies: uniteAllergens([allergies]),
  created_at: now,
  updated_at: now,
})

/** The words under which a customer is found. */
export const customerWords = ({ name, email, phone }: Contact): string[] => [
  ...new Set([...wordsOf(name, email), ...phoneWordsOf(phone)]),
]
