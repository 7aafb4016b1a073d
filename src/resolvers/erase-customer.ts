import * as customers from '../db/customers.ts'
import { eraseKeysOf, eraseOrdersOf, statusesOf } from '../db/erasing.ts'
import { transact } from '../db/transact.ts'
import { encodeId } from '../domain/ids.ts'
import { FINAL } from '../domain/order-status.ts'
import { InvalidInput, NotFound } from '../domain/refusals.ts'
import { wordsOf } from '../domain/search-words.ts'
import { InputCheck } from '../domain/text.ts'
import type { Asking } from './asking.ts'

/**
 * Erases what identifies a customer, for good: the record, and all that stands of them in their orders. The orders stay
 * in the books without a name.
 *
 * @throws NotFound, InvalidInput while an order of theirs is not final
 */
export async function eraseCustomer(asking: Asking, customerId: string): Promise<{ erasedId: string }> {
  const check = new InputCheck()
  const id = check.id(['customerId'], 'Customer', customerId)
  check.done()
  await transact(asking.db, async (trx) => {
    // Keys before the customer, as placing takes them: so neither waits for the other in a circle.
    await eraseKeysOf(trx, { id, subject: (await customers.find(trx, { id }))?.subject ?? null })
    const customer = await customers.lock(trx, { id })
    if (!customer) throw new NotFound('customer', customerId)
    const statuses = await statusesOf(trx, id)
    if (statuses.some((status) => !FINAL.includes(status))) throw stillOpen()
    // Those that were claimed since.
    await eraseKeysOf(trx, customer)
    await eraseOrdersOf(trx, customer, (number) => wordsOf(number, number.replace('-', '')))
    await customers.remove(trx, id)
  })
  asking.refresh()
  return { erasedId: encodeId('Customer', id) }
}

function stillOpen(): InvalidInput {
  const message = 'An order of this customer is not final yet: complete, cancel or decline it first.'
  return new InvalidInput([{ code: 'NOT_ALLOWED', path: ['customerId'], message }])
}
