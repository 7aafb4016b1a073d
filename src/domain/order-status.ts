import type { FulfilmentMethod } from './calendar.ts'

export const ORDER_STATUSES = [
  'PENDING',
  'CONFIRMED',
  'IN_PRODUCTION',
  'READY',
  'OUT_FOR_DELIVERY',
  'COMPLETED',
  'CANCELLED',
  'DECLINED',
  'NO_SHOW',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export const ORDER_TRANSITIONS = [
  'CONFIRM',
  'DECLINE',
  'START_PRODUCTION',
  'MARK_READY',
  'DISPATCH',
  'COMPLETE',
  'MARK_NO_SHOW',
  'CANCEL',
] as const
export type OrderTransition = (typeof ORDER_TRANSITIONS)[number]

export const ORDER_ACTIONS = [...ORDER_TRANSITIONS, 'RESCHEDULE'] as const
export type OrderAction = (typeof ORDER_ACTIONS)[number]

/** One way out of a status. Staff may take every one; the order's own customer or guest only those marked so. */
export interface Move {
  to: OrderStatus
  byCustomer?: true
  /** Only orders of this method. */
  only?: FulfilmentMethod
}

/** Every status and every way out of it: what is not here cannot happen. */
export const MOVES: Record<OrderStatus, Partial<Record<OrderAction, Move>>> = {
  PENDING: {
    CONFIRM: { to: 'CONFIRMED' },
    DECLINE: { to: 'DECLINED' },
    CANCEL: { to: 'CANCELLED', byCustomer: true },
    RESCHEDULE: { to: 'PENDING', byCustomer: true },
  },
  CONFIRMED: {
    START_PRODUCTION: { to: 'IN_PRODUCTION' },
    CANCEL: { to: 'CANCELLED', byCustomer: true },
    RESCHEDULE: { to: 'CONFIRMED', byCustomer: true },
  },
  IN_PRODUCTION: {
    MARK_READY: { to: 'READY' },
    CANCEL: { to: 'CANCELLED' },
  },
  READY: {
    DISPATCH: { to: 'OUT_FOR_DELIVERY', only: 'DELIVERY' },
    COMPLETE: { to: 'COMPLETED', only: 'PICKUP' },
    MARK_NO_SHOW: { to: 'NO_SHOW', only: 'PICKUP' },
    CANCEL: { to: 'CANCELLED' },
  },
  OUT_FOR_DELIVERY: {
    COMPLETE: { to: 'COMPLETED' },
    MARK_NO_SHOW: { to: 'NO_SHOW' },
  },
  NO_SHOW: {
    COMPLETE: { to: 'COMPLETED' },
  },
  COMPLETED: {},
  CANCELLED: {},
  DECLINED: {},
}

/** Statuses of orders that still take up the bakery's capacity. */
export const STANDING: readonly OrderStatus[] = ORDER_STATUSES.filter(
  (status) => status !== 'CANCELLED' && status !== 'DECLINED',
)

/** Statuses of orders that the bakery still has to do something for. */
export const OPEN: readonly OrderStatus[] = [
  'PENDING',
  'CONFIRMED',
  'IN_PRODUCTION',
  'READY',
  'OUT_FOR_DELIVERY',
]

/** Statuses without a way out. */
export const FINAL: readonly OrderStatus[] = ORDER_STATUSES.filter(
  (status) => Object.keys(MOVES[status]).length === 0,
)

export interface OrderInMotion {
  status: OrderStatus
  method: FulfilmentMethod
  startsAt: Temporal.Instant
}

export interface Mover {
  isStaff: boolean
  now: Temporal.Instant
  cancellationNoticeHours: number
}

/** Where the action leads, or undefined where this mover cannot take it now. */
export function moveOf(order: OrderInMotion, action: OrderAction, mover: Mover): Move | undefined {
  const move = MOVES[order.status][action]
  if (!move || (move.only && move.only !== order.method)) return undefined
  return mover.isStaff || (move.byCustomer && isInTime(order, mover)) ? move : undefined
}

export function availableActions(order: OrderInMotion, mover: Mover): OrderAction[] {
  return ORDER_ACTIONS.filter((action) => moveOf(order, action, mover) !== undefined)
}

function isInTime({ startsAt }: OrderInMotion, { now, cancellationNoticeHours }: Mover): boolean {
  return Temporal.Instant.compare(now, startsAt.subtract({ hours: cancellationNoticeHours })) <= 0
}
