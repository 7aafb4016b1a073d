import { sql } from 'kysely'
import { CAPACITY, newNumber, type PlaceOrderInput } from '../rows.ts'
import { db } from './tables.ts'

/** The same transaction as in ../place-order.ts, as one writes it with Kysely. */
export const placeOrder = ({ customerId, slotDate, slotStart, items }: PlaceOrderInput) =>
  db.transaction().execute(async (trx) => {
    const variants = await trx
      .selectFrom('cake_variants')
      .innerJoin('cakes', 'cakes.id', 'cake_variants.cake_id')
      .selectAll('cake_variants')
      .select(['cakes.name as cake_name', 'cakes.allergens'])
      .where(
        'cake_variants.id',
        'in',
        items.map(({ variantId }) => variantId),
      )
      .execute()
    const lines = items.map(({ variantId, quantity }) => ({
      ...variants.find(({ id }) => id === variantId)!,
      quantity,
    }))
    const total = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
    const starts = sql<Date>`(${slotDate}::date + ${slotStart}::time) at time zone 'Europe/Amsterdam'`
    const order = await trx
      .insertInto('orders')
      .values({
        id: crypto.randomUUID(),
        number: newNumber(),
        status: 'PENDING',
        version: 1,
        customer_id: customerId,
        placed_by: 'CUSTOMER',
        method: 'PICKUP',
        slot_date: slotDate,
        slot_start: slotStart,
        slot_end: sql<string>`${slotStart}::time + interval '30 minutes'`,
        starts_at: starts,
        ends_at: sql<Date>`${starts} + interval '30 minutes'`,
        prices_include_tax: true,
        subtotal: total,
        delivery_fee: 0,
        tax: Math.round((total * 900) / 10900),
        total,
        allergens: [...new Set(lines.flatMap(({ allergens }) => allergens))].toSorted(),
        production_units: lines.reduce((sum, line) => sum + line.production_units * line.quantity, 0),
        placed_at: new Date(),
        updated_at: new Date(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('order_items')
      .values(
        lines.map((line, position) => ({
          id: crypto.randomUUID(),
          order_id: order.id,
          position,
          cake_id: line.cake_id,
          variant_id: line.id,
          cake_name: line.cake_name,
          variant_name: line.name,
          quantity: line.quantity,
          unit_price: line.price,
          total: line.price * line.quantity,
          tax_rate_basis_points: 900,
          production_units: line.production_units * line.quantity,
          allergens: line.allergens,
        })),
      )
      .execute()
    const taken = await trx
      .insertInto('slot_usage')
      .values({ method: 'PICKUP', date: slotDate, start_time: slotStart, booked: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['date', 'method', 'start_time'])
          .doUpdateSet({ booked: sql<number>`slot_usage.booked + 1` })
          .where('slot_usage.booked', '<', CAPACITY),
      )
      .executeTakeFirst()
    if (taken.numInsertedOrUpdatedRows === 0n) throw new Error('The slot is full.')
    return order
  })
