import { graphql } from '../gql/gql.ts'
import type { GroupPartsFragment } from '../gql/graphql.ts'
import { allergenName, listed } from '../words.ts'

graphql(`
  fragment GroupParts on OptionGroup {
    id
    name
    minChoices
    maxChoices
    pricing
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
`)

interface OptionChoiceProps {
  group: GroupPartsFragment
  chosen: string[]
  choose: (ids: string[]) => void
}

/** One of several as radio buttons, more than one as boxes to tick. */
export function OptionChoice({ group, chosen, choose }: OptionChoiceProps) {
  const one = group.maxChoices === 1
  const full = !one && chosen.length >= group.maxChoices
  const toggle = (id: string, on: boolean) => {
    if (one) choose([id])
    else choose(on ? [...chosen, id] : chosen.filter((each) => each !== id))
  }
  return (
    <fieldset className="options">
      <legend>
        {group.name} <small>{sayCount(group)}</small>
      </legend>
      {one && group.minChoices === 0 && (
        <label>
          <input type="radio" name={group.id} checked={chosen.length === 0} onChange={() => choose([])} />
          <span>
            <span>None</span>
          </span>
        </label>
      )}
      {group.options.map(({ id, name, available, allergens, surcharge }) => (
        <label key={id}>
          <input
            type={one ? 'radio' : 'checkbox'}
            name={group.id}
            checked={chosen.includes(id)}
            disabled={!available || (full && !chosen.includes(id))}
            onChange={({ target }) => toggle(id, target.checked)}
          />
          <span>
            <span>
              {name}
              {allergens.length > 0 && <small>with {listed(allergens.map(allergenName))}</small>}
            </span>
            <b>{available ? surcharge.amount > 0 && `+ ${surcharge.formatted}` : 'not today'}</b>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function sayCount({ minChoices, maxChoices, pricing }: GroupPartsFragment): string {
  const dearest = pricing === 'HIGHEST' ? '; only the dearest is charged' : ''
  if (maxChoices === 1) return minChoices === 1 ? 'choose one' : ''
  if (minChoices === maxChoices) return `choose ${minChoices}${dearest}`
  return minChoices > 0 ? `choose ${minChoices} to ${maxChoices}${dearest}` : `up to ${maxChoices}${dearest}`
}
