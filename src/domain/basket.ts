import type { InputCheck } from './text.ts'

export const LINES_AT_MOST = 50
export const CAKES_AT_MOST = 200
export const QUANTITY_AT_MOST = 99
export const OPTIONS_AT_MOST = 50

interface Line {
  quantity: number
  optionIds: readonly string[]
}

/** Refuses what can be seen to be wrong with a basket without looking anything up. */
export function hasGoodShape(check: InputCheck, items: readonly Line[]): boolean {
  const refused = check.fields.length
  if (items.length === 0) check.refuse(['items'], 'REQUIRED', 'A basket has at least one line.')
  if (items.length > LINES_AT_MOST) {
    check.refuse(['items'], 'TOO_LONG', `A basket has ${LINES_AT_MOST} lines at most.`)
    return false
  }
  for (const [index, { quantity, optionIds }] of items.entries()) {
    if (quantity < 1 || quantity > QUANTITY_AT_MOST) {
      check.refuse(['items', index, 'quantity'], 'OUT_OF_RANGE', `A quantity is 1 to ${QUANTITY_AT_MOST}.`)
    }
    if (optionIds.length > OPTIONS_AT_MOST) {
      check.refuse(
        ['items', index, 'optionIds'],
        'TOO_LONG',
        `A line has ${OPTIONS_AT_MOST} options at most.`,
      )
    }
  }
  const cakes = items.reduce((sum, { quantity }) => sum + Math.max(0, quantity), 0)
  if (cakes > CAKES_AT_MOST)
    check.refuse(['items'], 'OUT_OF_RANGE', `An order has ${CAKES_AT_MOST} cakes at most.`)
  return check.fields.length === refused
}
