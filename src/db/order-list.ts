import { sql, type Kysely } from 'kysely'
import { keyset, slice, type Page, type Slice } from './keyset.ts'
import { matching, ORDER_SORTS, type OrderQuery, type OrderSort } from './order-query.ts'
import type { Order } from './orders.ts'
import { anyOf } from './rows.ts'
import type { Database } from './tables.ts'

export async function count(db: Kysely<Database>, query: OrderQuery): Promise<number> {
  const { orders } = await db
    .selectFrom('orders')
    .select((order) => order.fn.countAll<number>().as('orders'))
    .where((order) => order.and(matching(order, query)))
    .executeTakeFirstOrThrow()
  return orders
}

/** One page of orders for each of several customers, by one statement. */
export async function listByCustomer(
  db: Kysely<Database>,
  customerIds: readonly string[],
  query: OrderQuery,
  sort: OrderSort,
  page: Page,
): Promise<Map<string, Slice<Order>>> {
  const { conditions, orderBy, limit } = keyset(ORDER_SORTS[sort], page)
  const rows = await db
    .selectFrom(sql<{ of: string }>`unnest(${customerIds}::uuid[])`.as<'asked'>(sql`asked(of)`))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('orders')
          .selectAll()
          .whereRef('orders.customer_id', '=', 'asked.of')
          .where((order) => order.and([...matching(order, query), ...conditions]))
          .orderBy(orderBy)
          .limit(limit)
          .as('orders'),
      (join) => join.onTrue(),
    )
    .selectAll('orders')
    .select('asked.of')
    .execute()
  const byCustomer = Map.groupBy(rows, ({ of }) => of)
  return new Map(customerIds.map((id) => [id, slice(byCustomer.get(id) ?? [], page)]))
}

export async function countByCustomer(
  db: Kysely<Database>,
  customerIds: readonly string[],
  query: OrderQuery,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('orders')
    .select((order) => ['customer_id', order.fn.countAll<number>().as('orders')])
    .where('customer_id', '=', anyOf(customerIds))
    .where((order) => order.and(matching(order, query)))
    .groupBy('customer_id')
    .execute()
  return new Map(rows.map(({ customer_id, orders }) => [customer_id!, orders]))
}
