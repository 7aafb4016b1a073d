import { readSettings } from '../db/bakery.ts'
import * as customers from '../db/customers.ts'
import { transact } from '../db/transact.ts'
import type { Allergen } from '../domain/cake.ts'
import { readContact, type NewContact } from '../domain/contact.ts'
import { InputCheck } from '../domain/text.ts'
import type { Asking } from './asking.ts'
import { customerRow, customerWords } from './customer-rows.ts'

export interface NewCustomer extends NewContact {
  allergies: readonly Allergen[]
}

/**
 * Makes a customer record for somebody who telephones or walks in. Several may share an e-mail.
 *
 * @throws InvalidInput
 */
export async function createCustomer(
  asking: Asking,
  input: NewCustomer,
): Promise<{ customer: customers.Customer }> {
  const check = new InputCheck()
  const contact = readContact(check, [], input)
  check.done()
  const customer = await transact(asking.db, async (trx) => {
    const now = asking.decideAt((await readSettings(trx)).databaseNow)
    const row = customerRow({ ...contact, subject: null, allergies: input.allergies }, now)
    await customers.insert(trx, row, customerWords(row))
    return row
  })
  return { customer }
}
