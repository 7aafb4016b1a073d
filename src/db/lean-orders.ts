import { sql } from 'kysely'
import type { Parts } from './order-parts.ts'
import type { Order } from './orders.ts'

const LEAN = [
  'id',
  'number',
  'status',
  'version',
  'customer_id',
  'method',
  'slot_date',
  'slot_start',
  'slot_end',
  'total',
] as const

/** What most lists show of an order. Its columns are a third, and no instant has to be made. */
export type LeanOrder = Pick<Order, (typeof LEAN)[number]> & { placed_at: string }

/** Only what is in both can be taken without looking which one it is. */
export type ShownOrder = (Order | LeanOrder) & Parts

export const leanColumns = [...LEAN, sql<string>`orders.placed_at::text`.as('placed_at')] as const
