import { useEffect } from 'react'
import type { FulfilmentMethod, PlaceOrderInput } from '../gql/graphql.ts'
import { stored } from '../stored.ts'

/** What was filled in at the checkout, kept over a reload. */
export interface Draft {
  method: FulfilmentMethod
  slot: ChosenSlot | null
  name: string
  email: string
  phone: string
  line1: string
  line2: string
  postalCode: string
  city: string
  country: string
  note: string
}

export interface ChosenSlot {
  id: string
  date: string
  startTime: string
  endTime: string
}

const BLANK: Draft = {
  method: 'PICKUP',
  slot: null,
  name: '',
  email: '',
  phone: '',
  line1: '',
  line2: '',
  postalCode: '',
  city: '',
  country: '',
  note: '',
}

const draft = stored('draft', BLANK)

export const useDraft = draft.use
export const changeDraft = (change: Partial<Draft>): void => draft.set({ ...draft.get(), ...change })
export const forgetDraft = (): void => draft.set(BLANK)

/** Fills in who is signed in, where nothing was filled in yet. */
export function useOwnContact(
  customer: { name: string; email?: string | null; phone?: string | null } | null | undefined,
) {
  const { name } = useDraft()
  useEffect(() => {
    if (customer && name === '')
      changeDraft({ name: customer.name, email: customer.email ?? '', phone: customer.phone ?? '' })
    // Once, not whenever the name is deleted.
  }, [customer])
}

/** The order as the API takes it; an empty field is one that was left out. */
export function orderOf(
  { method, slot, name, email, phone, note, ...address }: Draft,
  items: PlaceOrderInput['items'],
  expectedTotal: number,
): Omit<PlaceOrderInput, 'idempotencyKey'> {
  return {
    items,
    slotId: slot?.id ?? '',
    contact: { name, email: email || null, phone: phone || null },
    deliveryAddress: method === 'DELIVERY' ? { ...address, line2: address.line2 || null } : null,
    note: note || null,
    expectedTotal,
  }
}
