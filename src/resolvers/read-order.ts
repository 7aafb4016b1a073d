import type { Who } from '../db/customers.ts'
import type { KeyName } from '../db/keys.ts'
import type { NewAddress, NewContact } from '../domain/contact.ts'
import {
  readDeliveryAddress,
  readIdempotencyKey,
  readOptionalContact,
  readSlotId,
} from '../domain/order-input.ts'
import { InputCheck, isGiven } from '../domain/text.ts'
import { principalOf } from '../domain/viewer.ts'
import { requireStaff, type Asking } from './asking.ts'
import type { Wish } from './check-order.ts'
import { hashOf } from './idempotency.ts'
import { ordererOf, type Ordering } from './order-party.ts'
import { readItems, type NewItem } from './weigh-basket.ts'

export interface NewOrder {
  idempotencyKey: string
  items: readonly NewItem[]
  slotId: string
  contact?: NewContact | null
  customerId?: string | null
  deliveryAddress?: NewAddress | null
  note?: string | null
  expectedTotal?: number | null
  overrideLeadTime: boolean
}

/** What is to be placed, once the input has a good shape. */
export interface OrderWish extends Wish, Ordering {
  note: string | null
  key: KeyName
  inputHash: string
  orderer: Who | null
}

/** @throws InvalidInput; Unauthenticated and Forbidden where others than staff ask for what is staff's */
export function readWish(asking: Asking, input: NewOrder): OrderWish {
  if (isGiven(input.customerId)) requireStaff(asking.asker, 'Placing an order for a customer')
  if (input.overrideLeadTime) requireStaff(asking.asker, 'Overriding the lead time')
  const check = new InputCheck()
  const key = readIdempotencyKey(check, input.idempotencyKey)
  const items = readItems(check, input.items)
  const slot = readSlotId(check, input.slotId)
  const wish = {
    items,
    contact: readOptionalContact(check, input.contact),
    customerId: isGiven(input.customerId) ? check.id(['customerId'], 'Customer', input.customerId) : null,
    deliveryAddress: readDeliveryAddress(check, input.deliveryAddress, slot),
    note: check.note(['note'], input.note),
    expectedTotal: input.expectedTotal ?? null,
    overrideLeadTime: input.overrideLeadTime,
  }
  check.done()
  return {
    ...wish,
    slot: slot!,
    key: { principal: principalOf(asking.asker), operation: 'placeOrder', key },
    inputHash: hashOf({ ...input, idempotencyKey: null }),
    orderer: ordererOf(asking.asker, wish.customerId),
  }
}
