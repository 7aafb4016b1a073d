import type { BasketQuery } from '../gql/graphql.ts'
import { useBakery } from '../session.ts'
import { sayAllergen } from '../words.ts'
import type { Line } from './draft.ts'

interface Props {
  lines: Line[]
  quote: BasketQuery['quote'] | undefined
  onLines: (lines: Line[]) => void
}

/** What was ordered so far, as the API prices it. */
export function Lines({ lines, quote, onLines }: Props) {
  const { locale } = useBakery()
  const priced = quote?.__typename === 'OrderQuote' ? quote : undefined
  return (
    <>
      <ul className="lines">
        {lines.map((line, index) => (
          <li key={index}>
            <div>
              <p className="cake">
                <b>{line.quantity}×</b> {line.cake}
                <span className="size">{line.size}</span>
              </p>
              {line.choices.length > 0 && <p className="choices">{line.choices.join(' · ')}</p>}
              {line.inscription && <p className="inscription">{line.inscription}</p>}
              <p role="alert" className="problem">
                {problemOf(quote, index)}
              </p>
            </div>
            <span lang={locale}>{priced?.items[index]?.total.formatted}</span>
            <button
              type="button"
              className="quiet"
              aria-label={`Take out ${line.cake}`}
              onClick={() => onLines(lines.toSpliced(index, 1))}
            >
              Take out
            </button>
          </li>
        ))}
      </ul>
      {priced && (
        <div className="quote" role="status">
          <p className="total">
            Together <b lang={locale}>{priced.total.formatted}</b>
          </p>
          <p className="allergens">
            {priced.allergens.length > 0
              ? `Contains ${priced.allergens.map(sayAllergen).join(', ')}.`
              : 'None of the fourteen allergens.'}
          </p>
        </div>
      )}
    </>
  )
}

function problemOf(quote: Props['quote'], index: number): string | undefined {
  if (quote?.__typename === 'UnavailableItemError')
    return quote.items.find(({ itemIndex }) => itemIndex === index)?.message
  if (quote?.__typename === 'InvalidInputError')
    return quote.fields.find(({ path }) => path[0] === 'items' && path[1] === String(index))?.message
  return undefined
}
