export type ExampleRole = 'guest' | 'customer' | 'staff' | 'admin'

/** An operation for GraphiQL; `name` is the operation's own, which becomes the title of its tab. */
export type Example = {
  name: string
  about: string
  role: ExampleRole
  query: string
  variables?: (values: ExampleValues) => Record<string, unknown>
}

/** What the examples' variables need from the bakery at hand: its dates and a few of its ids. */
export type ExampleValues = {
  today: string
  /** The next day that has orders; today is a day off in many a bakery. */
  day: string
  from: string
  to: string
  closingDay: string
  key: string
  slug: string
  items: { variantId: string; quantity: number; optionIds: string[]; inscription?: string }[]
  slotId: string
  myOrderId: string
  pendingOrder: { id: string; version: number }
  /** Another order, and a slot that it could have. */
  otherOrder: { id: string; version: number }
  otherSlotId: string
  customerName: string
}

/** Asks the API in a role; undefined where that role cannot be asked for or has no answer. */
export type Ask = <Data>(
  role: ExampleRole,
  query: string,
  variables?: Record<string, unknown>,
) => Promise<Data | undefined>

type Cake = {
  slug: string
  earliestDate: string | null
  inscriptionMaxLength: number | null
  variants: { id: string }[]
  optionGroups: { minChoices: number; options: { id: string; available: boolean }[] }[]
}
type Mine = { orders: { nodes: { id: string }[] } | null }
type Slots = { days?: { slots: { available: boolean; slot: { id: string } }[] }[] }
type Next = {
  next: { nodes: { slot: { date: string } }[] } | null
  pending: { nodes: { id: string; version: number }[] } | null
  confirmed: {
    nodes: {
      id: string
      version: number
      contact: { name: string } | null
      slot: { id: string }
      availability: Slots
    }[]
  } | null
}

const SHELF = `query Shelf { bakery { timeZone } cakes(first: 10) { nodes { slug earliestDate } } }`
const CAKE = `query Cake($slug: String!) { cake(slug: $slug) {
  slug earliestDate inscriptionMaxLength variants { id } optionGroups { minChoices options { id available } }
} }`
const DAYS = `query Days($items: [OrderItemInput!]!, $from: Date!, $to: Date!) {
  availability(items: $items, from: $from, to: $to) {
    ... on Availability { days { date slots { available slot { id } } } }
  }
}`
const MINE = `query Mine { orders(first: 1) { nodes { id } } }`
const NEXT = `query Next($today: Date!, $until: Date!, $open: [OrderStatus!]) {
  next: orders(first: 1, filter: { slotFrom: $today, status: $open }, sort: SLOT_ASC) { nodes { slot { date } } }
  pending: orders(first: 1, filter: { slotFrom: $today, status: [PENDING] }, sort: SLOT_ASC) { nodes { id version } }
  confirmed: orders(first: 1, filter: { slotFrom: $today, status: [CONFIRMED] }, sort: SLOT_ASC) {
    nodes { id version contact { name } slot { id } availability(from: $today, to: $until) {
      ... on Availability { days { slots { available slot { id } } } }
    } }
  }
}`
export const OPEN = ['PENDING', 'CONFIRMED', 'IN_PRODUCTION', 'READY', 'OUT_FOR_DELIVERY']

const INSCRIPTION = 'Happy birthday, Zoë!'

export async function readExampleValues(ask: Ask): Promise<ExampleValues> {
  const shelf = await ask<{
    bakery: { timeZone: string }
    cakes: { nodes: Pick<Cake, 'slug' | 'earliestDate'>[] }
  }>('guest', SHELF)
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: shelf?.bakery.timeZone ?? 'UTC' })
  const offered = shelf?.cakes.nodes.find((cake) => cake.earliestDate) ?? shelf?.cakes.nodes[0]
  const from = offered?.earliestDate ?? today
  const to = plusDays(from, 6)
  const { cake } =
    (offered && (await ask<{ cake: Cake | null }>('guest', CAKE, { slug: offered.slug }))) ?? {}
  const items = [itemOf(cake)]
  const closingDay = plusDays(today, 45)
  const [days, mine, staff] = await Promise.all([
    cake ? ask<{ availability: Slots }>('guest', DAYS, { items, from, to }) : undefined,
    ask<Mine>('customer', MINE),
    ask<Next>('staff', NEXT, { today, until: closingDay, open: OPEN }),
  ])
  const other = staff?.confirmed?.nodes[0]
  const slotId = freeSlot(days?.availability, [])
  return {
    today,
    day: staff?.next?.nodes[0]?.slot.date ?? today,
    from,
    to,
    closingDay,
    key: randomKey(),
    slug: cake?.slug ?? 'black-forest',
    items,
    slotId: slotId ?? 'a slot id from FreeSlots',
    myOrderId: mine?.orders?.nodes[0]?.id ?? 'an order id from MyOrders',
    pendingOrder: versionOf(staff?.pending?.nodes[0]),
    otherOrder: versionOf(other),
    // Of the other slot the example that places an order may take the last place.
    otherSlotId: freeSlot(other?.availability, [other?.slot.id, slotId]) ?? 'a slot id from FreeSlots',
    customerName: other?.contact?.name ?? 'Anna',
  }
}

const freeSlot = (availability: Slots | undefined, taken: (string | undefined)[]): string | undefined =>
  availability?.days
    ?.flatMap((day) => day.slots)
    .find(({ available, slot }) => available && !taken.includes(slot.id))?.slot.id

const versionOf = (order?: { id: string; version: number }) => ({
  id: order?.id ?? 'an order id from OrdersOfTheDay',
  version: order?.version ?? 1,
})

function itemOf(cake: Cake | null | undefined): ExampleValues['items'][number] {
  const item = {
    variantId: cake?.variants[0]?.id ?? 'a variant id from OneCake',
    quantity: 1,
    optionIds: (cake?.optionGroups ?? []).flatMap((group) =>
      group.options
        .filter((option) => option.available)
        .slice(0, group.minChoices)
        .map((option) => option.id),
    ),
  }
  return (cake?.inscriptionMaxLength ?? 0) >= INSCRIPTION.length
    ? { ...item, inscription: INSCRIPTION }
    : item
}

function plusDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

// randomUUID exists in secure contexts only, and the page may be opened over plain HTTP in a local network.
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
