import { graphql } from '../gql/gql.ts'
import type { FulfilmentMethod, ZonePartsFragment } from '../gql/graphql.ts'
import { changeDraft, type Draft } from './draft.ts'
import { Field } from './field.tsx'

graphql(`
  fragment ZoneParts on DeliveryZone {
    name
    fee {
      formatted
    }
  }
`)

interface HowProps {
  draft: Draft
  zones: ZonePartsFragment[]
  mistake: string | undefined
  choose: (method: FulfilmentMethod) => void
}

/** Whether it is picked up, or where the bakery brings it and for how much. */
export function How({ draft, zones, mistake, choose }: HowProps) {
  return (
    <>
      <fieldset className="pills">
        <legend className="unseen">How it reaches you</legend>
        {METHODS.map(([method, words]) => (
          <label key={method}>
            <input
              type="radio"
              name="method"
              checked={draft.method === method}
              onChange={() => choose(method)}
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
      {draft.method === 'DELIVERY' && (
        <>
          <ul className="zones">
            {zones.map(({ name, fee }) => (
              <li key={name}>
                {name}: {fee.formatted}
              </li>
            ))}
          </ul>
          <Field
            label="Postal code"
            name="postalCode"
            autoComplete="postal-code"
            value={draft.postalCode}
            mistake={draft.postalCode ? mistake : undefined}
            write={(postalCode) => changeDraft({ postalCode })}
          />
        </>
      )}
    </>
  )
}

const METHODS: [FulfilmentMethod, string][] = [
  ['PICKUP', 'I pick it up'],
  ['DELIVERY', 'Bring it to me'],
]
