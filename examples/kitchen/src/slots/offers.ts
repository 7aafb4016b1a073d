import { graphql } from '../gql/index.ts'
import type { UnavailableReason } from '../gql/graphql.ts'
import { addDays } from '../dates.ts'

/** Which days can be had, and why not the others. */
export const DAY_OFFERS = graphql(`
  fragment DayOffers on Availability {
    days {
      date
      available
      reason
    }
  }
`)

/** The slots of days, so many that they are asked for one day at a time. */
export const SLOT_OFFERS = graphql(`
  fragment SlotOffers on Availability {
    days {
      slots {
        available
        reason
        remaining
        slot {
          id
          startTime
          endTime
        }
      }
    }
  }
`)

/** As far as one question about availability reaches. */
export const lastDayFrom = (today: string): string => addDays(today, 61)

/** “For you, we’ll manage”: what staff may set aside. */
const MANAGEABLE: readonly UnavailableReason[] = ['LEAD_TIME', 'BEYOND_HORIZON']

interface Offered {
  available: boolean
  reason?: UnavailableReason | null
}

export const canBeHad = ({ available, reason }: Offered, isManaged: boolean): boolean =>
  available || (isManaged && reason != null && MANAGEABLE.includes(reason))
