import '../style/order.css'
import { lazy, Suspense } from 'react'
import type { Liveness } from '../api/live.ts'
import { useBakery, useDates } from '../bakery.ts'
import { isOver, wayOf, type Order } from '../order.ts'
import { Allergens } from '../parts/allergens.tsx'
import { useTitle } from '../parts/shell.tsx'
import { actionName, statusName } from '../words.ts'

const Actions = lazy(() => import('./actions.tsx'))

export interface OrderViewProps {
  order: Order
  guestToken: string | null
  liveness: Liveness
  update: (order: Order) => void
  reload: () => void
}

/** Where an order is on its way, as it moves. */
export function OrderView(props: OrderViewProps) {
  const { order, guestToken, liveness } = props
  const dates = useDates()
  const bakery = useBakery()
  useTitle(`Order ${order.number}`)
  const offered = order.availableActions.filter((action) => action === 'CANCEL' || action === 'RESCHEDULE')
  return (
    <div className="order">
      <h1>Order {order.number}</h1>
      <p className={`status ${order.status.toLowerCase()}`} role="status">
        <strong>{statusName(order.status)}</strong>
        <span>{sayNext(order)}</span>
      </p>
      {!isOver(order) && <Way order={order} />}
      <p className="slot">
        {order.method === 'PICKUP' ? 'Pick it up on ' : 'We bring it on '}
        <time lang={dates.locale}>
          {dates.long(order.slot.date)}, {dates.time(order.slot.startTime)}–{dates.time(order.slot.endTime)}
        </time>
        {order.deliveryAddress && (
          <>
            , to {order.deliveryAddress.line1}, {order.deliveryAddress.postalCode}{' '}
            {order.deliveryAddress.city}
          </>
        )}
      </p>
      {offered.length > 0 && (
        <Suspense>
          <Actions {...props} offered={offered} />
        </Suspense>
      )}
      <section className="summary">
        <h2>What you ordered</h2>
        <ul>
          {order.items.map((item) => (
            <li key={item.id}>
              <span>
                {item.quantity > 1 && `${item.quantity} × `}
                {item.cakeName}{' '}
                <small>{[item.variantName, ...item.options.map((o) => o.name)].join(', ')}</small>
                {item.inscription && <em className="written">“{item.inscription}”</em>}
              </span>
              <b>{item.total.formatted}</b>
            </li>
          ))}
          {order.deliveryFee.amount > 0 && (
            <li>
              <span>Delivery</span>
              <b>{order.deliveryFee.formatted}</b>
            </li>
          )}
          <li className="total">
            <span>Total</span>
            <strong>{order.total.formatted}</strong>
          </li>
        </ul>
        <Allergens allergens={order.allergens} />
      </section>
      <section>
        <h2>What happened</h2>
        <ol className="history">
          {order.history.toReversed().map(({ at, action, note }) => (
            <li key={at}>
              <time dateTime={at} lang={dates.locale}>
                {dates.moment(at)}
              </time>
              <span>
                {action ? actionName(action) : 'Ordered'}
                {note && <q>{note}</q>}
              </span>
            </li>
          ))}
        </ol>
      </section>
      <p className="small-print">
        {!isOver(order) &&
          (liveness === 'live'
            ? 'This page changes by itself.'
            : 'This page looks for news every few seconds.')}
        {guestToken && ' Keep its address: who has it, sees this order.'}
        {bakery?.phone && ` Questions? Call ${bakery.phone}.`}
      </p>
    </div>
  )
}

function Way({ order }: { order: Order }) {
  const way = wayOf(order)
  const reached = way.indexOf(order.status)
  return (
    <ol className="way" aria-label="How far it is">
      {way.map((status, index) => (
        <li
          key={status}
          className={index <= reached ? 'reached' : ''}
          aria-current={index === reached ? 'step' : undefined}
        >
          {statusName(status)}
        </li>
      ))}
    </ol>
  )
}

function sayNext({ status, method }: Order): string {
  const next: Record<string, string> = {
    PENDING: 'The bakery looks at every order before it accepts it.',
    CONFIRMED: 'Your day is set. We start when it is fresh.',
    IN_PRODUCTION: 'Somebody is at work on it right now.',
    READY: method === 'PICKUP' ? 'It waits for you at the counter.' : 'It leaves soon.',
    OUT_FOR_DELIVERY: 'It will be with you soon.',
    COMPLETED: 'We hope it tasted as it should.',
    CANCELLED: 'Nothing will be made.',
    DECLINED: 'We are sorry. Nothing will be made.',
  }
  return next[status] ?? ''
}
