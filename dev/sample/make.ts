import type { Database } from '../../src/db/tables.ts'
import { cakeRows, cakesOf } from './cakes.ts'
import { chanceOf } from './chance.ts'
import { customerRows, makeCustomers } from './customers.ts'
import { orderRows } from './orders.ts'
import { Book } from './orders/book.ts'
import { BAKERY, calendarAround, settingsRows } from './settings.ts'
import { usageRows } from './usage.ts'

type Filled = Exclude<keyof Database, 'idempotency_keys' | 'outbox'>

/** All rows of the sample bakery, in an order in which they can be inserted. */
export type Sample = { [Table in Filled]: Database[Table][] }

/** The same for every instant of a date in the bakery: all that it tells of lies before that day began. */
export function makeSample(now: Temporal.Instant): Sample {
  const date = now.toZonedDateTimeISO(BAKERY.time_zone).toPlainDate()
  const today = date.toString()
  const calendar = calendarAround(today)
  const cakes = cakesOf(today)
  const customers = makeCustomers()
  const orders = orderRows({
    chance: chanceOf(`orders of ${today}`),
    calendar,
    cakes,
    customers,
    book: new Book(calendar),
    today,
    until: date.toZonedDateTime(BAKERY.time_zone).toInstant(),
  })
  return {
    ...settingsRows(calendar),
    ...cakeRows(cakes, today),
    ...customerRows(customers),
    ...orders,
    ...usageRows(orders.orders),
  }
}
