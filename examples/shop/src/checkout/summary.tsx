import { useDates } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import type { QuotePartsFragment } from '../gql/graphql.ts'
import { Allergens } from '../parts/allergens.tsx'
import type { ChosenSlot } from './draft.ts'

graphql(`
  fragment QuoteParts on OrderQuote {
    allergens
    allergyConflicts
    earliestDate
    items {
      quantity
      cake {
        id
        name
      }
      variant {
        id
        name
      }
      total {
        formatted
      }
    }
    deliveryFee {
      amount
      formatted
    }
    tax {
      formatted
    }
    total {
      amount
      formatted
    }
  }
`)

interface SummaryProps {
  quote: QuotePartsFragment
  slot: ChosenSlot | null
  waiting: boolean
}

export function Summary({ quote, slot, waiting }: SummaryProps) {
  const dates = useDates()
  return (
    <div className="summary" aria-busy={waiting}>
      <ul>
        {quote.items.map(({ quantity, cake, variant, total }, index) => (
          <li key={index}>
            <span>
              {quantity > 1 && `${quantity} × `}
              {cake.name} <small>{variant.name}</small>
            </span>
            <b>{total.formatted}</b>
          </li>
        ))}
        {quote.deliveryFee.amount > 0 && (
          <li>
            <span>Delivery</span>
            <b>{quote.deliveryFee.formatted}</b>
          </li>
        )}
        <li className="total">
          <span>
            Total <small>{quote.tax.formatted} tax</small>
          </span>
          <strong>{quote.total.formatted}</strong>
        </li>
      </ul>
      <Allergens allergens={quote.allergens} conflicts={quote.allergyConflicts} />
      {slot && (
        <p>
          <time lang={dates.locale}>
            {dates.long(slot.date)}, {dates.time(slot.startTime)}–{dates.time(slot.endTime)}
          </time>
        </p>
      )}
    </div>
  )
}
