import type { Transaction } from 'kysely'
import type { Customer, Who } from '../db/customers.ts'
import { countOrders } from '../db/guests.ts'
import type { Database } from '../db/tables.ts'
import { emailKey, phoneKey, type Contact } from '../domain/contact.ts'
import { encodeId } from '../domain/ids.ts'
import { OPEN } from '../domain/order-status.ts'
import { InvalidInput, NotFound } from '../domain/refusals.ts'
import { isStaff, type Asker, type Role } from '../domain/viewer.ts'
import type { Asking } from './asking.ts'

/** Who is to be called, and whom staff place for. */
export interface Ordering {
  contact: Contact | null
  customerId: string | null
}

export interface Party {
  customerId: string | null
  /** Null only for a walk-in that staff place for. */
  contact: Contact | null
  /** Null for a guest, and for a customer who has not registered. */
  placedBy: Role | null
}

/** Looks a customer up by id or by the subject of a token; in a transaction also holds the row until its end. */
export type FindCustomer = (who: Who) => Promise<Customer | undefined>

/**
 * Who orders: a registered customer for themselves, staff for a customer or a walk-in, or a guest.
 *
 * @throws NotFound, InvalidInput where a guest gives no contact
 */
export async function partyFor(
  { asker }: Asking,
  { contact, customerId }: Ordering,
  find: FindCustomer,
): Promise<Party> {
  const customer = await customerFor(asker, customerId, find)
  if (customer) {
    const { id, name, email, phone } = customer
    return { customerId: id, contact: contact ?? { name, email, phone }, placedBy: asker!.role }
  }
  if (asker && isStaff(asker)) return { customerId: null, contact, placedBy: asker.role }
  if (contact) return { customerId: null, contact, placedBy: null }
  throw new InvalidInput([
    { code: 'REQUIRED', path: ['contact'], message: 'A name, and an e-mail or a phone, are needed.' },
  ])
}

async function customerFor(
  asker: Asker,
  id: string | null,
  find: FindCustomer,
): Promise<Customer | undefined> {
  if (id === null) return asker && !isStaff(asker) ? find({ subject: asker.subject }) : undefined
  const customer = await find({ id })
  if (!customer) throw new NotFound('customer', encodeId('Customer', id))
  return customer
}

/** @throws InvalidInput where the guest has as many open orders as there may be */
export async function refuseGuestWithManyOrders(
  trx: Transaction<Database>,
  { guestOrdersAtMost }: Asking,
  contact: Contact | null,
): Promise<void> {
  const open = await countOrders(trx, contactKeys(contact), OPEN)
  if (open < guestOrdersAtMost) return
  const message = `There are ${guestOrdersAtMost} open orders for this e-mail or phone already; call the bakery for more.`
  throw new InvalidInput([{ code: 'LIMIT_REACHED', path: ['contact'], message }])
}

export const contactKeys = (contact: Contact | null) => ({
  emailKey: contact?.email ? emailKey(contact.email) : null,
  phoneKey: contact?.phone ? phoneKey(contact.phone) : null,
})
