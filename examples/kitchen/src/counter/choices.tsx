import type { CakeToComposeFragment } from '../gql/graphql.ts'
import { useBakery } from '../session.ts'

interface Props {
  group: CakeToComposeFragment['optionGroups'][number]
  /** Of all groups of the cake. */
  chosen: string[]
  onChosen: (ids: string[]) => void
}

/** One choice to make: radio buttons where just one is to be chosen, else boxes to tick. */
export function Choices({ group, chosen, onChosen }: Props) {
  const { locale } = useBakery()
  const { minChoices, maxChoices, options } = group
  const own = new Set(options.map(({ id }) => id))
  const count = chosen.filter((id) => own.has(id)).length
  const isSingle = minChoices === 1 && maxChoices === 1

  const choose = (id: string, isChosen: boolean) => {
    const others = chosen.filter((each) => each !== id && !(isSingle && own.has(each)))
    onChosen(isChosen ? [...others, id] : others)
  }
  return (
    <fieldset className="tiles">
      <legend>
        {group.name} <small>{sayHowMany(minChoices, maxChoices)}</small>
      </legend>
      {options.map(({ id, name, available, surcharge }) => {
        const isChosen = chosen.includes(id)
        return (
          <label key={id} className="tile">
            <input
              type={isSingle ? 'radio' : 'checkbox'}
              name={group.id}
              checked={isChosen}
              // The browser itself asks for what is still to be chosen.
              required={count < minChoices}
              disabled={!available || (!isSingle && !isChosen && count >= maxChoices)}
              onChange={(event) => choose(id, event.target.checked)}
            />
            <b>{name}</b>
            <small>
              {!available && 'not to be had'}
              {available && surcharge.amount > 0 && <span lang={locale}>+ {surcharge.formatted}</span>}
            </small>
          </label>
        )
      })}
    </fieldset>
  )
}

function sayHowMany(min: number, max: number): string {
  if (min === max) return min === 1 ? 'choose one' : `choose ${min}`
  return min === 0 ? `up to ${max}` : `${min} to ${max}`
}
