import { useState } from 'react'
import { useQuery } from 'urql'
import { explain } from '../api.ts'
import { graphql } from '../gql/index.ts'
import type { OrderCardFragment } from '../gql/graphql.ts'
import { usePage } from '../page.ts'
import { useBakery } from '../session.ts'
import { lastDayFrom } from '../slots/offers.ts'
import { SlotPicker } from '../slots/slot-picker.tsx'
import { ComposeCake } from './compose-cake.tsx'
import { ContactForm } from './contact-form.tsx'
import { itemsOf, useDraft } from './draft.ts'
import { Placed } from './placed.tsx'
import { Lines } from './lines.tsx'
import { Placing } from './placing.tsx'

const COUNTER = graphql(`
  query Counter {
    bakery {
      ...BakeryFacts
    }
    cakes(first: 100) {
      nodes {
        id
        slug
        name
        priceFrom {
          formatted
        }
      }
    }
  }
`)

const BASKET = graphql(`
  query Basket($items: [OrderItemInput!]!, $from: Date!, $to: Date!, $day: Date!) {
    quote(items: $items) {
      __typename
      ... on OrderQuote {
        total {
          amount
          formatted
        }
        tax {
          formatted
        }
        allergens
        items {
          total {
            formatted
          }
        }
      }
      ...Refused
    }
    days: availability(items: $items, from: $from, to: $to) {
      __typename
      ...DayOffers
    }
    slots: availability(items: $items, from: $day, to: $day) {
      __typename
      ...SlotOffers
    }
  }

  fragment Refused on UserError {
    message
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on UnavailableItemError {
      items {
        itemIndex
        message
      }
    }
  }
`)

/** Somebody is on the telephone. */
export function Counter({ today }: { today: string }) {
  const { locale } = useBakery()
  const { data, error } = usePage(COUNTER, {})
  const [draft, change] = useDraft()
  const [placed, setPlaced] = useState<OrderCardFragment>()
  const [composing, setComposing] = useState<{ slug: string; name: string }>()
  const isEmpty = draft.lines.length === 0
  const [{ data: basket, error: basketError }, weigh] = useQuery({
    query: BASKET,
    variables: { items: itemsOf(draft), from: today, to: lastDayFrom(today), day: draft.day ?? today },
    pause: isEmpty,
    requestPolicy: 'cache-and-network',
  })
  const { quote, days, slots } = (!isEmpty && basket) || {}

  return (
    <>
      <h1>A telephone order</h1>
      {error && <p role="alert">{explain(error)}</p>}
      <div className="counter" aria-busy={!data}>
        <section aria-labelledby="which">
          <h2 id="which">Which cakes?</h2>
          <ul className="cakes">
            {data?.cakes.nodes.map(({ id, slug, name, priceFrom }) => (
              <li key={id}>
                <button disabled={Boolean(draft.sent)} onClick={() => setComposing({ slug, name })}>
                  <b>{name}</b>
                  <small lang={locale}>{priceFrom.formatted}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="order" className="order">
          <h2 id="order">The order</h2>
          {isEmpty && <p>Nothing yet.</p>}
          {basketError && <p role="alert">{explain(basketError)}</p>}
          {!isEmpty && (
            <>
              <fieldset className="plain" disabled={Boolean(draft.sent)}>
                <Lines lines={draft.lines} quote={quote} onLines={(lines) => change({ lines })} />
                <h3>When?</h3>
                {days?.__typename === 'Availability' && (
                  <SlotPicker
                    days={days.days}
                    slots={(slots?.__typename === 'Availability' && slots.days[0]?.slots) || []}
                    day={draft.day}
                    slotId={draft.slotId}
                    isManaged={draft.isManaged}
                    onDay={(day) => change({ day, slotId: undefined })}
                    onSlot={(slotId) => change({ slotId })}
                    onManage={(isManaged) => change({ isManaged, slotId: undefined })}
                  />
                )}
              </fieldset>
              <Placing
                draft={draft}
                quote={quote}
                onDraft={change}
                onStale={() => weigh({ requestPolicy: 'network-only' })}
                onPlaced={(order) => {
                  change(null)
                  setPlaced(order)
                }}
              >
                {(problems) => <ContactForm draft={draft} problems={problems} onDraft={change} />}
              </Placing>
            </>
          )}
        </section>
      </div>
      {placed && <Placed order={placed} onClose={() => setPlaced(undefined)} />}
      {composing && (
        <ComposeCake
          {...composing}
          onClose={() => setComposing(undefined)}
          onComposed={(line) => {
            change({ lines: [...draft.lines, line] })
            setComposing(undefined)
          }}
        />
      )}
    </>
  )
}
