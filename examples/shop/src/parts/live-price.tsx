import { useQuery } from 'urql'
import { graphql } from '../gql/gql.ts'
import type { Allergen, OrderItemInput } from '../gql/graphql.ts'
import { same, useSettled } from '../settled.ts'
import { Allergens } from './allergens.tsx'

const QUOTE = graphql(`
  query Quote($items: [OrderItemInput!]!) {
    quote(items: $items) {
      __typename
      ... on OrderQuote {
        allergens
        allergyConflicts
        total {
          formatted
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

interface LivePriceProps {
  /** Nothing yet, where it cannot be priced. */
  item: OrderItemInput | undefined
  /** What is known without asking. */
  otherwise: { price: string; allergens: Allergen[] }
}

/** What a cake costs and holds as it is composed. Of several answers only that to the last question is ever shown. */
export function LivePrice({ item, otherwise }: LivePriceProps) {
  const asked = useSettled(item, 250)
  const [{ data, fetching, error }] = useQuery({
    query: QUOTE,
    variables: { items: asked ? [asked] : [] },
    pause: !asked,
  })
  const quote = item && asked ? data?.quote : undefined
  const priced = quote?.__typename === 'OrderQuote' ? quote : undefined
  const waiting = item !== undefined && (fetching || !same(item, asked))
  return (
    <>
      <p className="live-price" aria-busy={waiting} aria-live="polite">
        <strong>{priced?.total.formatted ?? otherwise.price}</strong>
        {quote && 'message' in quote && !waiting && <span className="mistake">{quote.message}</span>}
        {error && !waiting && <span className="mistake">The price cannot be looked up right now.</span>}
      </p>
      <Allergens
        allergens={priced?.allergens ?? otherwise.allergens}
        conflicts={priced?.allergyConflicts ?? []}
      />
    </>
  )
}
