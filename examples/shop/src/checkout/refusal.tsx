import { Link } from 'wouter'
import { useDates } from '../bakery.ts'
import { Notice } from '../parts/notice.tsx'
import { reason } from '../words.ts'
import type { ChosenSlot } from './draft.ts'
import type { Outcome } from './placing.ts'

interface RefusalProps {
  outcome: Outcome
  takeSlot: (slot: ChosenSlot) => void
  takePrice: (amount: number) => void
  again: () => void
}

/** Why no order stands, each with the way on that the API offers. */
export function Refusal({ outcome, takeSlot, takePrice, again }: RefusalProps) {
  const dates = useDates()
  switch (outcome.__typename) {
    case 'SlotUnavailableError':
      return (
        <Notice title="Somebody was faster: that time is gone">
          <p>
            {reason(outcome.reason)} {outcome.alternatives.length > 0 && 'These are free:'}
          </p>
          <div className="alternatives">
            {outcome.alternatives.map(({ slot }) => (
              <button key={slot.id} type="button" className="second" onClick={() => takeSlot(slot)}>
                <time lang={dates.locale}>
                  {dates.short(slot.date)}, {dates.time(slot.startTime)}
                </time>
              </button>
            ))}
          </div>
        </Notice>
      )
    case 'PriceChangedError':
      return (
        <Notice title={`The price is now ${outcome.total.formatted}`}>
          <p>It changed while you were choosing. Nothing was ordered.</p>
          <button type="button" onClick={() => takePrice(outcome.total.amount)}>
            Order for {outcome.total.formatted}
          </button>
        </Notice>
      )
    case 'UnavailableItemError':
      return (
        <Notice title="Something in your basket cannot be ordered any more">
          <ul>
            {outcome.items.map(({ itemIndex, message }) => (
              <li key={itemIndex}>{message}</li>
            ))}
          </ul>
          <Link href="/basket">Change the basket</Link>
        </Notice>
      )
    case 'InvalidInputError':
      return (
        <Notice title="Something is not right yet">
          <ul>
            {outcome.fields.map(({ path, message }) => (
              <li key={path.join()}>{message}</li>
            ))}
          </ul>
        </Notice>
      )
    case 'NoAnswer':
      return (
        <Notice title="We do not know yet whether your order arrived">
          <p>{outcome.message || 'The bakery does not answer.'} Send it again: it is never placed twice.</p>
          <button type="button" onClick={again}>
            Send it again
          </button>
        </Notice>
      )
    // Reasons of tomorrow come with a message, too.
    default:
      return <Notice title={'message' in outcome ? outcome.message : 'Nothing was ordered.'} />
  }
}
