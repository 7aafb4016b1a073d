import { useState, type FormEvent } from 'react'
import { useQuery } from 'urql'
import { explain } from '../api.ts'
import { Paper } from '../dialog.tsx'
import { fieldOf } from '../form.ts'
import { graphql } from '../gql/index.ts'
import type { CakeToComposeFragment } from '../gql/graphql.ts'
import { useBakery } from '../session.ts'
import { sayAllergen } from '../words.ts'
import { Choices } from './choices.tsx'
import type { Line } from './draft.ts'

const CAKE = graphql(`
  query Cake($slug: String!) {
    cake(slug: $slug) {
      ...CakeToCompose
    }
  }

  fragment CakeToCompose on Cake {
    id
    name
    inscriptionMaxLength
    allergens
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
      name
      minChoices
      maxChoices
      options {
        id
        name
        available
        allergens
        surcharge {
          amount
          formatted
        }
      }
    }
  }
`)

interface Props {
  slug: string
  name: string
  onClose: () => void
  onComposed: (line: Line) => void
}

export function ComposeCake({ slug, name, onClose, onComposed }: Props) {
  const [{ data, error }] = useQuery({ query: CAKE, variables: { slug } })
  return (
    <Paper title={name} onClose={onClose} isWide>
      {error && <p role="alert">{explain(error)}</p>}
      {data && !data.cake && <p role="alert">This cake is not on sale any more.</p>}
      {data?.cake && <Composition cake={data.cake} onClose={onClose} onComposed={onComposed} />}
    </Paper>
  )
}

type CompositionProps = Omit<Props, 'slug' | 'name'> & { cake: CakeToComposeFragment }

function Composition({ cake, onClose, onComposed }: CompositionProps) {
  const { locale } = useBakery()
  const [chosen, setChosen] = useState<string[]>([])
  const options = cake.optionGroups.flatMap((group) => group.options).filter(({ id }) => chosen.includes(id))
  const allergens = [
    ...new Set([...cake.allergens, ...options.flatMap((option) => option.allergens)]),
  ].toSorted()

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const variant = cake.variants.find(({ id }) => id === fieldOf(form, 'variant'))!
    onComposed({
      variantId: variant.id,
      optionIds: options.map(({ id }) => id),
      quantity: Number(fieldOf(form, 'quantity')),
      inscription: fieldOf(form, 'inscription'),
      cake: cake.name,
      size: variant.name,
      choices: options.map(({ name }) => name),
    })
  }

  return (
    <form onSubmit={submit} className="composition">
      <fieldset className="tiles">
        <legend>Size</legend>
        {cake.variants.map((variant, index) => (
          <label key={variant.id} className="tile">
            <input type="radio" name="variant" value={variant.id} defaultChecked={index === 0} />
            <b>{variant.name}</b>
            <small>
              for {variant.servings}, <span lang={locale}>{variant.price.formatted}</span>
            </small>
          </label>
        ))}
      </fieldset>
      {cake.optionGroups.map((group) => (
        <Choices key={group.id} group={group} chosen={chosen} onChosen={setChosen} />
      ))}
      <div className="writing">
        {cake.inscriptionMaxLength && (
          <label>
            To write on it, {cake.inscriptionMaxLength} letters at most
            <input name="inscription" autoComplete="off" />
          </label>
        )}
        <label>
          How many
          <input
            name="quantity"
            type="number"
            min={1}
            max={99}
            defaultValue={1}
            required
            inputMode="numeric"
          />
        </label>
      </div>
      <div className="last-word">
        <p className="allergens" role="status">
          {allergens.length > 0
            ? `Contains ${allergens.map(sayAllergen).join(', ')}.`
            : 'None of the fourteen allergens.'}
        </p>
        <p className="choices-row">
          <button type="button" className="quiet" onClick={onClose}>
            Another cake
          </button>
          <button className="primary">Add to the order</button>
        </p>
      </div>
    </form>
  )
}
