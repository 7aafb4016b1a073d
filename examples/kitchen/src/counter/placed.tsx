import { sayDay } from '../dates.ts'
import { Paper } from '../dialog.tsx'
import type { OrderCardFragment } from '../gql/graphql.ts'
import { useBakery } from '../session.ts'

/** To be read out to the customer. */
export function Placed({ order, onClose }: { order: OrderCardFragment; onClose: () => void }) {
  const { locale } = useBakery()
  const { number, slot, total, contact } = order
  return (
    <Paper title={`Order ${number} is taken`} onClose={onClose}>
      <p className="placed">
        <b lang={locale}>{sayDay(slot.date, locale)}</b>
        <b>
          {slot.startTime} to {slot.endTime}
        </b>
        <b lang={locale}>{total.formatted}</b>
        <span>for {contact?.name}</span>
      </p>
      <p className="choices-row">
        <a href={`/board/${slot.date}`} onClick={onClose}>
          Show the board of that day
        </a>
        <button className="primary" autoFocus onClick={onClose}>
          Next customer
        </button>
      </p>
    </Paper>
  )
}
