import type { Bookings } from '../../../src/domain/availability.ts'
import {
  slotsOn,
  type Calendar,
  type FulfilmentMethod,
  type LocalDate,
  type OpenSlot,
  type Slot,
} from '../../../src/domain/calendar.ts'
import { emailKey, phoneKey, type Contact } from '../../../src/domain/contact.ts'

const OPEN_ORDERS_OF_A_GUEST = 5

/**
 * The slots of each day, and what is taken already. Nothing is ever given back, so that a day was not overbooked either before somebody cancelled
 * or moved an order.
 */
export class Book implements Bookings {
  readonly #days = new Map<LocalDate, number>()
  readonly #slots = new Map<string, number>()
  readonly #open = new Map<string, number>()

  readonly #calendar: Calendar
  readonly #pages = new Map<string, OpenSlot[]>()

  constructor(calendar: Calendar) {
    this.#calendar = calendar
  }

  slotsOn(date: LocalDate, method: FulfilmentMethod): OpenSlot[] {
    const key = `${method} ${date}`
    const page = this.#pages.get(key) ?? slotsOn(this.#calendar, date, method)
    this.#pages.set(key, page)
    return page
  }

  onDay(date: LocalDate): number {
    return this.#days.get(date) ?? 0
  }

  inSlot(slot: Pick<Slot, 'method' | 'date' | 'startTime'>): number {
    return this.#slots.get(slotKey(slot)) ?? 0
  }

  take(slot: Slot, units: number): void {
    add(this.#days, slot.date, units)
    add(this.#slots, slotKey(slot), 1)
  }

  mayOrder(guest: Contact): boolean {
    return keysOf(guest).every((key) => (this.#open.get(key) ?? 0) < OPEN_ORDERS_OF_A_GUEST)
  }

  remember(guest: Contact): void {
    for (const key of keysOf(guest)) add(this.#open, key, 1)
  }
}

const slotKey = ({ method, date, startTime }: Pick<Slot, 'method' | 'date' | 'startTime'>): string =>
  `${method} ${date} ${startTime}`

const keysOf = ({ email, phone }: Contact): string[] => [
  ...(email === null ? [] : [emailKey(email)]),
  ...(phone === null ? [] : [phoneKey(phone)]),
]

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}
