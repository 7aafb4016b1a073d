import { sayDay } from '../dates.ts'
import { useBakery } from '../session.ts'
import { sayReason } from '../words.ts'
import type { Answer } from './placing.tsx'

interface Props {
  answer: Answer | undefined
  onSlot: (slot: { id: string; date: string }) => void
}

/** Why no order was placed, with the ways on that the API offers. */
export function Refusal({ answer, onSlot }: Props) {
  const { locale } = useBakery()
  if (!answer) return null
  switch (answer.__typename) {
    case 'PlaceOrderSuccess':
      return null
    case 'SlotUnavailableError':
      return (
        <div className="refusal">
          <p>
            <b>That time is gone</b> ({sayReason(answer.reason)}).{' '}
            {answer.alternatives.length > 0 ? 'What can still be had:' : 'Nothing near it can be had.'}
          </p>
          {answer.alternatives.map(({ slot }) => (
            <button key={slot.id} type="button" onClick={() => onSlot(slot)}>
              <span lang={locale}>{sayDay(slot.date, locale, 'short')}</span> <b>{slot.startTime}</b>
            </button>
          ))}
        </div>
      )
    case 'PriceChangedError':
      return (
        <p className="refusal">
          <b>The price has changed</b> and is now <b lang={locale}>{answer.total.formatted}</b>. Tell the
          customer, then take the order.
        </p>
      )
    default:
      return <p className="refusal">{answer.message}</p>
  }
}
