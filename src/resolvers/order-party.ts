import type { Transaction } from 'kysely'
import type { Who } from '../db/customers.ts'
import { countOrders } from '../db/guests.ts'
import type { Buyer } from '../db/placing.ts'
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

/** Whose record as a customer counts: that of whom staff name, or the asker's own. */
export function ordererOf(asker: Asker, id: string | null): Who | null {
  if (id !== null) return { id }
  return asker && !isStaff(asker) ? { subject: asker.subject } : null
}

/**
 * Who orders: a registered customer for themselves, staff for a customer or a walk-in, or a guest.
 *
 * @throws NotFound, InvalidInput where a guest gives no contact
 */
export function partyFor(
  { asker }: Asking,
  { contact, customerId }: Ordering,
  customer: Buyer | undefined,
): Party {
  if (customer) {
    const { id, name, email, phone } = customer
    return { customerId: id, contact: contact ?? { name, email, phone }, placedBy: asker!.role }
  }
  if (customerId !== null) throw new NotFound('customer', encodeId('Customer', customerId))
  if (asker && isStaff(asker)) return { customerId: null, contact, placedBy: asker.role }
  if (contact) return { customerId: null, contact, placedBy: null }
  throw new InvalidInput([
    { code: 'REQUIRED', path: ['contact'], message: 'A name, and an e-mail or a phone, are needed.' },
  ])
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
