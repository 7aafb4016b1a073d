import { describe, expect, it } from 'vitest'
import { FULFILMENT_METHODS } from '../../src/domain/calendar.ts'
import {
  availableActions,
  FINAL,
  MOVES,
  moveOf,
  OPEN,
  ORDER_ACTIONS,
  ORDER_STATUSES,
  ORDER_TRANSITIONS,
  STANDING,
  type Mover,
  type OrderAction,
  type OrderInMotion,
  type OrderStatus,
} from '../../src/domain/order-status.ts'
import { at } from './samples.ts'

// The bakery's table as it hangs on the wall: where each action leads, and for whom.
const TABLE = `
from             | CONFIRM   | DECLINE  | START_PRODUCTION | MARK_READY | DISPATCH                    | COMPLETE           | MARK_NO_SHOW     | CANCEL            | RESCHEDULE
PENDING          | CONFIRMED | DECLINED |                  |            |                             |                    |                  | CANCELLED         | PENDING
CONFIRMED        |           |          | IN_PRODUCTION    |            |                             |                    |                  | CANCELLED         | CONFIRMED
IN_PRODUCTION    |           |          |                  | READY      |                             |                    |                  | CANCELLED (staff) |
READY            |           |          |                  |            | OUT_FOR_DELIVERY (delivery) | COMPLETED (pickup) | NO_SHOW (pickup) | CANCELLED (staff) |
OUT_FOR_DELIVERY |           |          |                  |            |                             | COMPLETED          | NO_SHOW          |                   |
NO_SHOW          |           |          |                  |            |                             | COMPLETED          |                  |                   |
COMPLETED        |           |          |                  |            |                             |                    |                  |                   |
CANCELLED        |           |          |                  |            |                             |                    |                  |                   |
DECLINED         |           |          |                  |            |                             |                    |                  |                   |
`

const [head, ...rows] = TABLE.trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()))

const cells = rows.flatMap(([from, ...leads]) =>
  leads.map((cell, index) => ({
    from: from as OrderStatus,
    action: head![index + 1] as OrderAction,
    to: cell.split(' ')[0]! || undefined,
    only: /\((delivery|pickup)\)/.exec(cell)?.[1]?.toUpperCase(),
    forCustomers:
      ['CANCEL', 'RESCHEDULE'].includes(head![index + 1]!) && cell !== '' && !cell.includes('(staff)'),
  })),
)

const STARTS = at('2026-06-03T10:00')
const early = at('2026-06-01T08:00')

const order = (but: Partial<OrderInMotion> = {}): OrderInMotion => ({
  status: 'PENDING',
  method: 'PICKUP',
  startsAt: STARTS,
  ...but,
})
const staff: Mover = { isStaff: true, now: early, cancellationNoticeHours: 24 }
const customer: Mover = { ...staff, isStaff: false }

describe('the table of statuses and actions', () => {
  it('names every status and every action', () => {
    expect(rows.map(([from]) => from!).toSorted()).toEqual(ORDER_STATUSES.toSorted())
    expect(head!.slice(1).toSorted()).toEqual(ORDER_ACTIONS.toSorted())
    expect(ORDER_ACTIONS.toSorted()).toEqual([...ORDER_TRANSITIONS, 'RESCHEDULE'].toSorted())
    expect(ORDER_TRANSITIONS).not.toContain('RESCHEDULE')
  })

  it.each(cells)('$from by $action leads to $to', ({ from, action, to, only, forCustomers }) => {
    for (const method of FULFILMENT_METHODS) {
      const isOpen = to !== undefined && (only === undefined || only === method)
      const asked = order({ status: from, method })
      expect(moveOf(asked, action, staff)?.to).toBe(isOpen ? to : undefined)
      expect(moveOf(asked, action, customer)?.to).toBe(isOpen && forCustomers ? to : undefined)
      expect(availableActions(asked, staff).includes(action)).toBe(isOpen)
      expect(availableActions(asked, customer).includes(action)).toBe(isOpen && forCustomers)
    }
  })

  it('lets every status be reached from PENDING', () => {
    const reached = new Set<OrderStatus>(['PENDING'])
    for (const status of reached) {
      for (const { to } of Object.values(MOVES[status])) reached.add(to)
    }
    expect([...reached].toSorted()).toEqual(ORDER_STATUSES.toSorted())
  })

  it('lets every order come to an end', () => {
    const ended = new Set<OrderStatus>(['COMPLETED', 'CANCELLED', 'DECLINED'])
    for (const method of FULFILMENT_METHODS) {
      for (const status of ORDER_STATUSES.filter((each) => !ended.has(each))) {
        expect(availableActions(order({ status, method }), staff)).not.toEqual([])
      }
    }
  })

  it.each(['COMPLETED', 'CANCELLED', 'DECLINED'] as const)('%s is final', (status) => {
    expect(MOVES[status]).toEqual({})
    for (const method of FULFILMENT_METHODS)
      expect(availableActions(order({ status, method }), staff)).toEqual([])
  })

  it('lists the final ones', () => {
    expect(FINAL.toSorted()).toEqual(['CANCELLED', 'COMPLETED', 'DECLINED'])
  })

  it('moves a rescheduled order to no other status', () => {
    for (const status of ORDER_STATUSES) {
      expect(MOVES[status].RESCHEDULE?.to ?? status).toBe(status)
    }
  })
})

describe('what an order may do is listed', () => {
  it.each([
    ['PENDING', 'PICKUP', staff, ['CONFIRM', 'DECLINE', 'CANCEL', 'RESCHEDULE']],
    ['PENDING', 'PICKUP', customer, ['CANCEL', 'RESCHEDULE']],
    ['CONFIRMED', 'DELIVERY', staff, ['START_PRODUCTION', 'CANCEL', 'RESCHEDULE']],
    ['READY', 'DELIVERY', staff, ['DISPATCH', 'CANCEL']],
    ['READY', 'PICKUP', staff, ['COMPLETE', 'MARK_NO_SHOW', 'CANCEL']],
    ['IN_PRODUCTION', 'PICKUP', customer, []],
  ] as const)('for %s by %s', (status, method, mover, expected) => {
    expect(availableActions(order({ status, method }), mover)).toEqual(expected)
  })
})

const after = (now: Temporal.Instant, hours: number, startsAt = STARTS) =>
  availableActions(order({ status: 'CONFIRMED', startsAt }), {
    ...customer,
    now,
    cancellationNoticeHours: hours,
  })

describe('the notice of cancellation', () => {
  it.each([
    ['a second before it ends', '2026-06-02T09:59:59', 24, true],
    ['as it ends', '2026-06-02T10:00:00', 24, true],
    ['a millisecond after', '2026-06-02T10:00:00.001', 24, false],
    ['a second after', '2026-06-02T10:00:01', 24, false],
    ['a day after', '2026-06-03T10:00:00', 24, false],
    ['as the slot starts, where none is asked for', '2026-06-03T10:00:00', 0, true],
    ['as the slot has started, where none is asked for', '2026-06-03T10:00:01', 0, false],
    ['two days before, where it is three', '2026-06-01T10:00:00', 72, false],
    ['two days before, where it is two', '2026-06-01T10:00:00', 48, true],
  ])('%s', (_, now, hours, isInTime) => {
    expect(after(at(now), hours)).toEqual(isInTime ? ['CANCEL', 'RESCHEDULE'] : [])
  })

  it('is counted in hours that pass, also in the night that has 23 of them', () => {
    const sunday = at('2026-03-29T10:00')
    expect(after(at('2026-03-28T09:00'), 24, sunday)).toHaveLength(2)
    expect(after(at('2026-03-28T09:00:01'), 24, sunday)).toEqual([])
  })

  it('does not bind staff', () => {
    const late = { ...staff, now: at('2026-07-01T00:00') }
    expect(availableActions(order({ status: 'CONFIRMED' }), late)).toEqual([
      'START_PRODUCTION',
      'CANCEL',
      'RESCHEDULE',
    ])
  })
})

describe('orders', () => {
  it('stand, and take capacity, until they are cancelled or declined', () => {
    expect(ORDER_STATUSES.filter((status) => !STANDING.includes(status))).toEqual(['CANCELLED', 'DECLINED'])
  })

  it('are open until they are handed over, not fetched, cancelled or declined', () => {
    expect(ORDER_STATUSES.filter((status) => !OPEN.includes(status))).toEqual([
      'COMPLETED',
      'CANCELLED',
      'DECLINED',
      'NO_SHOW',
    ])
  })
})
