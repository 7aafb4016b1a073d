import * as customers from '../db/customers.ts'
import { searchTerms } from '../domain/search-words.ts'
import type { Asking } from './asking.ts'
import { connectionOf, pageOf, type Connection, type List, type PageArgs } from './paginate.ts'

const LIST: List<customers.Customer> = {
  name: 'customers',
  type: 'timestamptz',
  keyOf: (customer) => customer.created_at.toString(),
}

/** All customers, the newest first, or those that the search finds. */
export async function viewCustomers(
  { db }: Asking,
  { search, ...args }: PageArgs & { search?: string | null },
): Promise<Connection<customers.Customer>> {
  const page = pageOf(LIST, args)
  const terms = searchTerms(search ?? '')
  return connectionOf(LIST, page, await customers.list(db, terms, page), () => customers.count(db, terms))
}
