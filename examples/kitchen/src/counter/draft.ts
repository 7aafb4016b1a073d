import { useEffect, useReducer } from 'react'
import type { OrderItemInput, PlaceOrderInput } from '../gql/graphql.ts'

export interface Line extends OrderItemInput {
  /** What to call it on the screen. */
  cake: string
  size: string
  choices: string[]
}

/** An order while it is being told over the telephone. It outlives a reload. */
export interface Draft {
  lines: Line[]
  day?: string
  slotId?: string
  isManaged: boolean
  contact: { name: string; phone: string; email: string }
  note: string
  /** Sent, and not known to be answered: until it is, nothing but this may be sent, with its key. */
  sent?: PlaceOrderInput
}

const KEPT_AS = 'bakehouse-kitchen-draft'
const EMPTY: Draft = { lines: [], isManaged: false, contact: { name: '', phone: '', email: '' }, note: '' }

export function useDraft() {
  const [draft, change] = useReducer(
    (kept: Draft, changes: Partial<Draft> | null): Draft => (changes ? { ...kept, ...changes } : EMPTY),
    EMPTY,
    (empty): Draft => JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null') ?? empty,
  )
  useEffect(() => sessionStorage.setItem(KEPT_AS, JSON.stringify(draft)), [draft])
  return [draft, change] as const
}

export const itemsOf = ({ lines }: Draft): OrderItemInput[] =>
  lines.map(({ variantId, optionIds, quantity, inscription }) => ({
    variantId,
    optionIds,
    quantity,
    inscription: inscription || null,
  }))

/** The order to send, under a key of its own. */
export function orderOf(draft: Draft, expectedTotal: number): PlaceOrderInput {
  const { name, phone, email } = draft.contact
  return {
    idempotencyKey: crypto.randomUUID(),
    items: itemsOf(draft),
    slotId: draft.slotId!,
    contact: { name, phone: phone || null, email: email || null },
    note: draft.note || null,
    overrideLeadTime: draft.isManaged,
    expectedTotal,
  }
}
