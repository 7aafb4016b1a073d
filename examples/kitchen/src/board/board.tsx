import { useEffect, useRef } from 'react'
import { explain } from '../api.ts'
import { DayNav } from '../day-nav.tsx'
import { graphql } from '../gql/index.ts'
import type { OrderCardFragment, OrderStatus } from '../gql/graphql.ts'
import { LiveSign } from '../live-sign.tsx'
import { useLiveDay } from '../live.ts'
import { usePage } from '../page.ts'
import { sayStatus } from '../words.ts'
import { OrderCard } from './order-card.tsx'

const BOARD = graphql(`
  query Board($date: Date!) {
    bakery {
      ...BakeryFacts
    }
    orders(first: 100, sort: SLOT_ASC, filter: { slotFrom: $date, slotTo: $date }) {
      totalCount
      nodes {
        ...OrderCard
      }
    }
  }
`)

const COLUMNS: readonly OrderStatus[] = ['PENDING', 'CONFIRMED', 'IN_PRODUCTION', 'READY', 'OUT_FOR_DELIVERY']

export function Board({ date, today }: { date: string; today: string }) {
  const { data, error, refresh } = usePage(BOARD, { date })
  const orders = data?.orders?.nodes
  const isLive = useLiveDay(date, orders, refresh)
  const followMoved = useFollowing(orders)
  const byStatus = Map.groupBy(orders ?? [], ({ status }) => status)
  // A delivery is rare, and the place on the wall is not.
  const columns = COLUMNS.filter((status) => status !== 'OUT_FOR_DELIVERY' || byStatus.has(status))
  const done = (orders ?? []).filter(({ status }) => !COLUMNS.includes(status))

  const onMoved = (id: string) => {
    followMoved(id)
    refresh()
  }
  return (
    <>
      <DayNav page="board" title="Orders for" date={date} today={today} />
      <LiveSign isLive={isLive} />
      {error && <p role="alert">{explain(error)}</p>}
      {data?.orders && data.orders.totalCount > data.orders.nodes.length && (
        <p role="alert">
          Only the first {data.orders.nodes.length} of {data.orders.totalCount} orders are shown.
        </p>
      )}
      <div className="board" aria-busy={!data}>
        {columns.map((status) => (
          <Column key={status} status={status} orders={byStatus.get(status) ?? []} onMoved={onMoved} />
        ))}
      </div>
      {done.length > 0 && (
        <details className="done">
          <summary>Done for this day: {done.length}</summary>
          <div className="board">
            {[...Map.groupBy(done, ({ status }) => status)].map(([status, some]) => (
              <Column key={status} status={status} orders={some} onMoved={onMoved} />
            ))}
          </div>
        </details>
      )}
    </>
  )
}

interface ColumnProps {
  status: OrderStatus
  orders: OrderCardFragment[]
  onMoved: (id: string) => void
}

function Column({ status, orders, onMoved }: ColumnProps) {
  return (
    <section className="column" data-status={status} aria-label={sayStatus(status)}>
      <h2>
        {sayStatus(status)} <span className="count">{orders.length}</span>
      </h2>
      {orders.map((order) => (
        <OrderCard key={order.id} order={order} onMoved={onMoved} />
      ))}
    </section>
  )
}

/** The focus goes along with the card that was moved, into its new column. */
function useFollowing(orders: OrderCardFragment[] | undefined): (id: string) => void {
  const moved = useRef<string>(undefined)
  useEffect(() => {
    if (!moved.current) return
    document.getElementById(moved.current)?.focus()
    moved.current = undefined
  }, [orders])
  return (id) => {
    moved.current = id
  }
}
