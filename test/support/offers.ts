import { openBakeryForFile, type Ask, type TestBakery } from './bakery.ts'
import { addCake, type NewTestCake } from './catalogue.ts'
import { REFUSALS } from './operations.ts'

// Special days of the past are not read, so that this bakery stands far in the future. A Tuesday, 11:30 in Amsterdam.
const NOW = '2082-11-24T10:30:00Z'

const OFFER = /* GraphQL */ `
  fragment Offer on Availability {
    days {
      date
      available
      reason
      slots {
        available
        reason
        remaining
        slot {
          id
          date
          startTime
        }
      }
    }
  }
`
export const AVAILABILITY = /* GraphQL */ `
  query ($items: [OrderItemInput!]!, $method: FulfilmentMethod! = PICKUP, $from: Date!, $to: Date!) {
    quote(items: $items, method: $method, postalCode: "1012") {
      ... on OrderQuote {
        earliestDate
      }
    }
    availability(items: $items, method: $method, from: $from, to: $to) {
      ...Offer
      ...Refused
    }
  }
  ${OFFER}
  ${REFUSALS}
`
export const OF_ORDER = /* GraphQL */ `
  query ($id: ID!, $from: Date!, $to: Date!) {
    node(id: $id) {
      ... on Order {
        availability(from: $from, to: $to) {
          ...Offer
          ...Refused
        }
      }
    }
  }
  ${OFFER}
  ${REFUSALS}
`

export interface Offer {
  available: boolean
  reason: string | null
  remaining: number | null
  slot: { id: string; date: string; startTime: string }
}
export interface Day {
  date: string
  available: boolean
  reason: string | null
  slots: Offer[]
}

export const CAKES: NewTestCake[] = [
  { slug: 'plain' },
  { slug: 'same-day', lead_days: 0 },
  { slug: 'too-late-today', lead_days: 0, cutoff: '11:00' },
  { slug: 'five-days', lead_days: 5, cutoff: '12:00' },
  { slug: 'from-december', season_from: '2082-12-01' },
  { slug: 'until-saturday', season_until: '2082-11-28' },
  { slug: 'tower', variants: [{ production_units: 7 }] },
  { slug: 'weightless', variants: [{ production_units: 0 }] },
]

export interface OfferingBakery extends TestBakery {
  /** The only size of each cake, by slug. */
  variants: Record<string, string>
  basketOf(...slugs: string[]): { items: { variantId: string }[] }
  /** Books days, and slots for picking up, in place of all that was booked before. */
  book(days: Record<string, number>, slots?: Record<string, number>): Promise<void>
}

/** Orders are taken for 30 days, five a slot of an hour from 9 to 17; but Monday, and some days are special. */
export async function openOfferingBakery(): Promise<OfferingBakery> {
  const settings = { booking_horizon_days: 30 }
  const bakery = await openBakeryForFile({ now: NOW, settings, guestOrdersAtMost: 10_000 })
  const { db } = bakery
  await db.updateTable('opening_hours').set({ orders_per_slot: 5 }).execute()
  const day = { closed: false, reason: null, has_own_hours: false, production_capacity: null }
  const days = [
    { ...day, date: '2082-11-26', closed: true },
    { ...day, date: '2082-11-27', production_capacity: 3 },
    { ...day, date: '2082-11-28', has_own_hours: true },
    { ...day, date: '2082-11-30', has_own_hours: true, production_capacity: 9 },
  ]
  await db.insertInto('special_days').values(days).execute()
  const hours = {
    method: 'PICKUP' as const,
    opens: '16:00',
    closes: '18:00',
    slot_minutes: 30,
    orders_per_slot: 1,
  }
  const own = ['2082-11-28', '2082-11-30'].map((date) => ({ ...hours, date }))
  await db.insertInto('special_hours').values(own).execute()
  const variants: Record<string, string> = {}
  for (const cake of CAKES) variants[cake.slug] = (await addCake(db, cake)).variants[0]!
  return {
    ...bakery,
    variants,
    basketOf: (...slugs) => ({ items: slugs.map((slug) => ({ variantId: variants[slug]! })) }),
    book: async (perDay, perSlot = {}) => {
      await db.deleteFrom('day_usage').execute()
      await db.deleteFrom('slot_usage').execute()
      const dayRows = Object.entries(perDay).map(([date, booked]) => ({ date, booked }))
      const slotRows = Object.entries(perSlot).map(([key, booked]) => {
        const [date, start_time] = key.split(' ') as [string, string]
        return { method: 'PICKUP' as const, date, start_time, booked }
      })
      if (dayRows.length > 0) await db.insertInto('day_usage').values(dayRows).execute()
      if (slotRows.length > 0) await db.insertInto('slot_usage').values(slotRows).execute()
    },
  }
}

export async function daysFor(ask: Ask, basket: object, from: string, to = from): Promise<Day[]> {
  const { data, errors } = await ask(AVAILABILITY, { ...basket, from, to })
  if (errors || !data.availability.days) throw new Error(JSON.stringify(errors ?? data))
  return data.availability.days
}

export const dayFor = async (ask: Ask, basket: object, date: string): Promise<Day> =>
  (await daysFor(ask, basket, date))[0]!

/** Where an order could move to. */
export async function daysForOrder(ask: Ask, id: string, from: string, to = from): Promise<Day[]> {
  const { data, errors } = await ask(OF_ORDER, { id, from, to })
  if (errors) throw new Error(JSON.stringify(errors))
  return data.node.availability.days
}

export function daysFrom(date: string, length: number): string[] {
  return Array.from({ length }, (_, days) => Temporal.PlainDate.from(date).add({ days }).toString())
}
