import { useBakery } from '../session.ts'
import { graphql } from '../gql/index.ts'
import type { OrderCardFragment } from '../gql/graphql.ts'
import { sayAllergen } from '../words.ts'
import { Moves } from './moves.tsx'

export const ORDER_CARD = graphql(`
  fragment OrderCard on Order {
    id
    number
    version
    status
    method
    availableActions
    updatedAt
    note
    allergens
    slot {
      date
      startTime
      endTime
    }
    contact {
      name
      phone
    }
    deliveryAddress {
      line1
      postalCode
      city
    }
    total {
      formatted
    }
    items {
      id
      quantity
      cakeName
      variantName
      inscription
      options {
        groupName
        name
      }
    }
  }
`)

export function OrderCard({ order, onMoved }: { order: OrderCardFragment; onMoved: (id: string) => void }) {
  const { locale } = useBakery()
  const { slot, contact, deliveryAddress, items, note, allergens } = order
  return (
    <article className="card" id={order.id} tabIndex={-1} aria-label={`Order ${order.number}`}>
      <header>
        <time dateTime={`${slot.date}T${slot.startTime}`}>{slot.startTime}</time>
        <p className="who">{contact?.name ?? 'Walk-in'}</p>
        <p className="number">{order.number}</p>
      </header>
      <ul className="items">
        {items.map((item) => (
          <li key={item.id}>
            <p className="cake">
              <b>{item.quantity}×</b> {item.cakeName}
              <span className="size">{item.variantName}</span>
            </p>
            {item.options.length > 0 && (
              <p className="choices">{item.options.map(({ name }) => name).join(' · ')}</p>
            )}
            {item.inscription && <p className="inscription">{item.inscription}</p>}
          </li>
        ))}
      </ul>
      {note && <p className="note">{note}</p>}
      <p className="facts">
        {order.method === 'DELIVERY' && (
          <b>
            Delivery
            {deliveryAddress &&
              ` to ${deliveryAddress.line1}, ${deliveryAddress.postalCode} ${deliveryAddress.city}`}
          </b>
        )}
        {contact?.phone && <span>{contact.phone}</span>}
        <span lang={locale}>{order.total.formatted}</span>
      </p>
      {allergens.length > 0 && <p className="allergens">{allergens.map(sayAllergen).join(', ')}</p>}
      <Moves order={order} onMoved={onMoved} />
    </article>
  )
}
