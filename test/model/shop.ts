import { MOVES, type OrderAction, type OrderStatus } from '../../src/domain/order-status.ts'

// The bakery as a child would keep it: a few lists and no database. Staff ask, so nobody is too late.

export interface ModelOrder {
  status: OrderStatus
  version: number
  date: string
  time: string
  units: number
  total: number
}

export class ModelShop {
  readonly orders: ModelOrder[] = []
  readonly capacities = new Map<string, number>()
  readonly cakes: { price: number; isOnSale: boolean; units: number }[]
  readonly #capacity: number
  readonly #ordersPerSlot: number

  constructor(settings: { capacity: number; ordersPerSlot: number; cakes: ModelShop['cakes'] }) {
    this.#capacity = settings.capacity
    this.#ordersPerSlot = settings.ordersPerSlot
    this.cakes = settings.cakes
  }

  place(cakeIndex: number, quantity: number, date: string, time: string): string {
    const cake = this.cakes[cakeIndex]!
    if (!cake.isOnSale) return 'UnavailableItemError'
    const units = cake.units * quantity
    const full = this.#whyFull(units, date, time)
    if (full) return full
    const total = cake.price * quantity
    this.orders.push({ status: 'CONFIRMED', version: 1, date, time, units, total })
    return `PlaceOrderSuccess ${total}`
  }

  change(order: ModelOrder, action: OrderAction): string {
    const move = MOVES[order.status][action]
    if (!move || move.only === 'DELIVERY') return 'IllegalTransitionError'
    order.status = move.to
    order.version++
    return `ChangeOrderSuccess ${move.to}`
  }

  reschedule(order: ModelOrder, date: string, time: string): string {
    if (!MOVES[order.status].RESCHEDULE) return 'IllegalTransitionError'
    const others = this.orders.filter((each) => each !== order)
    const full = this.#whyFull(order.units, date, time, others, order)
    if (full) return full
    Object.assign(order, { date, time, version: order.version + 1 })
    return 'RescheduleOrderSuccess'
  }

  #whyFull(
    units: number,
    date: string,
    time: string,
    among = this.orders,
    moved?: ModelOrder,
  ): string | undefined {
    const standing = among.filter((order) => order.status !== 'CANCELLED' && order.status !== 'DECLINED')
    const onDay = standing.filter((order) => order.date === date)
    const booked = onDay.reduce((sum, order) => sum + order.units, 0)
    // Within its own day an order takes nothing new, even where the day holds less by now.
    const stays = moved?.date === date
    if (!stays && booked + units > (this.capacities.get(date) ?? this.#capacity))
      return 'SlotUnavailableError DAY_FULL'
    const inSlot = onDay.filter((order) => order.time === time).length
    const isOwn = stays && moved.time === time
    return !isOwn && inSlot >= this.#ordersPerSlot ? 'SlotUnavailableError SLOT_FULL' : undefined
  }
}
