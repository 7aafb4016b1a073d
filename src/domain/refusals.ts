import type { SlotOffer, UnavailableReason } from './calendar.ts'
import type { OrderAction, OrderStatus } from './order-status.ts'

export const FIELD_ERROR_CODES = [
  'REQUIRED',
  'MALFORMED',
  'TOO_SHORT',
  'TOO_LONG',
  'OUT_OF_RANGE',
  'NOT_ALLOWED',
  'UNKNOWN',
  'DUPLICATE',
  'NO_DELIVERY_ZONE',
  'BELOW_MINIMUM',
  'LIMIT_REACHED',
] as const
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number]

export interface FieldError {
  code: FieldErrorCode
  path: string[]
  message: string
}

export interface UnavailableItem {
  itemIndex: number
  message: string
}

/**
 * A reason for not doing what was asked, told to the client: as a member of the field's result union where it has
 * one, else as an error with `extensions.code`. Whatever else is thrown is logged and masked.
 */
export abstract class Refusal extends Error {
  /** `extensions.code` where the refusal is told as an error. */
  readonly code: string = 'BAD_USER_INPUT'
  /** Whether result unions have a type of this name. */
  readonly isMember: boolean = true
}

export class InvalidInput extends Refusal {
  override readonly name = 'InvalidInputError'
  readonly fields: FieldError[]

  constructor(fields: FieldError[]) {
    super(fields.map(({ message }) => message).join(' '))
    this.fields = fields
  }
}

export class NotFound extends Refusal {
  override readonly name = 'NotFoundError'
  override readonly code = 'NOT_FOUND'
  readonly id: string | null

  constructor(what: string, id: string | null = null) {
    super(`There is no such ${what}, or it is not yours to see.`)
    this.id = id
  }
}

export class UnavailableItems extends Refusal {
  override readonly name = 'UnavailableItemError'
  readonly items: UnavailableItem[]

  constructor(items: UnavailableItem[]) {
    super(items.length === 1 ? 'One item cannot be ordered.' : `${items.length} items cannot be ordered.`)
    this.items = items
  }
}

const WHY_NOT: Record<UnavailableReason, string> = {
  PAST: 'That time has passed.',
  CLOSED: 'The bakery hands nothing over then.',
  OUT_OF_SEASON: 'That day is outside the season of a cake in the basket.',
  LEAD_TIME: 'That is too soon for what is in the basket.',
  BEYOND_HORIZON: 'Orders are not taken that far ahead.',
  DAY_FULL: 'The bakery has no capacity left on that day.',
  SLOT_FULL: 'That slot is taken.',
}

export class SlotUnavailable extends Refusal {
  override readonly name = 'SlotUnavailableError'
  readonly reason: UnavailableReason
  readonly alternatives: SlotOffer[]

  constructor(reason: UnavailableReason, alternatives: SlotOffer[] = []) {
    super(WHY_NOT[reason])
    this.reason = reason
    this.alternatives = alternatives
  }
}

export class PriceChanged extends Refusal {
  override readonly name = 'PriceChangedError'
  readonly total: number

  constructor(total: number) {
    super('The total is no longer the one that was agreed to; nothing was placed.')
    this.total = total
  }
}

export class IdempotencyConflict extends Refusal {
  override readonly name = 'IdempotencyConflictError'

  constructor() {
    super('This idempotency key was used before with other input; take a new key for a new order.')
  }
}

export class StaleVersion extends Refusal {
  override readonly name = 'StaleVersionError'
  readonly orderId: string

  constructor(orderId: string) {
    super('The order was changed meanwhile; look at it again before changing it.')
    this.orderId = orderId
  }
}

export class IllegalTransition extends Refusal {
  override readonly name = 'IllegalTransitionError'
  readonly status: OrderStatus
  readonly availableActions: OrderAction[]

  constructor(action: OrderAction, status: OrderStatus, availableActions: OrderAction[]) {
    super(`${action} is not possible for you while the order is ${status}.`)
    this.status = status
    this.availableActions = availableActions
  }
}

export class AlreadyExists extends Refusal {
  override readonly name = 'AlreadyExistsError'
  readonly field: string

  constructor(field: string) {
    super(`Another cake has this ${field} already.`)
    this.field = field
  }
}

/** A token is needed and there was none. */
export class Unauthenticated extends Refusal {
  override readonly code = 'UNAUTHENTICATED'
  override readonly isMember = false
}

export class Forbidden extends Refusal {
  override readonly code = 'FORBIDDEN'
  override readonly isMember = false
}
