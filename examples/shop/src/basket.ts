import type { OrderItemInput } from './gql/graphql.ts'
import { stored } from './stored.ts'

/** A line of the basket: what the API needs, and a name in case the cake goes off sale. */
export interface Line {
  id: string
  name: string
  item: { variantId: string; optionIds: string[]; inscription: string | null; quantity: number }
}

const NOTHING: Line[] = []
const lines = stored('basket', NOTHING)

export const useBasket = lines.use

export function addToBasket(name: string, item: Line['item']): void {
  lines.set([...lines.get(), { id: randomId(), name, item }])
}

/** Nought takes the line out. */
export function setQuantity(id: string, quantity: number): void {
  const kept = lines.get().filter((line) => line.id !== id || quantity > 0)
  lines.set(
    kept.length === 0
      ? NOTHING
      : kept.map((line) => (line.id === id ? { ...line, item: { ...line.item, quantity } } : line)),
  )
}

export const emptyBasket = (): void => lines.set(NOTHING)

export const itemsOf = (basket: Line[]): OrderItemInput[] => basket.map(({ item }) => item)

/** Also where a page is not served by https, and has no crypto.randomUUID. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
