import { pool } from './pool.ts'
import { CAPACITY, newNumber, type OrderRow, type PlaceOrderInput, type VariantRow } from './rows.ts'

type Priced = VariantRow & { cake_name: string; cake_allergens: string[] }

/** An order, its lines and its place in the slot, in one transaction. No key, no history, no outbox, no rules. */
export async function placeOrder({
  customerId,
  slotDate,
  slotStart,
  items,
}: PlaceOrderInput): Promise<OrderRow> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<Priced>(
      `select v.*, c.name as cake_name, c.allergens as cake_allergens
       from cake_variants v join cakes c on c.id = v.cake_id where v.id = any($1)`,
      [items.map(({ variantId }) => variantId)],
    )
    const variants = new Map(rows.map((row) => [row.id, row]))
    const lines = items.map(({ variantId, quantity }) => ({ ...variants.get(variantId)!, quantity }))
    const total = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
    const units = lines.reduce((sum, line) => sum + line.production_units * line.quantity, 0)
    const { rows: orders } = await client.query<OrderRow>(
      `insert into orders (id, number, status, version, customer_id, placed_by, method, slot_date, slot_start, slot_end,
         starts_at, ends_at, prices_include_tax, subtotal, delivery_fee, tax, total, allergens, production_units,
         placed_at, updated_at)
       values ($1, $2, 'PENDING', 1, $3, 'CUSTOMER', 'PICKUP', $4::date, $5::time, $5::time + interval '30 minutes',
         ($4::date + $5::time) at time zone 'Europe/Amsterdam',
         ($4::date + $5::time + interval '30 minutes') at time zone 'Europe/Amsterdam',
         true, $6, 0, $7, $6, $8, $9, now(), now())
       returning *`,
      [
        crypto.randomUUID(),
        newNumber(),
        customerId,
        slotDate,
        slotStart,
        total,
        Math.round((total * 900) / 10900),
        [...new Set(lines.flatMap((line) => line.cake_allergens))].toSorted(),
        units,
      ],
    )
    const order = orders[0]!
    const values = lines.map((line, position) => [
      crypto.randomUUID(),
      order.id,
      position,
      line.cake_id,
      line.id,
      line.cake_name,
      line.name,
      line.quantity,
      line.price,
      line.price * line.quantity,
      900,
      line.production_units * line.quantity,
      line.cake_allergens,
    ])
    await client.query(
      `insert into order_items (id, order_id, position, cake_id, variant_id, cake_name, variant_name, quantity,
         unit_price, total, tax_rate_basis_points, production_units, allergens)
       values ${values.map((row, at) => `(${row.map((_, i) => `$${at * row.length + i + 1}`).join(', ')})`).join(', ')}`,
      values.flat(),
    )
    const { rowCount } = await client.query(
      `insert into slot_usage as u (method, date, start_time, booked) values ('PICKUP', $1, $2, 1)
       on conflict (date, method, start_time) do update set booked = u.booked + 1 where u.booked < $3`,
      [slotDate, slotStart, CAPACITY],
    )
    if (rowCount === 0) throw new Error('The slot is full.')
    await client.query('commit')
    return order
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
