import {
  readAddress,
  readContact,
  type Address,
  type Contact,
  type NewAddress,
  type NewContact,
} from './contact.ts'
import { decodeSlotId, type SlotKey } from './slot-id.ts'
import type { InputCheck } from './text.ts'

export function readSlotId(check: InputCheck, slotId: string): SlotKey | undefined {
  const slot = decodeSlotId(slotId)
  if (!slot) check.refuse(['slotId'], 'MALFORMED', 'This is no id of a slot; take one from availability.')
  return slot
}

/** 16 to 255 visible ASCII characters. */
export function readIdempotencyKey(check: InputCheck, key: string): string {
  const path = ['idempotencyKey']
  if (key.length < 16) check.refuse(path, 'TOO_SHORT', 'An idempotency key has 16 characters at least.')
  else if (key.length > 255) check.refuse(path, 'TOO_LONG', 'An idempotency key has 255 characters at most.')
  else if (!/^[\x21-\x7e]*$/.test(key)) {
    check.refuse(path, 'NOT_ALLOWED', 'An idempotency key has visible ASCII characters only; a UUID will do.')
  }
  return key
}

export function readOptionalContact(
  check: InputCheck,
  contact: NewContact | null | undefined,
): Contact | null {
  return contact ? readContact(check, ['contact'], contact) : null
}

/** The address of a delivery; a pick-up has none. */
export function readDeliveryAddress(
  check: InputCheck,
  address: NewAddress | null | undefined,
  slot: SlotKey | undefined,
): Address | null {
  const path = ['deliveryAddress']
  if (slot?.method === 'DELIVERY' && !address) check.refuse(path, 'REQUIRED', 'A delivery needs an address.')
  if (slot?.method === 'PICKUP' && address) check.refuse(path, 'NOT_ALLOWED', 'A pick-up takes no address.')
  return address ? readAddress(check, path, address) : null
}
