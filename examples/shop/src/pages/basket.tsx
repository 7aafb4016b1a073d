import { Link } from 'wouter'
import { useDates, usePage } from '../bakery.ts'
import { itemsOf, setQuantity, useBasket } from '../basket.ts'
import { graphql } from '../gql/gql.ts'
import { Allergens } from '../parts/allergens.tsx'
import { Failure, Notice } from '../parts/notice.tsx'
import { useTitle } from '../parts/shell.tsx'

const BASKET = graphql(`
  query Basket($items: [OrderItemInput!]!, $some: Boolean!) {
    bakery {
      ...BakeryParts
    }
    quote(items: $items) @include(if: $some) {
      __typename
      ... on OrderQuote {
        allergens
        allergyConflicts
        earliestDate
        total {
          formatted
        }
        items {
          total {
            formatted
          }
          cake {
            id
            slug
            name
            images {
              url
              alt
            }
          }
          variant {
            id
            name
          }
          options {
            id
            name
          }
        }
      }
      ... on UnavailableItemError {
        items {
          itemIndex
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

export default function BasketPage() {
  const basket = useBasket()
  const dates = useDates()
  useTitle('Basket')
  const { data, error, waiting, refetch } = usePage({
    query: BASKET,
    variables: { items: itemsOf(basket), some: basket.length > 0 },
  })
  const quote = data?.quote
  const priced = quote?.__typename === 'OrderQuote' ? quote : undefined
  const gone = quote?.__typename === 'UnavailableItemError' ? quote.items : []

  if (basket.length === 0)
    return (
      <div className="empty">
        <h1>Your basket is empty</h1>
        <p>There is a cake for every day.</p>
        <Link href="/" className="button">
          See the cakes
        </Link>
      </div>
    )
  return (
    <div className="basket">
      <h1>Your basket</h1>
      {error && <Failure error={error} again={refetch} />}
      {quote && 'message' in quote && !waiting && <Notice title={quote.message} />}
      <ul className="lines" aria-busy={waiting}>
        {basket.map(({ id, name, item }, index) => {
          // While a line is being taken out, the answer is still that for the lines before.
          const line = priced?.items.length === basket.length ? priced.items[index] : undefined
          const image = line?.cake.images[0]
          const problem = gone.find(({ itemIndex }) => itemIndex === index)
          return (
            <li key={id}>
              {image ? <img src={image.url} alt="" width="120" height="90" /> : <span className="blank" />}
              <div>
                <h2>{line ? <Link href={`/cakes/${line.cake.slug}`}>{line.cake.name}</Link> : name}</h2>
                <p>{line && [line.variant.name, ...line.options.map((option) => option.name)].join(', ')}</p>
                {item.inscription && <p className="written">“{item.inscription}”</p>}
                {problem && <p className="mistake">{problem.message}</p>}
              </div>
              <div className="amount">
                <label>
                  <span className="unseen">How many of {name}</span>
                  <input
                    type="number"
                    min="1"
                    max="99"
                    value={item.quantity}
                    onChange={({ target }) =>
                      target.valueAsNumber > 0 && setQuantity(id, target.valueAsNumber)
                    }
                  />
                </label>
                <b>{line?.total.formatted}</b>
                <button type="button" className="quiet" onClick={() => setQuantity(id, 0)}>
                  Take out<span className="unseen"> {name}</span>
                </button>
              </div>
            </li>
          )
        })}
      </ul>
      {priced && (
        <div className="sum" aria-busy={waiting}>
          <Allergens allergens={priced.allergens} conflicts={priced.allergyConflicts} />
          <p className="total">
            Together <strong>{priced.total.formatted}</strong>
          </p>
          <p>
            {priced.earliestDate ? (
              <>
                To be had from <time lang={dates.locale}>{dates.long(priced.earliestDate)}</time> on
              </>
            ) : (
              'There is no day on which all of it can be had: try two orders.'
            )}
          </p>
          <Link href="/checkout" className="button">
            Choose a day and order
          </Link>
        </div>
      )}
    </div>
  )
}
