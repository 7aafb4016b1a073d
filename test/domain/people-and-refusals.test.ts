import { describe, expect, it } from 'vitest'
import { UNAVAILABLE_REASONS } from '../../src/domain/calendar.ts'
import * as refusals from '../../src/domain/refusals.ts'
import { isAdmin, isStaff, principalOf, ROLES, type Role } from '../../src/domain/viewer.ts'

const person = (role: Role) => ({ role, subject: `${role} 1`, email: null })

describe('who is asking', () => {
  it.each([
    ['CUSTOMER', false, false],
    ['STAFF', true, false],
    ['ADMIN', true, true],
  ] as const)('a %s is staff: %s, and admin: %s', (role, staff, admin) => {
    expect([isStaff(person(role)), isAdmin(person(role))]).toEqual([staff, admin])
  })

  it('a visitor is neither staff nor admin', () => {
    expect([isStaff(null), isAdmin(null)]).toEqual([false, false])
  })

  it('keys belong to the person, and all visitors’ to the guest', () => {
    expect(ROLES.map((role) => principalOf(person(role)))).toEqual(['CUSTOMER 1', 'STAFF 1', 'ADMIN 1'])
    expect(principalOf(null)).toBe('guest')
  })
})

describe('a refusal', () => {
  const field = { code: 'REQUIRED', path: ['items'], message: 'A basket has at least one line.' } as const

  it.each([
    [new refusals.InvalidInput([{ ...field, path: ['items'] }]), 'InvalidInputError', 'BAD_USER_INPUT'],
    [new refusals.NotFound('order', 'abc'), 'NotFoundError', 'NOT_FOUND'],
    [new refusals.UnavailableItems([]), 'UnavailableItemError', 'BAD_USER_INPUT'],
    [new refusals.SlotUnavailable('CLOSED'), 'SlotUnavailableError', 'BAD_USER_INPUT'],
    [new refusals.PriceChanged(4250), 'PriceChangedError', 'BAD_USER_INPUT'],
    [new refusals.IdempotencyConflict(), 'IdempotencyConflictError', 'BAD_USER_INPUT'],
    [new refusals.StaleVersion('abc'), 'StaleVersionError', 'BAD_USER_INPUT'],
    [new refusals.IllegalTransition('CANCEL', 'READY', []), 'IllegalTransitionError', 'BAD_USER_INPUT'],
    [new refusals.AlreadyExists('slug'), 'AlreadyExistsError', 'BAD_USER_INPUT'],
    [new refusals.Unauthenticated('A token is needed.'), 'Error', 'UNAUTHENTICATED'],
    [new refusals.Forbidden('Staff only.'), 'Error', 'FORBIDDEN'],
  ])('$name is told by name, code and a sentence', (refusal, name, code) => {
    expect(refusal).toBeInstanceOf(refusals.Refusal)
    expect(refusal).toBeInstanceOf(Error)
    expect([refusal.name, refusal.code]).toEqual([name, code])
    expect(refusal.message).toMatch(/\w.*\.$/)
  })

  it('is a member of result unions, but for those of who is asking', () => {
    const told = [new refusals.InvalidInput([]), new refusals.NotFound('order'), new refusals.PriceChanged(1)]
    const thrown = [new refusals.Unauthenticated('A token is needed.'), new refusals.Forbidden('Staff only.')]
    expect(told.map(({ isMember }) => isMember)).toEqual([true, true, true])
    expect(thrown.map(({ isMember }) => isMember)).toEqual([false, false])
  })

  it('of input tells every mistake in one message', () => {
    const { message, fields } = new refusals.InvalidInput([
      { code: 'REQUIRED', path: ['a'], message: 'One.' },
      { code: 'UNKNOWN', path: ['b'], message: 'Two.' },
    ])
    expect([message, fields.length]).toEqual(['One. Two.', 2])
  })

  it('of items counts them', () => {
    const item = { itemIndex: 0, message: 'Sold out.' }
    expect(new refusals.UnavailableItems([item]).message).toBe('One item cannot be ordered.')
    expect(new refusals.UnavailableItems([item, item]).message).toBe('2 items cannot be ordered.')
  })

  it('of a slot has a sentence of its own for every reason', () => {
    const sentences = UNAVAILABLE_REASONS.map((reason) => new refusals.SlotUnavailable(reason).message)
    expect(new Set(sentences).size).toBe(7)
    expect(new refusals.SlotUnavailable('PAST')).toMatchObject({ reason: 'PAST', alternatives: [] })
  })

  it('does not tell a missing order from one of somebody else', () => {
    expect(new refusals.NotFound('order', 'abc').message).toBe(new refusals.NotFound('order', 'xyz').message)
    expect(new refusals.NotFound('order').id).toBeNull()
    expect(new refusals.NotFound('order', 'abc').id).toBe('abc')
  })

  it('of a step names the step, the status and what is possible instead', () => {
    const refusal = new refusals.IllegalTransition('CANCEL', 'IN_PRODUCTION', ['MARK_READY'])
    expect(refusal.message).toMatch(/CANCEL.*IN_PRODUCTION/)
    expect(refusal).toMatchObject({ status: 'IN_PRODUCTION', availableActions: ['MARK_READY'] })
    expect(new refusals.PriceChanged(4250).total).toBe(4250)
    expect(new refusals.AlreadyExists('slug').field).toBe('slug')
    expect(new refusals.StaleVersion('abc').orderId).toBe('abc')
  })
})
