import { readSettings } from '../db/bakery.ts'
import * as customers from '../db/customers.ts'
import { transact } from '../db/transact.ts'
import { uniteAllergens, type Allergen } from '../domain/cake.ts'
import { emailKey, readContact } from '../domain/contact.ts'
import { NotFound } from '../domain/refusals.ts'
import { InputCheck, isGiven } from '../domain/text.ts'
import { isStaff, type Viewer } from '../domain/viewer.ts'
import { requireStaff, type Asking } from './asking.ts'
import { customerWords } from './customer-rows.ts'

export interface CustomerChange {
  customerId?: string | null
  name?: string | null
  email?: string | null
  phone?: string | null
  allergies?: readonly Allergen[] | null
}

/**
 * Changes a customer record: staff anybody's, customers their own. What is left out stays; null clears e-mail or phone.
 *
 * @throws InvalidInput, NotFound; Forbidden where others than staff name a customer
 */
export async function updateCustomer(
  asking: Asking,
  viewer: Viewer,
  input: CustomerChange,
): Promise<{ customer: customers.Customer }> {
  if (isGiven(input.customerId)) requireStaff(viewer, 'Changing another customer')
  const check = new InputCheck()
  const id = isGiven(input.customerId) ? check.id(['customerId'], 'Customer', input.customerId) : null
  if (input.name === null) check.refuse(['name'], 'REQUIRED', 'A name cannot be cleared.')
  if (input.allergies === null)
    check.refuse(['allergies'], 'REQUIRED', 'Send an empty list for no allergies.')
  if (input.email !== undefined && !isStaff(viewer)) {
    check.refuse(['email'], 'NOT_ALLOWED', 'Your e-mail is that of your sign-in; change it there.')
  }
  check.done()

  const customer = await transact(asking.db, async (trx) => {
    const known = await customers.lock(trx, id === null ? viewer : { id })
    if (!known) throw new NotFound('customer', input.customerId)
    const changed = merge(known, input)
    const now = asking.decideAt((await readSettings(trx)).databaseNow)
    const row = { ...known, ...changed, updated_at: now }
    await customers.update(trx, row, customerWords(row))
    return row
  })
  asking.refresh()
  return { customer }
}

function merge(known: customers.Customer, input: CustomerChange) {
  const check = new InputCheck()
  const contact = readContact(check, [], {
    name: input.name ?? known.name,
    email: input.email === undefined ? known.email : input.email,
    phone: input.phone === undefined ? known.phone : input.phone,
  })
  check.done()
  const allergies = input.allergies ? uniteAllergens([input.allergies]) : known.allergies
  return { ...contact, email_key: contact.email && emailKey(contact.email), allergies }
}
