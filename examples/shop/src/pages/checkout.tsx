import { parseDate } from '@internationalized/date'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useDates, usePage } from '../bakery.ts'
import { itemsOf, useBasket } from '../basket.ts'
import { changeDraft, orderOf, useDraft, useOwnContact } from '../checkout/draft.ts'
import { How } from '../checkout/how.tsx'
import { usePlacing } from '../checkout/placing.ts'
import { Refusal } from '../checkout/refusal.tsx'
import { Summary } from '../checkout/summary.tsx'
import { When } from '../checkout/when.tsx'
import { Who } from '../checkout/who.tsx'
import { graphql } from '../gql/gql.ts'
import { Failure, Notice } from '../parts/notice.tsx'
import { useTitle } from '../parts/shell.tsx'
import { useSettled } from '../settled.ts'

const CHECKOUT = graphql(`
  query Checkout(
    $items: [OrderItemInput!]!
    $method: FulfilmentMethod!
    $postalCode: String
    $from: Date!
    $to: Date!
  ) {
    bakery {
      ...BakeryParts
      bookingHorizonDays
      deliveryZones {
        ...ZoneParts
      }
    }
    viewer {
      customer {
        name
        email
        phone
      }
    }
    quote(items: $items, method: $method, postalCode: $postalCode) {
      __typename
      ...QuoteParts
      ... on InvalidInputError {
        fields {
          path
          message
        }
      }
      ... on UserError {
        message
      }
    }
    availability(items: $items, method: $method, from: $from, to: $to) {
      __typename
      ... on Availability {
        days {
          ...DayParts
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** How far one look at the calendar reaches; the API shows 62 days at most. */
const REACH = 61

export default function CheckoutPage() {
  const basket = useBasket()
  const items = itemsOf(basket)
  const draft = useDraft()
  const dates = useDates()
  const [, go] = useLocation()
  const [from, setFrom] = useState(dates.today())
  const [date, setDate] = useState(draft.slot?.date ?? null)
  const { place, outcome, busy, unanswered, dismiss } = usePlacing(({ id, guestToken }) =>
    go(guestToken ? `/order#${guestToken}` : `/orders/${id}`, { replace: true }),
  )
  const to = parseDate(from).add({ days: REACH }).toString()
  const { method } = draft
  const postalCode = useSettled(method === 'DELIVERY' ? draft.postalCode.trim() || null : null, 400)
  const { data, error, waiting, refetch } = usePage({
    query: CHECKOUT,
    variables: { items, method, postalCode, from, to },
  })
  useTitle('Order')
  useOwnContact(data?.viewer?.customer)

  if (basket.length === 0 && !busy)
    return (
      <div className="empty">
        <h1>There is nothing to order yet</h1>
        <Link href="/" className="button">
          See the cakes
        </Link>
      </div>
    )
  if (error && !data) return <Failure error={error} again={refetch} />
  if (!data) return <p className="wait">One moment …</p>

  const quote = data.quote.__typename === 'OrderQuote' ? data.quote : undefined
  const days = data.availability.__typename === 'Availability' ? data.availability.days : []
  const mistakes = new Map(
    [outcome, data.quote]
      .flatMap((each) => (each?.__typename === 'InvalidInputError' ? each.fields : []))
      .map(({ path, message }) => [path.join('.'), message]),
  )
  const order = (expectedTotal = quote?.total.amount ?? 0) => place(orderOf(draft, items, expectedTotal))
  const turnTo = (first: string) => {
    const start = first < dates.today() ? dates.today() : first
    const end = parseDate(first).add({ months: 1 }).subtract({ days: 1 }).toString()
    if (start < from || end > to) setFrom(start)
  }

  return (
    <form
      className="checkout"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void order()
      }}
    >
      <h1>Your order</h1>
      {unanswered && !outcome && !busy && (
        <Notice title="An order was sent, and its answer never came">
          <p>Send it again to see how it stands: it is never placed twice.</p>
          <button type="button" onClick={() => void place(unanswered)}>
            Send it again
          </button>
        </Notice>
      )}
      <section>
        <h2>How</h2>
        <How
          draft={draft}
          zones={data.bakery.deliveryZones}
          mistake={mistakes.get('postalCode') ?? mistakes.get('deliveryAddress.postalCode')}
          choose={(chosen) => {
            changeDraft({ method: chosen, slot: null })
            setDate(null)
          }}
        />
      </section>
      <section>
        <h2>When</h2>
        <When
          items={items}
          method={method}
          days={days}
          earliest={days.find((day) => day.available)?.date ?? quote?.earliestDate ?? null}
          last={parseDate(dates.today()).add({ days: data.bakery.bookingHorizonDays }).toString()}
          waiting={waiting}
          date={date}
          slot={draft.slot}
          setDate={setDate}
          onMonth={turnTo}
        />
      </section>
      <section>
        <h2>Who</h2>
        <Who draft={draft} mistakes={mistakes} />
      </section>
      <aside aria-label="What you order">
        {quote && <Summary quote={quote} slot={draft.slot} waiting={waiting} />}
        {'message' in data.quote && <p role="status">{data.quote.message}</p>}
        {outcome && (
          <Refusal
            outcome={outcome}
            takeSlot={(slot) => {
              changeDraft({ slot })
              setDate(slot.date)
              dismiss()
            }}
            takePrice={(amount) => {
              refetch()
              void order(amount)
            }}
            again={() => unanswered && void place(unanswered)}
          />
        )}
        <button type="submit" disabled={busy || !quote || !draft.slot}>
          {busy ? 'Sending …' : draft.slot ? 'Place the order' : 'Choose a time first'}
        </button>
        <p className="small-print">You pay when the cake reaches you.</p>
      </aside>
    </form>
  )
}
