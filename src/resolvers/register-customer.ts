import { readSettings } from '../db/bakery.ts'
import * as customers from '../db/customers.ts'
import { transact } from '../db/transact.ts'
import type { Allergen } from '../domain/cake.ts'
import { readContact } from '../domain/contact.ts'
import { InputCheck } from '../domain/text.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Asking } from './asking.ts'
import { customerRow, customerWords } from './customer-rows.ts'

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
  const contact = readContact(check, [], { ...input, email: viewer.email })
  check.done()

  const customer = await transact(asking.db, async (trx) => {
    const known = await customers.find(trx, viewer)
    if (known) return known
    const now = asking.decideAt((await readSettings(trx)).databaseNow)
    const row = customerRow({ ...contact, subject: viewer.subject, allergies: input.allergies }, now)
    const isFirst = await customers.insert(trx, row, customerWords(row))
    return isFirst ? row : (await customers.find(trx, viewer))!
  })
  asking.refresh()
  return { customer }
}
