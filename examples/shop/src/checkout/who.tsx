import { changeDraft, type Draft } from './draft.ts'
import { Field } from './field.tsx'

interface WhoProps {
  draft: Draft
  /** What is wrong, by the path in the order. */
  mistakes: Map<string, string>
}

export function Who({ draft, mistakes }: WhoProps) {
  const field = (name: Exclude<keyof Draft, 'slot'>, within: string) => ({
    name,
    value: draft[name],
    mistake: mistakes.get(`${within}.${name}`),
    write: (text: string) => changeDraft({ [name]: text }),
  })
  return (
    <>
      <div className="fields">
        <Field label="Your name" autoComplete="name" {...field('name', 'contact')} />
        <Field label="E-mail" type="email" autoComplete="email" {...field('email', 'contact')} />
        <Field label="Phone" type="tel" autoComplete="tel" {...field('phone', 'contact')} />
      </div>
      {draft.method === 'DELIVERY' && (
        <div className="fields">
          <Field
            label="Street and number"
            autoComplete="address-line1"
            {...field('line1', 'deliveryAddress')}
          />
          <Field
            label="Floor, company (if any)"
            autoComplete="address-line2"
            {...field('line2', 'deliveryAddress')}
          />
          <Field label="Town" autoComplete="address-level2" {...field('city', 'deliveryAddress')} />
          <Field
            label="Country, in two letters"
            autoComplete="country"
            maxLength={2}
            {...field('country', 'deliveryAddress')}
          />
        </div>
      )}
      <label className="field">
        Anything else we should know
        <textarea
          rows={2}
          maxLength={2000}
          value={draft.note}
          onChange={(event) => changeDraft({ note: event.target.value })}
        />
      </label>
    </>
  )
}
