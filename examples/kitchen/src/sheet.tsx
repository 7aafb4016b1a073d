import { explain } from './api.ts'
import { DayNav } from './day-nav.tsx'
import { graphql } from './gql/index.ts'
import { usePage } from './page.ts'
import { useBakery } from './session.ts'
import { sayAllergen } from './words.ts'
import { sayTime } from './dates.ts'

const SHEET = graphql(`
  query Sheet($date: Date!) {
    bakery {
      ...BakeryFacts
    }
    productionPlan(date: $date) {
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
        number
        method
        note
        slot {
          startTime
        }
        contact {
          name
          phone
        }
        items {
          id
          quantity
          cakeName
          variantName
          inscription
          options {
            name
          }
        }
      }
    }
  }
`)

/** For the wall beside the oven, on paper. */
export function Sheet({ date, today }: { date: string; today: string }) {
  const bakery = useBakery()
  const { data, error } = usePage(SHEET, { date })
  const plan = data?.productionPlan
  return (
    <>
      <DayNav page="sheet" title="Bake sheet," date={date} today={today} />
      <button className="primary no-print" onClick={() => print()}>
        Print
      </button>
      {error && <p role="alert">{explain(error)}</p>}
      {plan && (
        <article className="sheet">
          <p className="made">
            {bakery.name}, as it stood at {sayTime(new Date(), bakery)}. {plan.booked} of {plan.capacity}{' '}
            units.
          </p>
          <h2>To make</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">Done</th>
                <th scope="col">How many</th>
                <th scope="col">Cake</th>
                <th scope="col">To write on it</th>
                <th scope="col">Allergens</th>
              </tr>
            </thead>
            <tbody>
              {plan.batches.map((batch) => (
                <tr key={`${batch.cakeName} ${batch.variantName} ${batch.composition}`}>
                  <td className="tick" />
                  <td className="quantity">{batch.quantity}×</td>
                  <th scope="row">
                    {batch.cakeName}, {batch.variantName}
                    {batch.composition && <small>{batch.composition}</small>}
                  </th>
                  <td>
                    {batch.inscriptions.map((text, index) => (
                      <p key={index} className="inscription">
                        {text}
                      </p>
                    ))}
                  </td>
                  <td>
                    <small>{batch.allergens.map(sayAllergen).join(', ')}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <h2>To hand over</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">Done</th>
                <th scope="col">At</th>
                <th scope="col">Order</th>
                <th scope="col">Cakes</th>
              </tr>
            </thead>
            <tbody>
              {plan.orders.map((order) => (
                <tr key={order.id}>
                  <td className="tick" />
                  <td className="quantity">{order.slot.startTime}</td>
                  <th scope="row">
                    {order.contact?.name ?? 'Walk-in'}
                    <small>
                      {order.number}
                      {order.method === 'DELIVERY' && ' · delivery'}
                      {order.contact?.phone && ` · ${order.contact.phone}`}
                    </small>
                  </th>
                  <td>
                    {order.items.map((item) => (
                      <p key={item.id}>
                        {item.quantity}× {item.cakeName}, {item.variantName}
                        {item.options.length > 0 && ` (${item.options.map(({ name }) => name).join(', ')})`}
                        {item.inscription && <span className="inscription">{item.inscription}</span>}
                      </p>
                    ))}
                    {order.note && <p className="note">{order.note}</p>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </article>
      )}
    </>
  )
}
