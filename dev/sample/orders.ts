import type { Database } from '../../src/db/tables.ts'
import { orderNumber } from '../../src/domain/order-number.ts'
import type { Chance } from './chance.ts'
import { drawOrder, type Draft, type Shop } from './orders/draft.ts'
import { rowsOf } from './orders/order-rows.ts'
import { NOTES } from './orders/phrases.ts'
import { wishesFor, type Wish } from './orders/wishes.ts'
import { BAKERY } from './settings.ts'

const ATTEMPTS = 2000

export function orderRows(shop: Shop) {
  const drafts = wishesFor(shop.calendar, shop.today, shop.chance).map((wish) => fulfil(shop, wish))
  const numbers = drawNumbers(shop.chance, drafts.length)
  const rows = drafts
    .map((draft, index) => rowsOf(draft, numbers[index]!, drawNote(shop.chance, draft)))
    .toSorted((a, b) => Temporal.Instant.compare(a.orders[0]!.placed_at, b.orders[0]!.placed_at))
  return {
    orders: rows.flatMap((row) => row.orders),
    order_items: rows.flatMap((row) => row.order_items),
    order_item_options: rows.flatMap((row) => row.order_item_options),
    order_events: rows.flatMap((row) => row.order_events),
    order_event_notes: rows.flatMap((row) => row.order_event_notes),
    order_words: rows.flatMap((row) => row.order_words),
  } satisfies Partial<{ [Table in keyof Database]: Database[Table][] }>
}

function fulfil(shop: Shop, wish: Wish): Draft {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const draft = drawOrder(shop, wish)
    if (draft) return draft
  }
  throw new Error(
    `No order came about that is ${wish.status} and for ${wish.days.at(0)?.date} to ${wish.days.at(-1)?.date}`,
  )
}

function drawNumbers(chance: Chance, count: number): string[] {
  const numbers = new Set<string>()
  while (numbers.size < count)
    numbers.add(orderNumber(BAKERY.order_number_prefix, (below) => chance.below(below)))
  return [...numbers]
}

const drawNote = (chance: Chance, { slot }: Draft): string | null =>
  chance.odds(0.18) ? chance.pick(NOTES[slot.method]) : null
