import DataLoader from 'dataloader'
import { placeOrder } from './place-order.ts'
import { pool } from './pool.ts'
import type { CakeRow, CustomerRow, ItemRow, OrderRow, PlaceOrderInput, VariantRow } from './rows.ts'

export type Context = ReturnType<typeof createContext>

export const createContext = () => ({
  cake: byId<CakeRow>('select * from cakes where id = any($1)'),
  customer: byId<CustomerRow>('select * from customers where id = any($1)'),
  variants: listsBy<VariantRow>(
    'cake_id',
    'select * from cake_variants where cake_id = any($1) order by price, id',
  ),
  items: listsBy<ItemRow>('order_id', 'select * from order_items where order_id = any($1) order by position'),
})

export const resolvers = {
  Query: {
    cakes: async (_: unknown, { first }: { first: number }) => ({
      nodes: (
        await pool.query<CakeRow>(
          `select * from cakes where status = 'ACTIVE' order by name_key, id limit $1`,
          [first],
        )
      ).rows,
    }),
    orders: async (_: unknown, { first }: { first: number }) => ({
      nodes: (
        await pool.query<OrderRow>('select * from orders order by placed_at desc, id desc limit $1', [first])
      ).rows,
    }),
    order: async (_: unknown, { id }: { id: string }) =>
      (await pool.query<OrderRow>('select * from orders where id = $1', [id])).rows[0],
  },
  Mutation: {
    placeOrder: (_: unknown, { input }: { input: PlaceOrderInput }) => placeOrder(input),
  },
  Cake: {
    priceFrom: (cake: CakeRow) => ({ amount: cake.price_from }),
    variants: (cake: CakeRow, _: unknown, context: Context) => context.variants.load(cake.id),
  },
  CakeVariant: {
    price: (variant: VariantRow) => ({ amount: variant.price }),
  },
  Order: {
    placedAt: (order: OrderRow) => order.placed_at.toISOString(),
    slot: (order: OrderRow) => ({ date: order.slot_date, startTime: order.slot_start.slice(0, 5) }),
    total: (order: OrderRow) => ({ amount: order.total }),
    customer: (order: OrderRow, _: unknown, context: Context) =>
      order.customer_id ? context.customer.load(order.customer_id) : null,
    items: (order: OrderRow, _: unknown, context: Context) => context.items.load(order.id),
  },
  OrderItem: {
    cakeName: (item: ItemRow) => item.cake_name,
    variantName: (item: ItemRow) => item.variant_name,
    total: (item: ItemRow) => ({ amount: item.total }),
    cake: (item: ItemRow, _: unknown, context: Context) => context.cake.load(item.cake_id),
  },
}

function byId<Row extends { id: string }>(text: string) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const { rows } = await pool.query<Row>(text, [ids])
    const found = new Map(rows.map((row) => [row.id, row]))
    return ids.map((id) => found.get(id) ?? null)
  })
}

function listsBy<Row extends object>(key: keyof Row, text: string) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const { rows } = await pool.query<Row>(text, [ids])
    const lists = Map.groupBy(rows, (row) => row[key] as string)
    return ids.map((id) => lists.get(id) ?? [])
  })
}
