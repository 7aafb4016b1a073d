import type { Slot } from './calendar.ts'

const SLOT = /^(PICKUP|DELIVERY) (\d{4}-\d{2}-\d{2}) ((?:[01]\d|2[0-3]):[0-5]\d)$/

export type SlotKey = Pick<Slot, 'method' | 'date' | 'startTime'>

/** The opaque id of a slot: which one it is, not whether it can be booked. */
export const encodeSlotId = ({ method, date, startTime }: SlotKey): string =>
  Buffer.from(`${method} ${date} ${startTime}`).toString('base64url')

export function decodeSlotId(opaque: string): SlotKey | undefined {
  const known = decoded.get(opaque)
  if (known) return known
  if (opaque.length > 100) return undefined
  const match = SLOT.exec(Buffer.from(opaque, 'base64url').toString())
  if (!match || !isDate(match[2]!)) return undefined
  const slot = { method: match[1] as Slot['method'], date: match[2]!, startTime: match[3]! }
  if (encodeSlotId(slot) !== opaque) return undefined
  if (decoded.size >= DECODED_AT_MOST) decoded.clear()
  decoded.set(opaque, slot)
  return slot
}

/** Many want the same ones. */
const decoded = new Map<string, Readonly<SlotKey>>()
const DECODED_AT_MOST = 2_000

/** Years 1900 to 2999: every date a bakery can mean, and none that Postgres cannot hold. */
export function isDate(text: string): boolean {
  if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, day] = text.split('-').map(Number) as [number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
