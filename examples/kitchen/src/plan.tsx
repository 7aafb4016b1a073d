import { explain } from './api.ts'
import { addDays } from './dates.ts'
import { DayName } from './day-nav.tsx'
import { graphql } from './gql/index.ts'
import type { DayPlanFragment } from './gql/graphql.ts'
import { LiveSign } from './live-sign.tsx'
import { useLiveDay } from './live.ts'
import { usePage } from './page.ts'
import { sayAllergen } from './words.ts'

const PLAN = graphql(`
  query Plan($today: Date!, $tomorrow: Date!) {
    bakery {
      ...BakeryFacts
    }
    today: productionPlan(date: $today) {
      ...DayPlan
    }
    tomorrow: productionPlan(date: $tomorrow) {
      ...DayPlan
    }
  }

  fragment DayPlan on ProductionPlan {
    date
    booked
    capacity
    batches {
      cakeName
      variantName
      composition
      quantity
      inscriptions
      allergens
    }
    orders {
      id
      version
      updatedAt
      status
    }
  }
`)

export function Plan({ today }: { today: string }) {
  const tomorrow = addDays(today, 1)
  const { data, error, refresh } = usePage(PLAN, { today, tomorrow })
  const isTodayLive = useLiveDay(today, data?.today?.orders, refresh)
  const isTomorrowLive = useLiveDay(tomorrow, data?.tomorrow?.orders, refresh)
  return (
    <>
      <h1>What is to be made</h1>
      <LiveSign isLive={isTodayLive && isTomorrowLive} />
      {error && <p role="alert">{explain(error)}</p>}
      <div className="plans" aria-busy={!data}>
        {data?.today && <DayPlan plan={data.today} today={today} />}
        {data?.tomorrow && <DayPlan plan={data.tomorrow} today={today} />}
      </div>
    </>
  )
}

const OVER = ['READY', 'OUT_FOR_DELIVERY', 'COMPLETED', 'NO_SHOW']

function DayPlan({ plan, today }: { plan: DayPlanFragment; today: string }) {
  const { date, booked, capacity, batches, orders } = plan
  const made = orders.filter(({ status }) => OVER.includes(status)).length
  return (
    <section className="plan" data-empty={batches.length === 0 || undefined}>
      <header>
        <h2>
          <DayName date={date} today={today} />
        </h2>
        {capacity > 0 && (
          <label className="capacity">
            <span>
              {booked} of {capacity} units are taken
            </span>
            <meter value={booked} max={Math.max(capacity, booked)} high={capacity * 0.8} optimum={0} />
          </label>
        )}
        {orders.length > 0 && (
          <p>
            {made} of {orders.length} orders are made. <a href={`/sheet/${date}`}>Bake sheet</a>
          </p>
        )}
      </header>
      {batches.length === 0 && <p>{capacity > 0 ? 'Nothing is ordered yet.' : 'Closed: nothing is made.'}</p>}
      <ul className="batches">
        {batches.map((batch) => (
          <li key={`${batch.cakeName} ${batch.variantName} ${batch.composition}`}>
            <p className="quantity">{batch.quantity}×</p>
            <div>
              <p className="cake">
                {batch.cakeName}
                <span className="size">{batch.variantName}</span>
              </p>
              {batch.composition && <p className="choices">{batch.composition}</p>}
              {batch.inscriptions.map((text, index) => (
                <p key={index} className="inscription">
                  {text}
                </p>
              ))}
              {batch.allergens.length > 0 && (
                <p className="allergens">{batch.allergens.map(sayAllergen).join(', ')}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
