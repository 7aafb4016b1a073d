import { randomUUIDv7 } from 'node:crypto'
import { readSettings } from '../db/bakery.ts'
import * as customers from '../db/customers.ts'
import { transact } from '../db/transact.ts'
import { uniteAllergens, type Allergen } from '../domain/cake.ts'
import { emailKey, readContact } from '../domain/contact.ts'
import { phoneWordsOf, wordsOf } from '../domain/search-words.ts'
import { InputCheck } from '../domain/text.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Asking } from './asking.ts'

export interface NewRegistration {
  name: string
  phone?: string | null
  allergies: readonly Allergen[]
}

/**
 * Makes the viewer's own customer record, with the e-mail of the token; asked again, gives the one there is.
 *
 * @throws InvalidInput
 */
export async function registerCustomer(
  asking: Asking,
  viewer: Viewer,
  input: NewRegistration,
): Promise<{ customer: customers.Customer }> {
  const check = new InputCheck()
  const { name, email, phone } = readContact(check, [], { ...input, email: viewer.email })
  check.done()

  const customer = await transact(asking.db, async (trx) => {
    const known = await customers.find(trx, viewer)
    if (known) return known
    const now = asking.decideAt((await readSettings(trx)).databaseNow)
    const row = {
      id: randomUUIDv7(),
      subject: viewer.subject,
      name,
      email,
      email_key: email && emailKey(email),
      phone,
      allergies: uniteAllergens([input.allergies]),
      created_at: now,
      updated_at: now,
      erased_at: null,
    }
    const words = [...new Set([...wordsOf(name, email), ...phoneWordsOf(phone)])]
    const isFirst = await customers.insert(trx, row, words)
    return isFirst ? row : (await customers.find(trx, viewer))!
  })
  asking.loaders.customerOfSubject.clear(viewer.subject)
  return { customer }
}
