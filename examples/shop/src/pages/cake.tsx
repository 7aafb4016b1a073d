import { useState } from 'react'
import { Link } from 'wouter'
import { addToBasket } from '../basket.ts'
import { useDates, usePage } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import type { CakePageQuery } from '../gql/graphql.ts'
import { Inscription } from '../parts/inscription.tsx'
import { LivePrice } from '../parts/live-price.tsx'
import { Failure } from '../parts/notice.tsx'
import { OptionChoice } from '../parts/option-choice.tsx'
import { useTitle } from '../parts/shell.tsx'
import { dietName } from '../words.ts'

const CAKE = graphql(`
  query CakePage($slug: String!) {
    bakery {
      ...BakeryParts
    }
    cake(slug: $slug) {
      id
      name
      description
      diets
      allergens
      leadDays
      cutoff
      earliestDate
      inscriptionMaxLength
      images {
        url
        alt
      }
      variants {
        id
        name
        servings
        price {
          formatted
        }
      }
      optionGroups {
        id
        ...GroupParts
      }
    }
  }
`)

export function CakePage({ slug }: { slug: string }) {
  const { data, error, refetch } = usePage({ query: CAKE, variables: { slug } })
  useTitle(data?.cake?.name)
  if (error) return <Failure error={error} again={refetch} />
  if (!data) return <p className="wait">One moment …</p>
  if (!data.cake)
    return (
      <>
        <h1>This cake is not on sale</h1>
        <p>
          <Link href="/">See what is</Link>
        </p>
      </>
    )
  return <Composer cake={data.cake} />
}

type Cake = NonNullable<CakePageQuery['cake']>

function Composer({ cake }: { cake: Cake }) {
  const dates = useDates()
  const [variantId, setVariant] = useState(cake.variants[0]?.id ?? '')
  const [chosen, setChosen] = useState<Record<string, string[]>>({})
  const [inscription, setInscription] = useState('')
  const [quantity, setQuantity] = useState(1)
  const [touched, setTouched] = useState(false)
  const [added, setAdded] = useState(0)
  const variant = cake.variants.find(({ id }) => id === variantId)
  const missing = cake.optionGroups.filter(({ id, minChoices }) => (chosen[id]?.length ?? 0) < minChoices)
  const [image] = cake.images
  const item = {
    variantId,
    optionIds: cake.optionGroups.flatMap(({ id }) => chosen[id] ?? []),
    inscription: inscription.trim() || null,
    quantity,
  }
  const touch = () => {
    setTouched(true)
    setAdded(0)
  }
  const add = () => {
    addToBasket(cake.name, item)
    setAdded(quantity)
  }

  return (
    <article className="cake">
      <div className="picture">
        {image && <img src={image.url} alt={image.alt} width="800" height="600" />}
      </div>
      <form
        onChange={touch}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <h1>{cake.name}</h1>
        <p className="description">{cake.description}</p>
        <p className="facts">
          {cake.diets.map((diet) => (
            <span key={diet}>{dietName(diet)}</span>
          ))}
          <span>{sayLead(cake.leadDays)}</span>
          {cake.earliestDate && (
            <span>
              earliest <time lang={dates.locale}>{dates.short(cake.earliestDate)}</time>
            </span>
          )}
        </p>
        <fieldset className="sizes">
          <legend>Size</legend>
          {cake.variants.map(({ id, name, servings, price }) => (
            <label key={id}>
              <input type="radio" name="size" checked={id === variantId} onChange={() => setVariant(id)} />
              <span>
                <strong>{name}</strong>
                <small>for {servings}</small>
                <b>{price.formatted}</b>
              </span>
            </label>
          ))}
        </fieldset>
        {cake.optionGroups.map((group) => (
          <OptionChoice
            key={group.id}
            group={group}
            chosen={chosen[group.id] ?? []}
            choose={(ids) => setChosen({ ...chosen, [group.id]: ids })}
          />
        ))}
        {cake.inscriptionMaxLength !== null && (
          <Inscription text={inscription} write={setInscription} atMost={cake.inscriptionMaxLength ?? 0} />
        )}
        <div className="buy">
          <LivePrice
            item={touched && missing.length === 0 ? item : undefined}
            otherwise={{ price: variant?.price.formatted ?? '', allergens: cake.allergens }}
          />
          <label className="quantity">
            How many
            <input
              type="number"
              min="1"
              max="99"
              required
              value={quantity || ''}
              onChange={({ target }) => setQuantity(target.valueAsNumber || 0)}
            />
          </label>
          <button type="submit" disabled={missing.length > 0}>
            {missing.length > 0 ? `Choose: ${missing.map(({ name }) => name).join(', ')}` : 'Add to basket'}
          </button>
          <p role="status" className="added">
            {added > 0 && (
              <>
                {added === 1 ? 'It is' : `All ${added} are`} in your basket.{' '}
                <Link href="/basket">To the basket</Link>
              </>
            )}
          </p>
        </div>
      </form>
    </article>
  )
}

const sayLead = (days: number): string =>
  days === 0 ? 'made the same day' : `${days} working ${days === 1 ? 'day' : 'days'} to make`
