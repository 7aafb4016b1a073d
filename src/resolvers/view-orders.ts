import * as orderList from '../db/order-list.ts'
import type { ShownOrder } from '../db/lean-orders.ts'
import type { OrderPart } from '../db/order-parts.ts'
import * as orderPage from '../db/order-page.ts'
import { ORDER_SORTS, type OrderQuery, type OrderSort } from '../db/order-query.ts'
import type { Order } from '../db/orders.ts'
import type { FulfilmentMethod, LocalDate } from '../domain/calendar.ts'
import { instantOf } from '../domain/moment.ts'
import { readGuestToken } from '../domain/guest-token.ts'
import type { OrderStatus } from '../domain/order-status.ts'
import { searchTerms } from '../domain/search-words.ts'
import { whole } from './shown-orders.ts'
import { orderViewOf, type Asking } from './asking.ts'
import { connectionOf, pageOf, type Connection, type List, type PageArgs } from './paginate.ts'

export interface OrderFilter {
  status?: OrderStatus[] | null
  method?: FulfilmentMethod | null
  slotFrom?: LocalDate | null
  slotTo?: LocalDate | null
  search?: string | null
}

interface Args extends PageArgs {
  filter?: OrderFilter | null
  sort: OrderSort
}

/** What is selected of orders: the parts that come along with them, and whether lean ones have the rest. */
export interface OrdersAsked {
  parts: ReadonlySet<OrderPart>
  isLean: boolean
}

/** Staff see all orders, customers their own. */
export async function viewOrders(
  asking: Asking,
  { filter, sort, ...args }: Args,
  { parts, isLean }: OrdersAsked,
): Promise<Connection<ShownOrder>> {
  const list = listSorted(sort)
  const page = pageOf(list, args)
  const query = queryOf(asking, filter)
  const slice = await orderPage.list(asking.db, {
    query,
    sort,
    page,
    parts,
    isLean: isLean && sort !== 'SLOT_ASC',
  })
  asking.takeParts(slice.rows)
  return connectionOf(list, page, slice, () => orderList.count(asking.db, query))
}

/** A customer's orders, newest first: one statement for all customers of a request. */
export async function viewOrdersOf(
  asking: Asking,
  customerId: string,
  { filter, ...args }: Omit<Args, 'sort'>,
): Promise<Connection<ShownOrder>> {
  const sort = 'PLACED_AT_DESC'
  const list = listSorted(sort)
  const page = pageOf(list, args)
  const key = { customerId, query: queryOf(asking, filter), sort, page } as const
  const slice = await asking.loaders.ordersOfCustomer.load(key)
  return connectionOf(
    list,
    page,
    slice ?? { rows: [], hasMore: false },
    async () => (await asking.loaders.orderCountOfCustomer.load(key)) ?? 0,
  )
}

/** The order that a guest's token shows; it opens that one order for the rest of the request. */
export function viewGuestOrder(asking: Asking, token: string): Promise<Order | null> {
  const orderId = readGuestToken(asking.guestSecrets, token)
  if (orderId === undefined) return Promise.resolve(null)
  asking.granted.add(orderId)
  return asking.loaders.order.clear(orderId).load(orderId)
}

const KEYS: Record<OrderSort, List<ShownOrder>['keyOf']> = {
  PLACED_AT_DESC: (order) => instantOf(order.placed_at).toString(),
  PLACED_AT_ASC: (order) => instantOf(order.placed_at).toString(),
  SLOT_ASC: (order) => whole(order).starts_at.toString(),
}

const listSorted = (sort: OrderSort): List<ShownOrder> => ({
  name: `orders ${sort}`,
  type: ORDER_SORTS[sort].type,
  keyOf: KEYS[sort],
})

const queryOf = (asking: Asking, filter: OrderFilter | null | undefined): OrderQuery => ({
  view: orderViewOf(asking),
  statuses: filter?.status,
  method: filter?.method,
  slotFrom: filter?.slotFrom,
  slotTo: filter?.slotTo,
  terms: searchTerms(filter?.search ?? ''),
})
