import type { OrderAction, OrderStatus } from './gql/graphql.ts'

// Enums may grow: what a word is missing for is shown as the API writes it.

const STATUSES: Partial<Record<OrderStatus, string>> = {
  PENDING: 'To confirm',
  CONFIRMED: 'To make',
  IN_PRODUCTION: 'In the making',
  READY: 'Ready',
  OUT_FOR_DELIVERY: 'On its way',
  COMPLETED: 'Handed over',
  NO_SHOW: 'Nobody came',
  CANCELLED: 'Cancelled',
  DECLINED: 'Declined',
}

const ACTIONS: Partial<Record<OrderAction, string>> = {
  CONFIRM: 'Confirm',
  DECLINE: 'Decline',
  START_PRODUCTION: 'Start making',
  MARK_READY: 'It is ready',
  DISPATCH: 'Send out',
  COMPLETE: 'Handed over',
  MARK_NO_SHOW: 'Nobody came',
  CANCEL: 'Cancel',
  RESCHEDULE: 'Move',
}

const REASONS: Record<string, string> = {
  BEYOND_HORIZON: 'too far ahead',
  CLOSED: 'closed',
  DAY_FULL: 'ovens full',
  LEAD_TIME: 'too soon',
  OUT_OF_SEASON: 'out of season',
  PAST: 'over',
  SLOT_FULL: 'taken',
}

export const sayStatus = (status: OrderStatus): string => STATUSES[status] ?? spell(status)
export const sayAction = (action: OrderAction): string => ACTIONS[action] ?? spell(action)
export const sayReason = (reason: string): string => REASONS[reason] ?? spell(reason)
export const sayAllergen = (allergen: string): string => spell(allergen)

function spell(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ')
}
