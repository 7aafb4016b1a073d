import type { OrderAction, OrderStatus } from '../../../src/domain/order-status.ts'
import type { Scene } from './story.ts'

export interface Step {
  action: OrderAction
  /** Otherwise by whoever placed the order. */
  byStaff: boolean
}

/** One likely way to a status; the table of moves has the last word on it. */
export function stepsTo(ending: OrderStatus, { chance, placedBy, firstSlot, slot }: Scene): Step[] {
  const isForStaff = placedBy === 'STAFF'
  const own = (action: OrderAction): Step => ({ action, byStaff: isForStaff })
  const confirmed = isForStaff ? [] : staff('CONFIRM')
  const isMoved = firstSlot !== slot
  const moved = isMoved
    ? chance.odds(0.3)
      ? [own('RESCHEDULE'), ...confirmed]
      : [...confirmed, own('RESCHEDULE')]
    : confirmed
  const ready = [...moved, ...staff('START_PRODUCTION', 'MARK_READY')]
  const underWay = slot.method === 'DELIVERY' ? [...ready, ...staff('DISPATCH')] : ready

  const ways: Record<OrderStatus, () => Step[]> = {
    PENDING: () => (isMoved ? [own('RESCHEDULE')] : []),
    CONFIRMED: () => moved,
    IN_PRODUCTION: () => [...moved, ...staff('START_PRODUCTION')],
    READY: () => ready,
    OUT_FOR_DELIVERY: () => underWay,
    COMPLETED: () => [...underWay, ...(chance.odds(0.02) ? staff('MARK_NO_SHOW') : []), ...staff('COMPLETE')],
    NO_SHOW: () => [...underWay, ...staff('MARK_NO_SHOW')],
    DECLINED: () => staff('DECLINE'),
    CANCELLED: () => {
      if (chance.odds(0.2)) return [...confirmed, ...staff('START_PRODUCTION', 'CANCEL')]
      return chance.odds(0.4) ? [own('CANCEL')] : [...confirmed, own('CANCEL')]
    },
  }
  return ways[ending]()
}

const staff = (...actions: OrderAction[]): Step[] => actions.map((action) => ({ action, byStaff: true }))
